package org.loligo.cpu;

import static org.loligo.expr.Expressions.abs;
import static org.loligo.expr.Expressions.cos;
import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.log;
import static org.loligo.expr.Expressions.max;
import static org.loligo.expr.Expressions.min;
import static org.loligo.expr.Expressions.select;
import static org.loligo.expr.Expressions.sin;
import static org.loligo.expr.Expressions.sqrt;
import static org.loligo.expr.Expressions.tanh;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.loligo.codegen.Tableau;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Expressions;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Stimulus;
import org.loligo.model.Storage;
import org.loligo.model.SynapseModel;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.runtime.Experiment;

/** Random models in random networks, the same for the same seed. Everything is bounded, so that no state runs away; nothing has units. */
final class RandomNetworks {
    private final Random random;
    private final int instances;

    private RandomNetworks(long seed) {
        random = new Random(seed);
        instances = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
    }

    static Experiment experiment(long seed, Precision precision) {
        return new RandomNetworks(seed).experiment("random-" + seed, seed, precision);
    }

    private Experiment experiment(String name, long seed, Precision precision) {
        List<Population> populations = new ArrayList<>();
        int n = 1 + random.nextInt(3);
        for (int p = 0; p < n; p++) {
            NeuronModel model = neuron("cell" + p);
            populations.add(new Population("P" + p, model, 1 + random.nextInt(40), values(model), initial(model)));
        }
        List<Projection> projections = new ArrayList<>();
        int m = random.nextInt(4);
        for (int p = 0; p < m; p++) {
            projections.add(projection("J" + p, populations));
        }
        List<Stimulus> stimuli = new ArrayList<>();
        for (Population p : populations) {
            for (int s = random.nextInt(3); s > 0; s--) {
                stimuli.add(stimulus(p));
            }
        }
        Tableau tableau = pick(List.of(Tableau.EULER, Tableau.MIDPOINT, Tableau.RK4, Tableau.RK4, Tableau.RK4_38));
        TimeGrid time = random.nextInt(4) == 0 ? grid() : new TimeGrid.Uniform(decimal(random.nextInt(5) - 2), decimal(100), decimal("0.05"));
        return new Experiment(name, new Network(populations, projections, stimuli), time, tableau, precision, seed, instances, List.of());
    }

    private TimeGrid grid() {
        double[] times = new double[400];
        times[0] = random.nextDouble();
        for (int i = 1; i < times.length; i++) {
            times[i] = times[i - 1] + 0.01 + 0.08 * random.nextDouble();
        }
        return new TimeGrid.Explicit(times);
    }

