package org.loligo.codegen;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.loligo.codegen.StepProgram.Location;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Expressions;
import org.loligo.expr.Trees;
import org.loligo.model.Event;
import org.loligo.model.Input;
import org.loligo.model.ModelException;
import org.loligo.model.Network;
import org.loligo.model.Owner;
import org.loligo.model.Parameter;
import org.loligo.model.Population;
import org.loligo.model.Projection;
import org.loligo.model.State;
import org.loligo.model.Stimulus;
import org.loligo.model.SynapseModel;
import org.loligo.model.Synapses;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.model.Values;

/**
 * Turns a network into a program as it is written: every synapse keeps its own states and its own current, nothing is shared or
 * simplified. This is the program the oracle interprets; passes make better ones of it.
 */
final class Lowering {
    /** The weight of a synapse in its equations; the dot keeps it apart from the parameters of models. */
    private static final String EDGE_WEIGHT = "edge.weight";
    /** What the weights of all synapses of a projection are multiplied by. */
    private static final String EDGE_SCALE = "edge.scale";
    /** The sum of the synaptic currents in the neuron's equations; the dot keeps it apart from the states of models. */
    private static final String EDGE_SUM = "edge.sum";

    /** As many integers and a half are exact in single precision. */
    private static final int MOST_TIMES = 1 << 23;

    private final Network network;
    private final int instances;
    private final long seed;
    private final Map<String, Block.Draft> drafts = new LinkedHashMap<>();
    private final Map<String, Expr> synapticCurrents = new LinkedHashMap<>();
    private final List<Block> synapseBlocks = new ArrayList<>();
    private final List<Sum> sums = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<String, Location> variables = new LinkedHashMap<>();

    private Lowering(Network network, int instances, long seed) {
        this.network = network;
        this.instances = instances;
        this.seed = seed;
    }

    static StepProgram lower(Network network, TimeGrid time, Tableau tableau, int instances, long seed) {
        return new Lowering(network, instances, seed).program(time, tableau);
    }

    private StepProgram program(TimeGrid time, Tableau tableau) {
        network.populations().forEach(this::population);
        network.projections().forEach(this::projection);
        List<Block> blocks = new ArrayList<>();
        for (Population p : network.populations()) {
            Block.Draft draft = drafts.get(p.name());
            Expr current = synapticCurrents.getOrDefault(p.name(), new Literal(0));
            String name = p.model().synapticCurrent().map(Input::name).orElse("");
            draft.derivatives.replaceAll((_, e) -> Trees.substitute(e, n -> n.equals(name) ? current : null));
            blocks.add(draft.done());
        }
        blocks.addAll(synapseBlocks);
        return new StepProgram(tableau, time, instances, blocks, sums, deliveries, variables);
    }

    private Values resolve(String what, Map<String, Value> given, String name, double defaultValue, int count) {
        Value value = given.getOrDefault(name, Value.of(defaultValue));
        if (name.equals(Population.LAST_SPIKE)) {
            return value.resolveTimes(what + name, count, instances, seed);
        }
        return value.resolve(what + name, count, instances, seed);
    }

    private void population(Population p) {
        List<Block.StateVariable> states = new ArrayList<>();
        for (State s : p.model().states()) {
            states.add(new Block.StateVariable(s.name(), resolve(p.name() + ".initial.", p.initial(), s.name(), s.initial(), p.size())));
            variables.put(p.name() + "." + s.name(), new Location(p.name(), s.name(), null));
        }
        Map<String, Values> parameters = new LinkedHashMap<>();
        for (Parameter q : p.model().parameters()) {
            parameters.put(q.name(), resolve(p.name() + ".parameters.", p.parameters(), q.name(), q.defaultValue(), p.size()));
        }
        List<Feed> feeds = new ArrayList<>();
        Map<String, Expr> inputs = new LinkedHashMap<>();
        for (Input i : p.model().inputs()) {
            inputs.put(i.name(), input(p, i.name(), feeds, parameters));
        }
        Map<String, Expr> derivatives = new LinkedHashMap<>();
        p.model().states().forEach(s -> derivatives.put(s.name(),
                Trees.substitute(p.model().expandedDerivative(s.name()), inputs::get)));
        Set<String> used = derivatives.values().stream().flatMap(e -> Trees.names(e).stream()).collect(Collectors.toSet());
        List<Block.Constant> constants = parameters.entrySet().stream().filter(e -> used.contains(e.getKey()))
                .map(e -> new Block.Constant(e.getKey(), e.getValue())).toList();
        Optional<Block.Firing> firing = p.model().event().map(event -> {
            Values lastSpike = resolve(p.name() + ".initial.", p.initial(), Population.LAST_SPIKE, Double.NEGATIVE_INFINITY, p.size());
            Values threshold = evaluate(event.threshold(), parameters, p.size());
            return switch (event) {
                case Event.Crossing c -> new Block.Firing(c.variable(), threshold, false, Values.uniform(0, p.size()), lastSpike);
                case Event.Level l ->
                    new Block.Firing(l.variable(), threshold, true, evaluate(l.refractory(), parameters, p.size()), lastSpike);
            };
        });
        if (firing.isPresent()) {
            variables.put(p.name() + "." + Population.LAST_SPIKE, new Location(p.name(), Population.LAST_SPIKE, null));
        }
        Block block = new Block(p.name(), Optional.empty(), p.size(), states, constants, feeds, List.of(Body.of(derivatives)),
                Body.of(Map.of()), firing);
        drafts.put(p.name(), block.draft());
    }

