package org.loligo.model;

import java.util.List;

/** What of a run is kept. */
public sealed interface Recording {

    /**
     * Samples of variables.
     *
     * @param owner     the population or projection
     * @param variables states of its model, or {@code last_spike}
     * @param elements  the neurons or synapses, or null for all
     * @param every     steps between two samples, at least 1
     */
    record Variables(String owner, List<String> variables, int[] elements, long every) implements Recording {
        /** Keeps a copy. */
        public Variables {
            variables = List.copyOf(variables);
            if (every < 1) {
                throw new ModelException("record of '" + owner + "': every must be at least one step, got " + every);
            }
        }
    }

    /** All spikes of a population. */
    record SpikesOf(String population) implements Recording {}
}
