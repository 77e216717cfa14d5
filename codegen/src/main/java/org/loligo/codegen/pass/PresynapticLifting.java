package org.loligo.codegen.pass;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.loligo.codegen.Block;
import org.loligo.codegen.Feed;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.StepProgram.Location;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Trees;
import org.loligo.model.Values;

/**
 * A synapse state whose equation depends only on the presynaptic neuron, with parameters and a start that are equal for all synapses of
 * each presynaptic neuron in every instance, is kept once for each presynaptic neuron instead of once for each synapse.
 */
public final class PresynapticLifting implements Pass {
    @Override
    public String name() {
        return "lift";
    }

    @Override
    public String doc() {
        return "keep synapse states that depend on the presynaptic neuron alone once per presynaptic neuron";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        StepProgram lifted = program;
        for (Block b : program.blocks()) {
            if (b.isSynapses() && b.count() > 0 && !b.states().isEmpty()) {
                lifted = lift(lifted, b.name());
            }
        }
        return lifted;
    }

    private static StepProgram lift(StepProgram program, String projection) {
        Block synapses = program.block(projection);
        Side pre = Side.pre(synapses.wiring().orElseThrow());
        Map<String, Expr> derivatives = synapses.derivatives().getFirst().results();
        Set<String> liftable = liftable(program, synapses, pre, derivatives);
        if (liftable.isEmpty()) {
            return program;
        }
        Block.Draft target = program.block(pre.block()).draft();
        Block.Draft source = synapses.draft();
        Map<String, Location> variables = new LinkedHashMap<>(program.variables());
        for (String state : liftable) {
            String qualified = projection + "." + state;
            Block.StateVariable variable = synapses.states().get(synapses.stateIndex(state));
            target.states.add(new Block.StateVariable(qualified, pre.perNeuron(variable.initial()).orElseThrow()));
            target.derivatives.put(qualified, inPre(derivatives.get(state), synapses, pre, liftable, target));
            target.exports.put(qualified, new Symbol(qualified));
            source.states.remove(variable);
            source.derivatives.remove(state);
            source.feeds.add(new Feed.Gathered(state, pre.block(), qualified, pre.index()));
            variables.put(qualified, new Location(pre.block(), qualified, pre.index()));
        }
        source.dropUnused();
        List<Block> blocks = new ArrayList<>(program.blocks());
        blocks.set(program.blockIndex(pre.block()), target.done());
        blocks.set(program.blockIndex(projection), source.done());
        return Exports.dropUnused(program.with(blocks, program.sums(), variables));
    }

    /** The largest set of states whose equations use only each other and the presynaptic side. */
    private static Set<String> liftable(StepProgram program, Block synapses, Side pre, Map<String, Expr> derivatives) {
        Set<String> states = new LinkedHashSet<>();
        synapses.states().stream().filter(s -> pre.perNeuron(s.initial()).isPresent())
                .filter(s -> program.deliveries().stream().noneMatch(d -> d.block().equals(synapses.name()) && d.state().equals(s.name())))
                .forEach(s -> states.add(s.name()));
        boolean changed = true;
        while (changed) {
            changed = states.removeIf(s -> !Trees.names(derivatives.get(s)).stream()
                    .allMatch(n -> states.contains(n) || n.equals("t") || pre.sees(synapses, n)));
        }
        return states;
    }

    /** The equation in the names of the presynaptic block. */
    private static Expr inPre(Expr derivative, Block synapses, Side pre, Set<String> liftable, Block.Draft target) {
        return Trees.substitute(derivative, name -> {
            if (name.equals("t")) {
                return null;
            }
            String qualified = synapses.name() + "." + name;
            if (liftable.contains(name)) {
                return new Symbol(qualified);
            }
            Optional<Values> constant = synapses.constant(name).flatMap(c -> pre.perNeuron(c.values()));
            if (constant.isPresent()) {
                return new Symbol(target.constant(qualified, constant.get()));
            }
            return target.exports.get(((Feed.Gathered) synapses.feed(name).orElseThrow()).export());
        });
    }
}
