package org.loligo.conformance;

import static org.loligo.expr.Expressions.abs;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.max;
import static org.loligo.expr.Expressions.min;
import static org.loligo.expr.Expressions.select;
import static org.loligo.expr.Expressions.sqrt;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Expressions;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.SynapseModel;

/** Random equations. Parameters whose names begin with {@code t_} are times. */
final class RandomModels {
    private final RandomValues values;
    private final RandomGenerator random;
    private final boolean usesTime;
    private final boolean functions;

    /**
     * @param usesTime  whether equations may use the time itself
     * @param functions whether equations may use functions that are not correctly rounded
     */
    RandomModels(RandomValues values, boolean usesTime, boolean functions) {
        this.values = values;
        this.random = values.random;
        this.usesTime = usesTime;
        this.functions = functions;
    }

    /** In place of a function: between −1 and 1, with its sign. */
    private static Expr bounded(Expr x) {
        return x.over(abs(x).plus(1));
    }

    private Expr tanh(Expr x) {
        return functions ? Expressions.tanh(x) : bounded(x);
    }

    private Expr sin(Expr x) {
        return functions ? Expressions.sin(x) : bounded(x);
    }

    private Expr cos(Expr x) {
        return functions ? Expressions.cos(x) : literal(1).minus(abs(bounded(x)));
    }

    /** Of numbers that are not large; in its place, something positive. */
    private Expr exp(Expr x) {
        return functions ? Expressions.exp(x) : bounded(x).plus(1.5);
    }

    private Expr log(Expr x) {
        return functions ? Expressions.log(x) : bounded(x);
    }

    private Expr power(Expr x, Expr y) {
        return functions ? x.pow(y) : sqrt(x).times(y);
    }

