package org.loligo.codegen;

import org.loligo.model.Synapses;
import org.loligo.model.Values;

/**
 * What spikes add to a state at the end of a step.
 *
 * @param source     the block of the presynaptic population
 * @param block      the block of the state: the postsynaptic population or the synapses themselves
 * @param state      the state
 * @param toSynapses whether the state is one of each synapse
 * @param synapses   the synapses
 * @param amount     what each synapse adds, its weight included
 */
public record Delivery(String source, String block, String state, boolean toSynapses, Synapses synapses, Values amount) {}