    /** The value of an input: a feed of the stimuli that are the same in every instance, and a term for each of the others. */
    private Expr input(Population p, String input, List<Feed> feeds, Map<String, Values> constants) {
        List<Stimulus.TimeCourse> shared = new ArrayList<>();
        List<Expr> terms = new ArrayList<>();
        for (int k = 0; k < network.stimuli().size(); k++) {
            Stimulus stimulus = network.stimuli().get(k);
            if (stimulus.population().equals(p.name()) && stimulus.input().equals(input)) {
                if (stimulus instanceof Stimulus.TimeCourse course) {
                    shared.add(course);
                } else {
                    terms.add(term("stimuli." + k, stimulus, p.size(), feeds, constants));
                }
            }
        }
        if (!shared.isEmpty() || terms.isEmpty()) {
            feeds.add(new Feed.Stimulated(input, shared));
            terms.addFirst(new Symbol(input));
        }
        return terms.stream().reduce(Expr::plus).orElseThrow();
    }

    /** A stimulus as feeds that all instances share, and constants by instance like parameters. */
    private Expr term(String what, Stimulus stimulus, int count, List<Feed> feeds, Map<String, Values> constants) {
        return switch (stimulus) {
            case Stimulus.TimeCourse course -> course(course, feeds);
            case Stimulus.TimedPulse pulse -> pulse(what, pulse, count, feeds, constants);
            case Stimulus.Scaled scaled -> {
                String name = scaled.input() + ".scale" + constants.size();
                constants.put(name, ofPopulation(resolve(what + ".scale", scaled.factor(), scaled, count), scaled, count));
                yield new Symbol(name).times(term(what, scaled.of(), count, feeds, constants));
            }
        };
    }

    private static Symbol course(Stimulus.TimeCourse course, List<Feed> feeds) {
        String feed = course.input() + ".course" + feeds.size();
        feeds.add(new Feed.Stimulated(feed, List.of(course)));
        return new Symbol(feed);
    }

    /**
     * 1 while a pulse is on. All times of all instances are put in order; a feed says how many have come, and each instance knows the
     * places of its own among them. Both are small integers, exact in any precision, and time is compared as exactly as anywhere.
     */
    private Expr pulse(String what, Stimulus.TimedPulse pulse, int count, List<Feed> feeds, Map<String, Values> constants) {
        Values start = resolve(what + ".start", pulse.start(), pulse, count);
        Values stop = resolve(what + ".stop", pulse.stop(), pulse, count);
        double[] times = DoubleStream.concat(Arrays.stream(start.data()), Arrays.stream(stop.data())).sorted().distinct().toArray();
        if (times.length > MOST_TIMES) {
            throw new ModelException(what + ": pulses start and stop at " + times.length + " different times, " + MOST_TIMES + " at most");
        }
        Symbol come = course(new Stimulus.Staircase(pulse.population(), pulse.input(), pulse.neurons(),
                Arrays.stream(times).mapToObj(BigDecimal::valueOf).toList()), feeds);
        Expr stopped = place(come.name() + ".stop", stop, times, pulse, count, constants);
        Expr started = place(come.name() + ".start", start, times, pulse, count, constants);
        return Expressions.select(come.above(started), Expressions.select(come.above(stopped), new Literal(0), new Literal(1)),
                new Literal(0));
    }

