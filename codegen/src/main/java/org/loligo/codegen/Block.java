package org.loligo.codegen;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.loligo.expr.Expr;
import org.loligo.model.Values;

/**
 * Elements that share equations: the neurons of a population, or the synapses of a projection.
 *
 * @param name        the name of the population or projection
 * @param wiring      what the elements connect, if they are synapses
 * @param count       the number of elements in one instance
 * @param states      the state variables; passes may have moved states of synapses to the neurons they belong to, as {@code ach.O}
 * @param constants   the parameters
 * @param feeds       what comes from outside
 * @param derivatives code for the derivatives of the states, in one or several parts
 * @param exports     code for what other blocks see
 * @param firing      when an element fires
 */
public record Block(String name, Optional<Wiring> wiring, int count, List<StateVariable> states, List<Constant> constants, List<Feed> feeds,
        List<Body> derivatives, Body exports, Optional<Firing> firing) {

    /** A state variable and its value at the start. */
    public record StateVariable(String name, Values initial) {}

    /** A parameter and its values. */
    public record Constant(String name, Values values) {}

    /**
     * When an element fires.
     *
     * @param state      the watched state
     * @param threshold  the threshold of each element
     * @param level      whether it fires at any step end above the threshold, not only where it crosses it
     * @param refractory for level events, the least time between two spikes, ms
     * @param lastSpike  the time of the last spike before the start, ms; −∞ is never
     */
    public record Firing(String state, Values threshold, boolean level, Values refractory, Values lastSpike) {}

    /** Keeps copies. */
    public Block {
        states = List.copyOf(states);
        constants = List.copyOf(constants);
        feeds = List.copyOf(feeds);
        derivatives = List.copyOf(derivatives);
    }

    /** Whether the elements are synapses. */
    public boolean isSynapses() {
        return wiring.isPresent();
    }

    /** The block with every expression rewritten. */
    public Block map(UnaryOperator<Expr> change) {
        return withCode(derivatives.stream().map(b -> b.map(change)).toList(), exports.map(change));
    }

    /** The block with other code. */
    public Block withCode(List<Body> newDerivatives, Body newExports) {
        return new Block(name, wiring, count, states, constants, feeds, newDerivatives, newExports, firing);
    }

    /** Starts a changed copy. */
    public Draft draft() {
        return new Draft(this);
    }

    /** A block being changed, before its code is split or has definitions. */
    public static final class Draft {
        /** The state variables. */
        public final List<StateVariable> states;
        /** The constants. */
        public final List<Constant> constants;
        /** The feeds. */
        public final List<Feed> feeds;
        /** The derivative of each state. */
        public final Map<String, Expr> derivatives;
        /** The exports. */
        public final Map<String, Expr> exports;
        private final Block from;

        private Draft(Block from) {
            this.from = from;
            states = new ArrayList<>(from.states);
            constants = new ArrayList<>(from.constants);
            feeds = new ArrayList<>(from.feeds);
            derivatives = new LinkedHashMap<>(from.derivatives.getFirst().results());
            exports = new LinkedHashMap<>(from.exports.results());
        }

        /**
         * Adds a constant unless it is there, and returns its name: that with a prime where the name has other values already. In a
         * projection of a population onto itself, a parameter of synapses may be one of the presynaptic and one of the
         * postsynaptic neurons.
         */
        public String constant(String name, Values values) {
            for (Constant c : constants) {
                if (c.name().equals(name)) {
                    return c.values().equals(values) ? name : constant(name + "'", values);
                }
            }
            constants.add(new Constant(name, values));
            return name;
        }

        /** Drops the constants and feeds that no equation uses any more. */
        public void dropUnused() {
            Set<String> used = new HashSet<>(Body.of(derivatives).freeNames());
            used.addAll(Body.of(exports).freeNames());
            constants.removeIf(c -> !used.contains(c.name()));
            feeds.removeIf(f -> !used.contains(f.name()));
        }

        /** The changed block. */
        public Block done() {
            return new Block(from.name, from.wiring, from.count, states, constants, feeds, List.of(Body.of(derivatives)),
                    Body.of(exports), from.firing);
        }
    }

    /** The feed with this name, if there is one. */
    public Optional<Feed> feed(String feed) {
        return feeds.stream().filter(f -> f.name().equals(feed)).findFirst();
    }

    /** The constant with this name, if there is one. */
    public Optional<Constant> constant(String constant) {
        return constants.stream().filter(c -> c.name().equals(constant)).findFirst();
    }

    /** The index of a state. */
    public int stateIndex(String state) {
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i).name().equals(state)) {
                return i;
            }
        }
        throw new IllegalArgumentException("block " + name + " has no state " + state);
    }
}
