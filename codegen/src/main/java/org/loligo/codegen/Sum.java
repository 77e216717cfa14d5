package org.loligo.codegen;

import org.loligo.model.Storage;
import org.loligo.model.Synapses;
import org.loligo.model.Values;

/** A sum over the synapses of each postsynaptic neuron, evaluated at every stage. */
public sealed interface Sum {
    /** The block of the postsynaptic population. */
    String block();

    /** The {@link Feed.Summed} of that block which takes the sum. */
    String feed();

    /** The block whose export is summed. */
    String source();

    /** The export that is summed. */
    String export();

    /** The synapses. */
    Synapses synapses();

    /** Adds up an export of the synapses themselves; it has the weight in it. */
    record Segments(String block, String feed, String source, String export, Synapses synapses) implements Sum {}

    /** A matrix-vector product: adds up weight times an export of the presynaptic neurons, sparse or dense. */
    record Weighted(String block, String feed, String source, String export, Synapses synapses, Values weight, Storage storage)
            implements Sum {}
}
