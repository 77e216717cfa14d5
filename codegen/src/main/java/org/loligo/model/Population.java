package org.loligo.model;

import java.util.Map;

/**
 * Neurons of one model.
 *
 * @param name       its name
 * @param model      the model of each neuron
 * @param size       how many
 * @param parameters values of parameters that differ from the model's defaults
 * @param initial    values of initial states that differ from the model's defaults; {@code last_spike} (ms) in a model with an event,
 *                   where −∞ is "never"
 */
public record Population(String name, NeuronModel model, int size, Map<String, Value> parameters, Map<String, Value> initial) {

    /** The name under which the time of the last spike is given and recorded. */
    public static final String LAST_SPIKE = "last_spike";

    /** @throws ModelException for an invalid name or size, or a parameter or state the model does not have */
    public Population {
        parameters = Map.copyOf(parameters);
        initial = Map.copyOf(initial);
        Network.requireName(name, "population");
        if (size < 1) {
            throw new ModelException("population '" + name + "': size must be at least 1, got " + size);
        }
        Network.requireKnown("population '" + name + "': parameter", parameters.keySet(),
                model.parameters().stream().map(Parameter::name).toList());
        java.util.List<String> states = new java.util.ArrayList<>(model.states().stream().map(State::name).toList());
        if (model.event().isPresent()) {
            states.add(LAST_SPIKE);
        }
        Network.requireKnown("population '" + name + "': initial state", initial.keySet(), states);
    }

    /** A population with the model's defaults. */
    public static Population of(String name, NeuronModel model, int size) {
        return new Population(name, model, size, Map.of(), Map.of());
    }
}