    NeuronModel neuron(String name) {
        NeuronModel.Builder m = NeuronModel.define(name).dimensionless();
        List<Expr> names = new ArrayList<>();
        List<Symbol> states = new ArrayList<>();
        for (int s = 0; s <= random.nextInt(5); s++) {
            states.add(m.state(s == 0 ? "V" : "x" + s, "1", values.number(), ""));
        }
        names.addAll(states);
        List<Symbol> parameters = new ArrayList<>();
        for (int p = 0; p <= random.nextInt(3); p++) {
            parameters.add(m.parameter("p" + p, "1", values.number(), ""));
        }
        names.addAll(parameters);
        Symbol input = m.input("I", "1", "");
        Symbol synaptic = m.synapticCurrent("I_syn", "1");
        if (values.oneIn(4) && usesTime) {
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
        event(m, states.getFirst(), parameters.getFirst());
        return m.build();
    }

    private void event(NeuronModel.Builder m, Symbol watched, Symbol parameter) {
        Expr threshold = random.nextBoolean() ? literal(values.number() / 4) : parameter;
        switch (random.nextInt(9)) {
            case 0 -> { } // never fires
            case 1 -> m.level(watched, threshold, m.parameter("t_refractory", "ms", 0.35, ""));
            case 2, 3 -> m.level(watched, threshold, literal(values.time(30)));
            default -> m.crossing(watched, threshold);
        }
    }

    /** A bounded expression, with everything the language has. */
    private Expr expression(int depth, List<Expr> names) {
        if (depth == 0) {
            return values.oneIn(4) ? literal(values.number()) : values.pick(names);
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
            case 7 -> functions ? tanh(a).pow(2 + random.nextInt(4)) : tanh(a).times(tanh(a));
            case 8 -> power(abs(a).plus(0.5), literal(random.nextBoolean() ? 0.5 : -1.5));
            case 9 -> power(abs(sin(a)).plus(0.3), tanh(expression(depth - 1, names)));
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
        double c = values.number();
        double s = Math.abs(values.number()) + 0.5;
        Expr shifted = literal(c).minus(x);
        if (!functions) {
            return literal(values.number()).times(bounded(shifted.over(s)));
        }
        Expr denominator = sign > 0 ? exp(shifted.over(s)).minus(1) : literal(1).minus(exp(shifted.over(s)));
        return literal(values.number()).times(shifted).over(denominator);
    }

    /** @param afterSpikes whether the presynaptic neurons fire, so that synapses can wait for it */
    SynapseModel synapse(String name, boolean afterSpikes) {
        SynapseModel.Builder m = SynapseModel.define(name);
        Symbol g = m.parameter("g", "1", 0.3, Owner.POST, "");
        switch (random.nextInt(afterSpikes ? 6 : 3)) {
            case 0 -> graded(m, g);
            case 1 -> gapJunction(m, g);
            case 2 -> watching(m, g);
            case 3 -> windowed(m, g);
            case 4 -> lumped(m, g);
            default -> eventDriven(m, g);
        }
        return m.build();
    }

    private void graded(SynapseModel.Builder m, Symbol g) {
        Symbol pre = m.pre("V", "1");
        Symbol post = m.post("V", "1");
        Symbol a = m.parameter("a", "1", 0.7, Owner.SELF, "");
        Symbol s = m.parameter("s", "1", 0.4, Owner.PRE, "");
        Symbol o = m.state("O", "1", 0.1, Owner.SELF, "");
        m.derivative(o, expression(2, List.of(o, pre, a)).times(tanh(s)).plus(tanh(pre.times(a))).minus(o).times(1));
        m.current(g.times(o).times(post.minus(0.3)).times(1), "1");
    }

    private void gapJunction(SynapseModel.Builder m, Symbol g) {
        Symbol pre = m.pre("V", "1");
        Symbol post = m.post("V", "1");
        m.current(g.times(tanh(post).minus(tanh(pre))).times(1), "1");
    }

    /** Nothing leaves this sum; the synapse sees both neurons. */
    private void watching(SynapseModel.Builder m, Symbol g) {
        Symbol pre = m.pre("V", "1");
        Symbol post = m.post("V", "1");
        Symbol a = m.parameter("a", "1", 0.7, Owner.SELF, "");
        Symbol o = m.state("O", "1", 0.1, Owner.SELF, "");
        m.derivative(o, tanh(post.times(pre).times(a)).minus(o).times(1));
        m.current(g.times(tanh(post.times(o).plus(pre))).times(1), "1");
    }

    private void windowed(SynapseModel.Builder m, Symbol g) {
        Symbol a = m.parameter("a", "1", 2, Owner.SELF, "");
        Symbol delay = m.parameter("t_delay", "ms", 0.05, Owner.PRE, "");
        Symbol duration = m.parameter("t_max", "ms", 0.35, Owner.PRE, "");
        Symbol post = m.post("V", "1");
        Symbol o = m.state("O", "1", 0, Owner.SELF, "");
        Symbol on = m.window("on", delay, duration);
        m.derivative(o, a.times(literal(1).minus(o)).times(on).times(1).minus(o.times(0.2)));
        m.current(g.times(o).times(post.plus(1)).times(1), "1");
    }

    /** Its conductance is one of the postsynaptic neuron. */
    private void lumped(SynapseModel.Builder m, Symbol g) {
        Symbol tau = m.parameter("tau", "ms", 2, Owner.POST, "");
        Symbol w = m.parameter("w", "1", 0.2, Owner.SELF, "");
        Symbol post = m.post("V", "1");
        Symbol c = m.state("c", "1", 0, Owner.POST, "");
        m.derivative(c, c.negate().over(abs(tau).plus(0.3)).times(1));
        m.atSpikeAdd(c, w);
        m.current(g.times(c).times(post.minus(0.5)).times(1), "1");
    }

    /** Its conductance is one of each synapse. */
    private void eventDriven(SynapseModel.Builder m, Symbol g) {
        Symbol w = m.parameter("w", "1", 0.2, Owner.PRE, "");
        Symbol k = m.parameter("k", "1", 0.4, Owner.SELF, "");
        Symbol post = m.post("V", "1");
        Symbol c = m.state("c", "1", 0, Owner.SELF, "");
        m.derivative(c, c.times(abs(k)).times(-1));
        m.atSpikeAdd(c, w);
        m.current(g.times(c).times(tanh(post)).times(1), "1");
    }
}
