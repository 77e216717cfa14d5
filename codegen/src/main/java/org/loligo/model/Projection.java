package org.loligo.model;

import java.util.Map;

/**
 * Synapses of one model from one population to another.
 *
 * @param name         its name
 * @param from         the presynaptic population's name
 * @param to           the postsynaptic population's name
 * @param model        the model of each synapse
 * @param connectivity which neurons are connected, and with what weight
 * @param storage      how it is stored for the summation
 * @param parameters   values that differ from the model's defaults, one for each synapse, presynaptic or postsynaptic neuron
 *                     as the model says
 * @param initial      values of initial states that differ from the model's defaults
 */
public record Projection(String name, String from, String to, SynapseModel model, Connectivity connectivity, Storage storage,
        Map<String, Value> parameters, Map<String, Value> initial) {

    /** @throws ModelException for an invalid name, or a parameter or state the model does not have */
    public Projection {
        parameters = Map.copyOf(parameters);
        initial = Map.copyOf(initial);
        Network.requireName(name, "projection");
        Network.requireKnown("projection '" + name + "': parameter", parameters.keySet(),
                model.parameters().stream().map(Parameter::name).toList());
        Network.requireKnown("projection '" + name + "': initial state", initial.keySet(),
                model.states().stream().map(State::name).toList());
    }

    /** A projection with the model's defaults. */
    public static Projection of(String name, String from, String to, SynapseModel model, Connectivity connectivity) {
        return new Projection(name, from, to, model, connectivity, Storage.AUTO, Map.of(), Map.of());
    }
}
