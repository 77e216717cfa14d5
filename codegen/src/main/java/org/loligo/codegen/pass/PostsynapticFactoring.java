package org.loligo.codegen.pass;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.loligo.codegen.Block;
import org.loligo.codegen.Feed;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;
import org.loligo.codegen.Wiring;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Function;
import org.loligo.expr.Operator;
import org.loligo.expr.Trees;
import org.loligo.model.Storage;
import org.loligo.model.Values;

/**
 * What belongs to the postsynaptic neuron leaves the sum over its synapses: Σ w·g·O·(V − E) is g·(V − E)·Σ w·O. Where the rest is a
 * number of the synapse times something of the presynaptic neuron, the projection becomes a matrix-vector product.
 */
public final class PostsynapticFactoring implements Pass {
    private static final Expr ONE = new Literal(1);
    private static final int MOST_TERMS = 4;

    @Override
    public String name() {
        return "factor";
    }

    @Override
    public String doc() {
        return "take what belongs to the postsynaptic neuron out of the sum over its synapses";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        StepProgram factored = program;
        for (Sum s : program.sums()) {
            if (s instanceof Sum.Segments segments && segments.synapses().size() > 0) {
                factored = factor(factored, segments);
            }
        }
        return factored;
    }

    /** A term of the summand: {@code post} belongs to the postsynaptic neuron, {@code rest} to synapse and presynaptic neuron. */
    private record Term(Expr post, Expr rest) {}

    private static StepProgram factor(StepProgram program, Sum.Segments sum) {
        Block synapses = program.block(sum.source());
        Wiring wiring = synapses.wiring().orElseThrow();
        Side post = Side.post(wiring);
        Side pre = Side.pre(wiring);
        List<Term> terms = terms(synapses.exports().results().get(sum.export()), synapses, post);
        if (terms.isEmpty() || terms.size() > MOST_TERMS) {
            return program;
        }
        // terms with the same rest share a sum
        Map<Expr, Expr> factors = new LinkedHashMap<>();
        terms.forEach(t -> factors.merge(t.rest(), t.post(), Expr::plus));

        Map<String, Block.Draft> drafts = new LinkedHashMap<>();
        for (String name : List.of(wiring.pre(), wiring.post(), synapses.name())) {
            drafts.put(name, program.block(name).draft());
        }
        Block.Draft source = drafts.get(synapses.name());
        Block.Draft target = drafts.get(wiring.post());
        source.exports.remove(sum.export());
        target.feeds.removeIf(f -> f.name().equals(sum.feed()));
        List<Sum> sums = new ArrayList<>(program.sums());
        sums.remove(sum);
        Expr current = null;
        int number = 0;
        for (Map.Entry<Expr, Expr> f : factors.entrySet()) {
            String feed = sum.feed() + (factors.size() == 1 ? "" : String.valueOf(++number));
            target.feeds.add(new Feed.Summed(feed));
            sums.add(split(f.getKey(), feed, sum, synapses, pre, drafts.get(wiring.pre()), source, program.instances()));
            Expr term = times(inNeuron(f.getValue(), synapses, post, target), new Symbol(feed));
            current = current == null ? term : current.plus(term);
        }
        Expr replacement = current;
        target.derivatives.replaceAll((_, e) -> Trees.substitute(e, n -> n.equals(sum.feed()) ? replacement : null));
        source.dropUnused();
        List<Block> blocks = program.blocks().stream().map(b -> drafts.containsKey(b.name()) ? drafts.get(b.name()).done() : b).toList();
        return Exports.dropUnused(program.with(blocks, sums, program.variables()));
    }

    /** The summand as a sum of products of the two kinds; empty when it is not one. */
    private static List<Term> terms(Expr e, Block synapses, Side post) {
        Set<String> names = Trees.names(e);
        if (names.stream().allMatch(n -> n.equals("t") || post.sees(synapses, n))) {
            return List.of(new Term(e, ONE));
        }
        if (names.stream().noneMatch(n -> !n.equals("t") && isOnlyOf(post, synapses, n))) {
            return List.of(new Term(ONE, e));
        }
        return switch (e) {
            case Binary(Operator op, Expr a, Expr b) when op == Operator.ADD || op == Operator.SUBTRACT -> {
                List<Term> left = terms(a, synapses, post);
                List<Term> right = terms(b, synapses, post);
                if (left.isEmpty() || right.isEmpty()) {
                    yield List.of();
                }
                List<Term> all = new ArrayList<>(left);
                right.forEach(t -> all.add(op == Operator.ADD ? t : new Term(t.post().negate(), t.rest())));
                yield all;
            }
            case Binary(Operator op, Expr a, Expr b) when op == Operator.MULTIPLY -> {
                List<Term> all = new ArrayList<>();
                for (Term l : terms(a, synapses, post)) {
                    for (Term r : terms(b, synapses, post)) {
                        all.add(new Term(times(l.post(), r.post()), times(l.rest(), r.rest())));
                    }
                }
                yield all;
            }
            case Binary(Operator op, Expr a, Expr b) when op == Operator.DIVIDE -> {
                List<Term> below = terms(b, synapses, post);
                if (below.size() != 1) {
                    yield List.of();
                }
                Term d = below.getFirst();
                yield terms(a, synapses, post).stream().map(t -> new Term(over(t.post(), d.post()), over(t.rest(), d.rest()))).toList();
            }
            case Call(Function f, Expr a) when f == Function.NEGATE ->
                terms(a, synapses, post).stream().map(t -> new Term(t.post().negate(), t.rest())).toList();
            default -> List.of();
        };
    }