    /** How many times come before one, and a half, so that it has come when more have. */
    private Symbol place(String name, Values time, double[] times, Stimulus pulse, int count, Map<String, Values> constants) {
        double[] places = Arrays.stream(time.data()).map(t -> Arrays.binarySearch(times, t) + 0.5).toArray();
        constants.put(name, ofPopulation(new Values(time.byInstance(), time.byElement(), time.count(), places), pulse, count));
        return new Symbol(name);
    }

    /** The values of the neurons that a stimulus lists. */
    private Values resolve(String what, Value value, Stimulus stimulus, int count) {
        return value.resolve(what, stimulus.neurons() == null ? count : stimulus.neurons().length, instances, seed);
    }

    /** The values of all neurons of the population, 0 for those the stimulus does not list where neurons differ. */
    private static Values ofPopulation(Values listed, Stimulus stimulus, int count) {
        return stimulus.neurons() == null ? listed : listed.scatter(stimulus.neurons(), count);
    }

    /** An expression of parameters for every element. */
    private Values evaluate(Expr e, Map<String, Values> parameters, int count) {
        return Values.evaluate(e, parameters::get, count, instances);
    }

    private void projection(Projection p) {
        Population from = network.population(p.from());
        Population to = network.population(p.to());
        Synapses synapses = p.connectivity().resolve(p.name(), from.size(), to.size(), p.from().equals(p.to()), seed);
        SynapseModel model = p.model();
        Block.Draft pre = drafts.get(p.from());
        Block.Draft post = drafts.get(p.to());

        // parameters and states, per synapse and, for those of the postsynaptic neuron, per neuron too
        Map<String, Values> perSynapse = new LinkedHashMap<>();
        Map<String, Values> perNeuron = new LinkedHashMap<>();
        for (Parameter q : model.parameters()) {
            int count = switch (q.owner()) {
                case SELF -> synapses.size();
                case PRE -> from.size();
                case POST -> to.size();
            };
            Values values = resolve(p.name() + ".parameters.", p.parameters(), q.name(), q.defaultValue(), count);
            perNeuron.put(q.name(), values);
            perSynapse.put(q.name(), switch (q.owner()) {
                case SELF -> values;
                case PRE -> values.gather(synapses.pre());
                case POST -> values.gather(synapses.post());
            });
        }
        Values weight = allEqual(synapses.weight())
                ? Values.uniform(synapses.size() == 0 ? 1 : synapses.weight()[0], synapses.size())
                : Values.perElement(synapses.weight());
        perSynapse.put(EDGE_WEIGHT, weight);
        Values scale = p.weight().resolve(p.name() + ".weight", to.size(), instances, seed);
        boolean isScaled = !scale.equals(Values.uniform(1, to.size()));
        perSynapse.put(EDGE_SCALE, scale);

        // the window belongs to the presynaptic neuron, which alone knows its last spike
        model.window().ifPresent(w -> {
            Map<String, Values> known = perNeuron;
            pre.feeds.add(new Feed.Window(p.name() + "." + w.name(), evaluate(w.delay(), known, from.size()),
                    evaluate(w.duration(), known, from.size())));
        });

        List<Block.StateVariable> ownStates = new ArrayList<>();
        Map<String, Expr> ownDerivatives = new LinkedHashMap<>();
        Set<String> postNames = model.parameters().stream().filter(q -> q.owner() == Owner.POST).map(Parameter::name)
                .collect(Collectors.toSet());
        model.states().stream().filter(s -> s.owner() == Owner.POST).forEach(s -> postNames.add(s.name()));
        for (State s : model.states()) {
            boolean ofPost = s.owner() == Owner.POST;
            Values initial = resolve(p.name() + ".initial.", p.initial(), s.name(), s.initial(), ofPost ? to.size() : synapses.size());
            String qualified = p.name() + "." + s.name();
            if (ofPost) {
                post.states.add(new Block.StateVariable(qualified, initial));
                post.derivatives.put(qualified, inPost(p, model.expandedDerivative(s.name()), perNeuron, post));
                variables.put(qualified, new Location(p.to(), qualified, null));
            } else {
                ownStates.add(new Block.StateVariable(s.name(), initial));
                ownDerivatives.put(s.name(), model.expandedDerivative(s.name()));
                variables.put(qualified, new Location(p.name(), s.name(), null));
            }
        }
        for (SynapseModel.Jump j : model.jumps()) {
            boolean ofPost = postNames.contains(j.state());
            Expr weighted = j.amount().times(new Symbol(EDGE_WEIGHT));
            Values amount = evaluate(isScaled ? weighted.times(new Symbol(EDGE_SCALE)) : weighted, perSynapse, synapses.size());
            deliveries.add(new Delivery(p.from(), ofPost ? p.to() : p.name(), ofPost ? p.name() + "." + j.state() : j.state(), !ofPost,
                    synapses, amount));
        }

        Expr current = model.expandedCurrent();
        boolean onlyPost = Trees.names(current).stream().allMatch(n -> postNames.contains(n) || n.startsWith("post.") || n.equals("t"));
        Map<String, Expr> ownExports = new LinkedHashMap<>();
        if (onlyPost) {
            addCurrent(p.to(), inPost(p, current, perNeuron, post));
        } else {
            // where spikes add the weight to a state, the weight is in the state already
            ownExports.put("current", model.jumps().isEmpty() ? current.times(new Symbol(EDGE_WEIGHT)) : current);
            String feed = p.name() + "." + EDGE_SUM;
            post.feeds.add(new Feed.Summed(feed));
            sums.add(new Sum.Segments(p.to(), feed, p.name(), "current", synapses));
            // the scale is that of the sum, so that instances need no weights of their own
            addCurrent(p.to(), isScaled && model.jumps().isEmpty()
                    ? new Symbol(post.constant(p.name() + "." + EDGE_SCALE, scale)).times(new Symbol(feed))
                    : new Symbol(feed));
        }
        if (!ownStates.isEmpty() || !ownExports.isEmpty()) {
            synapseBlocks.add(synapseBlock(p, synapses, ownStates, ownDerivatives, ownExports, perSynapse, pre, post));
        }
    }

