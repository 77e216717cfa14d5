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

/**
 * A neuron, or any other system of ordinary differential equations: what a population is made of.
 *
 * @param name            the name experiments use, e.g. {@code hodgkin-huxley}
 * @param doc             what it models, in a sentence
 * @param source          the paper and equations it is from
 * @param dimensionless   whether time is a pure number in its equations, as in the Lorenz system
 * @param states          the state variables, in the order they are stored
 * @param parameters      the parameters
 * @param inputs          what stimuli can drive
 * @param synapticCurrent the name in the equations of the sum of the (outward-positive) synaptic currents and its unit,
 *                        if it takes synapses
 * @param definitions     named parts of the equations; each uses only those before it
 * @param derivatives     the time derivative of each state, per ms
 * @param event           when it fires, if it does
 */
public record NeuronModel(String name, String doc, String source, boolean dimensionless, List<State> states, List<Parameter> parameters,
        List<Input> inputs, Optional<Input> synapticCurrent, List<Definition> definitions, Map<String, Expr> derivatives,
        Optional<Event> event) {

    /**
     * Checks and keeps copies.
     *
     * @throws ModelException when a name is missing, unused or used twice, a unit does not fit, or a state has no derivative
     */
    public NeuronModel {
        states = List.copyOf(states);
        parameters = List.copyOf(parameters);
        inputs = List.copyOf(inputs);
        definitions = List.copyOf(definitions);
        derivatives = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(derivatives));
        ModelCheck check = new ModelCheck("neuron model '" + name + "'", dimensionless);
        states.forEach(s -> check.declare(s.name(), s.unit(), "state"));
        parameters.forEach(p -> check.declare(p.name(), p.unit(), "parameter"));
        inputs.forEach(i -> check.declare(i.name(), i.unit(), "input"));
        synapticCurrent.ifPresent(i -> check.declare(i.name(), i.unit(), "input"));
        check.equations(definitions, states, derivatives);
        Set<String> constants = new LinkedHashSet<>();
        parameters.forEach(p -> constants.add(p.name()));
        List<State> watchable = states;
        event.ifPresent(e -> {
            State watched = watchable.stream().filter(s -> s.name().equals(e.variable())).findFirst()
                    .orElseThrow(() -> check.refuse("the event watches '" + e.variable() + "', which is not a state"
                            + Names.suggestion(e.variable(), check.declared("state"))));
            check.constant(e.threshold(), watched.unit(), constants, "the threshold");
            if (e instanceof Event.Level level) {
                check.constant(level.refractory(), Unit.MILLISECOND, constants, "the refractory time");
            }
        });
        check.everythingUsed();
    }

    /** Starts a model. */
    public static Builder define(String name) {
        return new Builder(name);
    }

    /** The derivative of a state with the definitions written out. */
    public Expr expandedDerivative(String state) {
        return ModelCheck.expand(derivatives.get(state), definitions);
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
        private boolean dimensionless;
        private final List<State> states = new ArrayList<>();
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Input> inputs = new ArrayList<>();
        private Optional<Input> synapticCurrent = Optional.empty();
        private final List<Definition> definitions = new ArrayList<>();
        private final Map<String, Expr> derivatives = new LinkedHashMap<>();
        private Optional<Event> event = Optional.empty();

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

        /** Makes time a pure number in the equations. */
        public Builder dimensionless() {
            dimensionless = true;
            return this;
        }

        /** A state with its unit and default initial value. */
        public Symbol state(String state, String unit, double initial, String what) {
            states.add(new State(state, Unit.parse(unit), initial, Owner.SELF, what));
            return Expressions.symbol(state);
        }

        /** A parameter with its unit and default. */
        public Symbol parameter(String parameter, String unit, double value, String what) {
            parameters.add(new Parameter(parameter, Unit.parse(unit), value, Owner.SELF, what));
            return Expressions.symbol(parameter);
        }

        /** An input that stimuli drive. */
        public Symbol input(String input, String unit, String what) {
            inputs.add(new Input(input, Unit.parse(unit), what));
            return Expressions.symbol(input);
        }

        /** The sum of all synaptic currents, outward-positive. */
        public Symbol synapticCurrent(String current, String unit) {
            synapticCurrent = Optional.of(new Input(current, Unit.parse(unit), "the sum of the synaptic currents, outward-positive"));
            return Expressions.symbol(current);
        }

        /** Names a part of the equations. */
        public Symbol let(String definition, Expr value) {
            definitions.add(new Definition(definition, value));
            return Expressions.symbol(definition);
        }

        /** The derivative of a state, per ms. */
        public Builder derivative(Symbol state, Expr value) {
            if (derivatives.put(state.name(), value) != null) {
                throw new ModelException("neuron model '" + name + "': the derivative of '" + state.name() + "' is given twice");
            }
            return this;
        }

        /** Fires when {@code variable} crosses {@code threshold} upwards. */
        public Builder crossing(Symbol variable, Expr threshold) {
            event = Optional.of(new Event.Crossing(variable.name(), threshold));
            return this;
        }

        /** Fires at the end of a step above {@code threshold}, at most once in {@code refractory} ms. */
        public Builder level(Symbol variable, Expr threshold, Expr refractory) {
            event = Optional.of(new Event.Level(variable.name(), threshold, refractory));
            return this;
        }

        /** The model, checked. */
        public NeuronModel build() {
            return new NeuronModel(name, doc, source, dimensionless, states, parameters, inputs, synapticCurrent, definitions, derivatives,
                    event);
        }
    }
}