    /** Whether a name can stand only on the postsynaptic side: a uniform parameter can stand on either. */
    private static boolean isOnlyOf(Side post, Block synapses, String name) {
        return synapses.constant(name).isEmpty() && post.sees(synapses, name)
                || synapses.constant(name).filter(c -> c.values().byElement() && post.sees(synapses, name)).isPresent();
    }

    /** The sum of {@code rest} over the synapses: a matrix-vector product if it is a number of the synapse times something of pre. */
    private static Sum split(Expr rest, String feed, Sum.Segments sum, Block synapses, Side pre, Block.Draft preDraft, Block.Draft source,
            int instances) {
        List<Expr> numbers = new ArrayList<>();
        List<Expr> ofPre = new ArrayList<>();
        boolean separates = separate(rest, false, synapses, pre, numbers, ofPre);
        if (!separates) {
            String export = feed.substring(feed.indexOf('.') + 1);
            source.exports.put(export, rest);
            return new Sum.Segments(sum.block(), feed, sum.source(), export, sum.synapses());
        }
        Expr weight = numbers.stream().reduce(ONE, PostsynapticFactoring::times);
        Expr shown = ofPre.stream().reduce(ONE, PostsynapticFactoring::times);
        Expr inPre = inNeuron(shown, synapses, pre, preDraft);
        String export = inPre instanceof Symbol s ? s.name() : feed;
        preDraft.exports.put(export, inPre);
        Values weights = Values.evaluate(weight, n -> synapses.constant(n).orElseThrow().values(), synapses.count(), instances);
        return new Sum.Weighted(sum.block(), feed, pre.block(), export, sum.synapses(), weights, Storage.AUTO);
    }

    /** Sorts the factors of a product into numbers of the synapse and expressions of the presynaptic neuron. */
    private static boolean separate(Expr e, boolean below, Block synapses, Side pre, List<Expr> numbers, List<Expr> ofPre) {
        Set<String> names = Trees.names(e);
        if (names.stream().allMatch(n -> synapses.constant(n).isPresent())) {
            numbers.add(below ? ONE.over(e) : e);
            return true;
        }
        if (names.stream().allMatch(n -> n.equals("t") || pre.sees(synapses, n))) {
            ofPre.add(below ? ONE.over(e) : e);
            return true;
        }
        return switch (e) {
            case Binary(Operator op, Expr a, Expr b) when op == Operator.MULTIPLY ->
                separate(a, below, synapses, pre, numbers, ofPre) && separate(b, below, synapses, pre, numbers, ofPre);
            case Binary(Operator op, Expr a, Expr b) when op == Operator.DIVIDE ->
                separate(a, below, synapses, pre, numbers, ofPre) && separate(b, !below, synapses, pre, numbers, ofPre);
            default -> false;
        };
    }

    /** An expression of one side in the names of that side's block. */
    private static Expr inNeuron(Expr e, Block synapses, Side side, Block.Draft neuron) {
        return Trees.substitute(e, name -> {
            if (name.equals("t")) {
                return null;
            }
            Optional<Values> constant = synapses.constant(name).flatMap(c -> side.perNeuron(c.values()));
            if (constant.isPresent()) {
                return new Symbol(neuron.constant(synapses.name() + "." + name, constant.get()));
            }
            return neuron.exports.get(((Feed.Gathered) synapses.feed(name).orElseThrow()).export());
        });
    }

    private static Expr times(Expr a, Expr b) {
        return a.equals(ONE) ? b : b.equals(ONE) ? a : a.times(b);
    }

    private static Expr over(Expr a, Expr b) {
        return b.equals(ONE) ? a : a.over(b);
    }
}
