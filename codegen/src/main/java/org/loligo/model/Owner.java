package org.loligo.model;

/** Who has a value of its own of a state or parameter. */
public enum Owner {
    /** The neuron itself in a neuron model; the single synapse in a synapse model. */
    SELF,
    /** The presynaptic neuron of a projection. */
    PRE,
    /** The postsynaptic neuron of a projection. */
    POST
}
