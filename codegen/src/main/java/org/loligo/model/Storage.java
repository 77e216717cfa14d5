package org.loligo.model;

/** How a projection is stored for the summation of its current. */
public enum Storage {
    /** By a cost rule, from the density. */
    AUTO,
    /** Compressed sparse rows by postsynaptic neuron. */
    SPARSE,
    /** A matrix with an entry for every pair. */
    DENSE;

    /** The name in experiments. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
