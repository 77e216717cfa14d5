package org.loligo.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Expressions;
import org.loligo.expr.Trees;

/**
 * A synapse: what a projection is made of. Graded synapses use states of the presynaptic neuron ({@code pre.V}), windowed ones a
 * {@link Window} on its last spike, event-driven ones a {@link Jump} at each spike.
 *
 * @param name        the name experiments use
 * @param doc         what it models
 * @param source      the paper and equations
 * @param states      state variables, of each synapse ({@link Owner#SELF}) or of the postsynaptic neuron ({@link Owner#POST})
 * @param parameters  parameters, of each synapse, of the presynaptic or of the postsynaptic neuron
 * @param neurons     the states of the two neurons it uses, as {@code pre.V} or {@code post.V}, with the unit they must have
 * @param window      a symbol that is 1 for a while after the presynaptic neuron's last spike, if it has one
 * @param definitions named parts of the equations
 * @param derivatives the time derivative of each state, per ms
 * @param jumps       what a presynaptic spike adds to states
 * @param current     the outward-positive current into the postsynaptic neuron; the weight of a synapse multiplies it, unless the current
 *                    is made only of what belongs to the postsynaptic neuron
 * @param currentUnit the unit of the current
 */
public record SynapseModel(String name, String doc, String source, List<State> states, List<Parameter> parameters, List<Input> neurons,
        Optional<Window> window, List<Definition> definitions, Map<String, Expr> derivatives, List<Jump> jumps, Expr current,
        Unit currentUnit) {

    /**
     * The symbol {@code name} is 1 while {@code delay < t − last_spike < delay + duration}, and 0 otherwise, off at both ends; a new
     * spike restarts it. Equality is decided as exact arithmetic would.
     *
     * @param delay    an expression of presynaptic parameters, in ms
     * @param duration an expression of presynaptic parameters, in ms
     */
    public record Window(String name, Expr delay, Expr duration) {}

    /**
     * A presynaptic spike adds {@code amount}, times the weight of the synapse, to a state at the end of the step.
     *
     * @param state  the state
     * @param amount an expression of parameters
     */
    public record Jump(String state, Expr amount) {}

    /**
     * Checks and keeps copies.
     *
     * @throws ModelException when a name is missing, unused or used twice, a unit does not fit, or a state has no derivative
     */
    public SynapseModel {
        states = List.copyOf(states);
        parameters = List.copyOf(parameters);
        neurons = List.copyOf(neurons);
        definitions = List.copyOf(definitions);
        derivatives = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(derivatives));
        jumps = List.copyOf(jumps);
        ModelCheck check = new ModelCheck("synapse model '" + name + "'", false);
        Set<String> constants = new LinkedHashSet<>();
        Set<String> preConstants = new LinkedHashSet<>();
        for (State s : states) {
            check.declare(s.name(), s.unit(), "state");
            if (s.owner() == Owner.PRE) {
                throw check.refuse("state '" + s.name() + "' belongs to the presynaptic neuron; a state belongs to the synapse or to the"
                        + " postsynaptic neuron");
            }
        }
        for (Parameter p : parameters) {
            check.declare(p.name(), p.unit(), "parameter");
            constants.add(p.name());
            if (p.owner() == Owner.PRE) {
                preConstants.add(p.name());
            }
        }
        neurons.forEach(n -> check.declare(n.name(), n.unit(), "neuron state"));
        window.ifPresent(w -> {
            check.constant(w.delay(), Unit.MILLISECOND, preConstants, "the delay of window '" + w.name() + "'");
            check.constant(w.duration(), Unit.MILLISECOND, preConstants, "the duration of window '" + w.name() + "'");
            check.declare(w.name(), Unit.ONE, "window");
        });
        check.equations(definitions, states, derivatives);
        for (Jump j : jumps) {
            State target = states.stream().filter(s -> s.name().equals(j.state())).findFirst()
                    .orElseThrow(() -> check.refuse("a spike adds to '" + j.state() + "', which is not a state"
                            + Names.suggestion(j.state(), check.declared("state"))));
            check.constant(j.amount(), target.unit(), constants, "the jump of '" + j.state() + "'");
        }
        check.use(current, "the current");
        check.unit(current, currentUnit, "the current");
        check.everythingUsed();
        for (State s : states) {
            if (s.owner() == Owner.POST) {
                requirePostOnly(check, ModelCheck.expand(derivatives.get(s.name()), definitions), s.name(), states, parameters);
            }
        }
    }

    private static void requirePostOnly(ModelCheck check, Expr derivative, String state, List<State> states, List<Parameter> parameters) {
        Set<String> own = new LinkedHashSet<>();
        states.stream().filter(s -> s.owner() == Owner.POST).forEach(s -> own.add(s.name()));
        parameters.stream().filter(p -> p.owner() == Owner.POST).forEach(p -> own.add(p.name()));
        for (String name : Trees.names(derivative)) {
            if (!own.contains(name) && !name.startsWith("post.") && !name.equals("t")) {
                throw check.refuse("state '" + state + "' belongs to the postsynaptic neuron, so its derivative cannot use '" + name + "'");
            }
        }
    }

    /** Starts a model. */
    public static Builder define(String name) {
        return new Builder(name);
    }

    /** The derivative of a state with the definitions written out. */
    public Expr expandedDerivative(String state) {
        return ModelCheck.expand(derivatives.get(state), definitions);
    }

    /** The current with the definitions written out. */
    public Expr expandedCurrent() {
        return ModelCheck.expand(current, definitions);
    }

    /** The state with this name, if there is one. */
    public Optional<State> state(String state) {
        return states.stream().filter(s -> s.name().equals(state)).findFirst();
    }

    /** Collects the parts of a model; each method that names something returns the symbol to write equations with. */
    public static final class Builder {
        private final String name;
        private String doc = "";
        private String source = "";
        private final List<State> states = new ArrayList<>();
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Input> neurons = new ArrayList<>();
        private Optional<Window> window = Optional.empty();
        private final List<Definition> definitions = new ArrayList<>();
        private final Map<String, Expr> derivatives = new LinkedHashMap<>();
        private final List<Jump> jumps = new ArrayList<>();
        private Expr current;
        private Unit currentUnit;

        private Builder(String name) {
            this.name = name;
        }

        /** What it models. */
        public Builder doc(String text) {
            doc = text;
            return this;
        }

        /** The paper and equations. */
        public Builder source(String text) {
            source = text;
            return this;
        }

        /** A state of the synapse ({@link Owner#SELF}) or of the postsynaptic neuron ({@link Owner#POST}). */
        public Symbol state(String state, String unit, double initial, Owner owner, String what) {
            states.add(new State(state, Unit.parse(unit), initial, owner, what));
            return Expressions.symbol(state);
        }

        /** A parameter and who has one of it. */
        public Symbol parameter(String parameter, String unit, double value, Owner owner, String what) {
            parameters.add(new Parameter(parameter, Unit.parse(unit), value, owner, what));
            return Expressions.symbol(parameter);
        }

        /** A state of the presynaptic neuron. */
        public Symbol pre(String state, String unit) {
            neurons.add(new Input("pre." + state, Unit.parse(unit), "of the presynaptic neuron"));
            return Expressions.pre(state);
        }

        /** A state of the postsynaptic neuron. */
        public Symbol post(String state, String unit) {
            neurons.add(new Input("post." + state, Unit.parse(unit), "of the postsynaptic neuron"));
            return Expressions.post(state);
        }

        /** A symbol that is 1 while {@code delay < t − last_spike < delay + duration} and 0 otherwise. */
        public Symbol window(String symbol, Expr delay, Expr duration) {
            window = Optional.of(new Window(symbol, delay, duration));
            return Expressions.symbol(symbol);
        }

        /** Names a part of the equations. */
        public Symbol let(String definition, Expr value) {
            definitions.add(new Definition(definition, value));
            return Expressions.symbol(definition);
        }

        /** The derivative of a state, per ms. */
        public Builder derivative(Symbol state, Expr value) {
            if (derivatives.put(state.name(), value) != null) {
                throw new ModelException("synapse model '" + name + "': the derivative of '" + state.name() + "' is given twice");
            }
            return this;
        }

        /** What a presynaptic spike adds to a state. */
        public Builder atSpikeAdd(Symbol state, Expr amount) {
            jumps.add(new Jump(state.name(), amount));
            return this;
        }

        /** The outward-positive current into the postsynaptic neuron. */
        public Builder current(Expr value, String unit) {
            current = value;
            currentUnit = Unit.parse(unit);
            return this;
        }

        /** The model, checked. */
        public SynapseModel build() {
            if (current == null) {
                throw new ModelException("synapse model '" + name + "': no current is given");
            }
            return new SynapseModel(name, doc, source, states, parameters, neurons, window, definitions, derivatives, jumps, current,
                    currentUnit);
        }
    }
}
