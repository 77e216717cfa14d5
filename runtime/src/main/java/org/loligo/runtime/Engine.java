package org.loligo.runtime;

/** A program on a device with its state. */
public interface Engine extends AutoCloseable {
    /** The schedule it runs. */
    String schedule();

    /** Elements computed at once. */
    int width();

    /** Threads or work items that share the work, where the user chooses; else 1. */
    int threads();

    /** Takes the steps of a chunk, from {@code chunk.fromStep()}, where it must stand, to {@code chunk.toStep()}, and fills in its samples. */
    void advance(Chunk chunk);

    /** A copy of the state. */
    NetworkState state();

    /** Takes back a state. */
    void restore(NetworkState state);

    @Override
    void close();
}
