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
 * @param weight       what all weights are multiplied by, a number or one for each instance
 */
public record Projection(String name, String from, String to, SynapseModel model, Connectivity connectivity, Storage storage,
        Map<String, Value> parameters, Map<String, Value> initial, Value weight) {

    /**
     * @throws ModelException for an invalid name, a parameter or state the model does not have, or a weight that is not one number or one
     *                        for each instance
     */
    public Projection {
        parameters = Map.copyOf(parameters);
        initial = Map.copyOf(initial);
        Network.requireName(name, "projection");
        Network.requireKnown("projection '" + name + "': parameter", parameters.keySet(),
                model.parameters().stream().map(Parameter::name).toList());
        Network.requireKnown("projection '" + name + "': initial state", initial.keySet(),
                model.states().stream().map(State::name).toList());
        if (!(weight instanceof Value.Constant || weight instanceof Value.PerInstance)) {
            throw new ModelException("projection '" + name + "': expected one weight for all synapses, or one for each instance");
        }
    }

    /** A projection whose weights are those of the connectivity. */
    public Projection(String name, String from, String to, SynapseModel model, Connectivity connectivity, Storage storage,
            Map<String, Value> parameters, Map<String, Value> initial) {
        this(name, from, to, model, connectivity, storage, parameters, initial, Value.of(1));
    }

    /** A projection with the model's defaults. */
    public static Projection of(String name, String from, String to, SynapseModel model, Connectivity connectivity) {
        return new Projection(name, from, to, model, connectivity, Storage.AUTO, Map.of(), Map.of());
    }
}