    private void addCurrent(String population, Expr term) {
        synapticCurrents.merge(population, term, Expr::plus);
    }

    private static boolean allEqual(double[] values) {
        for (double v : values) {
            if (v != values[0]) {
                return false;
            }
        }
        return true;
    }

    /** An expression of what belongs to the postsynaptic neuron, in the names of its block. */
    private static Expr inPost(Projection p, Expr e, Map<String, Values> parameters, Block.Draft post) {
        return Trees.substitute(e, name -> {
            if (name.startsWith("post.")) {
                return new Symbol(name.substring(5));
            }
            if (name.equals("t")) {
                return null;
            }
            if (parameters.containsKey(name)) {
                return new Symbol(post.constant(p.name() + "." + name, parameters.get(name)));
            }
            return new Symbol(p.name() + "." + name);
        });
    }

    private Block synapseBlock(Projection p, Synapses synapses, List<Block.StateVariable> states, Map<String, Expr> derivatives,
            Map<String, Expr> exports, Map<String, Values> perSynapse, Block.Draft pre, Block.Draft post) {
        Body derive = Body.of(derivatives);
        Body export = Body.of(exports);
        Set<String> used = new java.util.LinkedHashSet<>(derive.freeNames());
        used.addAll(export.freeNames());
        states.forEach(s -> used.remove(s.name()));
        used.remove("t");
        List<Block.Constant> constants = new ArrayList<>();
        List<Feed> feeds = new ArrayList<>();
        for (String name : used) {
            Optional<State> state = p.model().state(name);
            if (name.startsWith("pre.")) {
                String shown = name.substring(4);
                pre.exports.put(shown, new Symbol(shown));
                feeds.add(new Feed.Gathered(name, p.from(), shown, synapses.pre()));
            } else if (name.startsWith("post.")) {
                String shown = name.substring(5);
                post.exports.put(shown, new Symbol(shown));
                feeds.add(new Feed.Gathered(name, p.to(), shown, synapses.post()));
            } else if (p.model().window().isPresent() && p.model().window().get().name().equals(name)) {
                String shown = p.name() + "." + name;
                pre.exports.put(shown, new Symbol(shown));
                feeds.add(new Feed.Gathered(name, p.from(), shown, synapses.pre()));
            } else if (state.isPresent()) {
                String shown = p.name() + "." + name;
                post.exports.put(shown, new Symbol(shown));
                feeds.add(new Feed.Gathered(name, p.to(), shown, synapses.post()));
            } else if (perSynapse.containsKey(name)) {
                constants.add(new Block.Constant(name, perSynapse.get(name)));
            } else {
                throw new ModelException("projection '" + p.name() + "': '" + name + "' is not known");
            }
        }
        return new Block(p.name(), Optional.of(new Wiring(p.from(), p.to(), synapses)), synapses.size(), states, constants,
                feeds, List.of(derive), export, Optional.empty());
    }
}
