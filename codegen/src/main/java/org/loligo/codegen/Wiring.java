package org.loligo.codegen;

import org.loligo.model.Synapses;

/**
 * What the elements of a block of synapses connect.
 *
 * @param pre      the block of the presynaptic population
 * @param post     the block of the postsynaptic population
 * @param synapses the synapses, in the order of the block's elements
 */
public record Wiring(String pre, String post, Synapses synapses) {}