    private static BigDecimal decimal(Object value) {
        return new BigDecimal(value.toString());
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private double number() {
        double wide = 0.2 + 2 * random.nextDouble();
        return Math.round((random.nextBoolean() ? wide : -wide) * 1000) / 1000.0;
    }

    private NeuronModel neuron(String name) {
        NeuronModel.Builder m = NeuronModel.define(name).dimensionless();
        List<Expr> names = new ArrayList<>();
        List<Symbol> states = new ArrayList<>();
        for (int s = 0; s <= random.nextInt(5); s++) {
            states.add(m.state(s == 0 ? "V" : "x" + s, "1", number(), ""));
        }
        names.addAll(states);
        List<Symbol> parameters = new ArrayList<>();
        for (int p = 0; p <= random.nextInt(3); p++) {
            parameters.add(m.parameter("p" + p, "1", number(), ""));
        }
        names.addAll(parameters);
        Symbol input = m.input("I", "1", "");
        Symbol synaptic = m.synapticCurrent("I_syn", "1");
        if (random.nextInt(4) == 0) {
            names.add(Expressions.TIME);
        }
        for (Symbol s : states) {
            Expr drive = expression(3 + random.nextInt(3), names);
            Expr rest = s == states.getFirst() ? drive.plus(input).minus(synaptic) : drive;
            m.derivative(s, rest.minus(s.times(1 + random.nextInt(3))));
        }
        // a model must use what it declares
        Expr all = literal(0);
        for (Symbol p : parameters) {
            all = all.plus(p);
        }
        Symbol extra = m.state("y", "1", 0, "");
        m.derivative(extra, tanh(all.times(states.getLast())).minus(extra));
        if (random.nextInt(3) == 0) {
            m.level(states.getFirst(), literal(number() / 4), literal(0.05 * random.nextInt(30)));
        } else {
            m.crossing(states.getFirst(), random.nextBoolean() ? literal(number() / 4) : parameters.getFirst());
        }
        return m.build();
    }

    /** A bounded expression, with everything the language has. */
    private Expr expression(int depth, List<Expr> names) {
        if (depth == 0) {
            return random.nextInt(4) == 0 ? literal(number()) : pick(names);
        }
        Expr a = expression(depth - 1, names);
        return switch (random.nextInt(18)) {
            case 0 -> tanh(a).plus(expression(depth - 1, names));
            case 1 -> tanh(a).minus(sin(expression(depth - 1, names)));
            case 2 -> tanh(a).times(cos(expression(depth - 1, names)));
            case 3 -> tanh(a).over(abs(expression(depth - 1, names)).plus(0.5));
            case 4 -> literal(1).over(exp(tanh(a).times(3)).plus(1));
            case 5 -> log(abs(a).plus(1.1));
            case 6 -> sqrt(abs(a).plus(0.5));
            case 7 -> tanh(a).pow(2 + random.nextInt(4));
            case 8 -> abs(a).plus(0.5).pow(random.nextBoolean() ? 0.5 : -1.5);
            case 9 -> abs(sin(a)).plus(0.3).pow(tanh(expression(depth - 1, names)));
            case 10 -> min(tanh(a), expression(depth - 1, names));
            case 11 -> max(sin(a), tanh(expression(depth - 1, names)));
            case 12 -> select(a.below(expression(depth - 1, names)), tanh(a), cos(a));
            case 13 -> rate(sin(a), 1);
            case 14 -> rate(tanh(a), -1);
            case 15 -> tanh(a).negate();
            // shared with another place of the same depth now and then
            case 16 -> tanh(names.getFirst()).times(tanh(names.getFirst())).plus(tanh(a));
            default -> exp(tanh(a));
        };
    }

    /** k·(c − x)/(e^((c − x)/s) − 1), or with both signs turned round. */
    private Expr rate(Expr x, int sign) {
        double c = number();
        double s = Math.abs(number()) + 0.5;
        Expr shifted = literal(c).minus(x);
        Expr denominator = sign > 0 ? exp(shifted.over(s)).minus(1) : literal(1).minus(exp(shifted.over(s)));
        return literal(number()).times(shifted).over(denominator);
    }

    private Projection projection(String name, List<Population> populations) {
        Population from = pick(populations);
        Population to = pick(populations);
        SynapseModel model = synapse("synapse-" + name);
        Connectivity connectivity = switch (random.nextInt(5)) {
            case 0 -> new Connectivity.AllToAll(random.nextBoolean());
            case 1 -> new Connectivity.Probability(random.nextDouble(), true);
            case 2 -> matrix(from.size(), to.size());
            case 3 -> edges(from.size(), to.size(), 0);
            default -> edges(from.size(), to.size(), 1 + random.nextInt(4 * to.size()));
        };
        int synapses = connectivity.resolve(name, from.size(), to.size(), from == to, 0).size();
        boolean generated = connectivity instanceof Connectivity.Probability;
        Map<String, Value> parameters = new HashMap<>();
        for (var p : model.parameters()) {
            // the number of generated synapses depends on the seed of the experiment, so no list of values fits them
            int count = p.owner() == Owner.PRE ? from.size() : p.owner() == Owner.POST ? to.size() : generated ? -1 : synapses;
            if (random.nextInt(3) == 0) {
                parameters.put(p.name(), value(count, p.name().startsWith("t_")));
            }
        }
        Map<String, Value> initial = new HashMap<>();
        for (var s : model.states()) {
            int count = s.owner() == Owner.POST ? to.size() : generated ? -1 : synapses;
            if (random.nextInt(3) == 0) {
                initial.put(s.name(), value(count, false));
            }
        }
        boolean liftable = model.states().stream().allMatch(s -> !initial.containsKey(s.name()));
        Storage storage = random.nextInt(3) == 0 && liftable ? Storage.SPARSE : Storage.AUTO;
        return new Projection(name, from.name(), to.name(), model, connectivity, storage, parameters, initial);
    }

    private Connectivity matrix(int pre, int post) {
        double[][] weights = new double[post][pre];
        for (double[] row : weights) {
            for (int j = 0; j < pre; j++) {
                row[j] = random.nextBoolean() ? number() : 0;
            }
        }
        return new Connectivity.Matrix(weights);
    }

    private Connectivity edges(int pre, int post, int n) {
        int[] from = new int[n];
        int[] to = new int[n];
        double[] weight = new double[n];
        for (int k = 0; k < n; k++) {
            // a pair may come twice
            from[k] = random.nextInt(pre);
            to[k] = random.nextInt(post);
            weight[k] = number() / 4;
        }
        return new Connectivity.Edges(from, to, weight);
    }

    private SynapseModel synapse(String name) {
        SynapseModel.Builder m = SynapseModel.define(name);
        Symbol g = m.parameter("g", "1", 0.3, Owner.POST, "");
        switch (random.nextInt(6)) {
            case 0 -> { // graded
                Symbol pre = m.pre("V", "1");
                Symbol post = m.post("V", "1");
                Symbol a = m.parameter("a", "1", 0.7, Owner.SELF, "");
                Symbol s = m.parameter("s", "1", 0.4, Owner.PRE, "");
                Symbol o = m.state("O", "1", 0.1, Owner.SELF, "");
                m.derivative(o, expression(2, List.of(o, pre, a)).times(tanh(s)).plus(tanh(pre.times(a))).minus(o).times(1));
                m.current(g.times(o).times(post.minus(0.3)).times(1), "1");
            }
            case 1 -> { // windowed
                Symbol a = m.parameter("a", "1", 2, Owner.SELF, "");
                Symbol delay = m.parameter("t_delay", "ms", 0.05, Owner.PRE, "");
                Symbol duration = m.parameter("t_max", "ms", 0.35, Owner.PRE, "");
                Symbol post = m.post("V", "1");
                Symbol o = m.state("O", "1", 0, Owner.SELF, "");
                Symbol on = m.window("on", delay, duration);
                m.derivative(o, a.times(literal(1).minus(o)).times(on).times(1).minus(o.times(0.2)));
                m.current(g.times(o).times(post.plus(1)).times(1), "1");
            }
            case 2 -> { // event-driven, lumped in the postsynaptic neuron
                Symbol tau = m.parameter("tau", "ms", 2, Owner.POST, "");
                Symbol w = m.parameter("w", "1", 0.2, Owner.SELF, "");
                Symbol post = m.post("V", "1");
                Symbol c = m.state("c", "1", 0, Owner.POST, "");
                m.derivative(c, c.negate().over(abs(tau).plus(0.3)).times(1));
                m.atSpikeAdd(c, w);
                m.current(g.times(c).times(post.minus(0.5)).times(1), "1");
            }
            case 3 -> { // event-driven, a state of each synapse
                Symbol w = m.parameter("w", "1", 0.2, Owner.PRE, "");
                Symbol k = m.parameter("k", "1", 0.4, Owner.SELF, "");
                Symbol post = m.post("V", "1");
                Symbol c = m.state("c", "1", 0, Owner.SELF, "");
                m.derivative(c, c.times(abs(k)).times(-1));
                m.atSpikeAdd(c, w);
                m.current(g.times(c).times(tanh(post)).times(1), "1");
            }
            case 4 -> { // a gap junction
                Symbol pre = m.pre("V", "1");
                Symbol post = m.post("V", "1");
                m.current(g.times(tanh(post).minus(tanh(pre))).times(1), "1");
            }
            default -> { // nothing leaves this sum; the synapse sees both neurons
                Symbol pre = m.pre("V", "1");
                Symbol post = m.post("V", "1");
                Symbol a = m.parameter("a", "1", 0.7, Owner.SELF, "");
                Symbol o = m.state("O", "1", 0.1, Owner.SELF, "");
                m.derivative(o, tanh(post.times(pre).times(a)).minus(o).times(1));
                m.current(g.times(tanh(post.times(o).plus(pre))).times(1), "1");
            }
        }
        return m.build();
    }

    private Map<String, Value> values(NeuronModel model) {
        Map<String, Value> values = new HashMap<>();
        int size = -1;
        for (var p : model.parameters()) {
            if (random.nextInt(2) == 0) {
                values.put(p.name(), value(size, false));
            }
        }
        return values;
    }

    private Map<String, Value> initial(NeuronModel model) {
        Map<String, Value> values = new HashMap<>();
        for (var s : model.states()) {
            if (random.nextInt(2) == 0) {
                values.put(s.name(), value(-1, false));
            }
        }
        if (random.nextInt(3) == 0) {
            values.put(Population.LAST_SPIKE, Value.of(-0.1 * random.nextInt(5) - 0.013));
        }
        return values;
    }

    /** A value for {@code count} elements, or for any number of them when it is −1. */
    private Value value(int count, boolean time) {
        if (time) {
            return Value.of(0.05 * random.nextInt(8));
        }
        return switch (random.nextInt(count < 0 ? 5 : 6)) {
            case 0 -> Value.of(number());
            case 1 -> new Value.Uniform(0.1, 1.3);
            case 2 -> new Value.Normal(0.5, 0.2);
            case 3 -> new Value.Linspace(0.2, 0.9);
            case 4 -> new Value.PerInstance(random.doubles(instances, 0.1, 1).toArray());
            default -> new Value.PerElement(random.doubles(count, 0.1, 1).toArray());
        };
    }

    private Stimulus stimulus(Population p) {
        int[] neurons = random.nextBoolean() ? null : random.ints(1 + random.nextInt(p.size()), 0, p.size()).distinct().toArray();
        int rows = random.nextBoolean() ? 1 : neurons == null ? p.size() : neurons.length;
        return switch (random.nextInt(3)) {
            case 0 -> new Stimulus.Pulses(p.name(), "I", neurons, List.of(
                    new Stimulus.Pulse(decimal("0.1"), decimal("1.2"), number()), new Stimulus.Pulse(decimal("0.5"), decimal("3"), number())));
            case 1 -> {
                double[][] samples = new double[rows][30];
                for (double[] row : samples) {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = number();
                    }
                }
                yield new Stimulus.Samples(p.name(), "I", neurons, samples, decimal(random.nextBoolean() ? "0.05" : "0.17"));
            }
            default -> new Stimulus.Waveform(p.name(), "I", neurons, sin(Expressions.TIME.times(2)));
        };
    }
}
