package org.loligo.runtime;

import java.util.OptionalLong;

/**
 * A program on a device with its state. It takes steps in stretches, each {@link #start started} and {@link #finish finished} in order. A
 * second stretch may be started before the first is finished, so that a device computes the next while the samples of this one are read.
 * The numbers do not depend on how a run is divided into stretches. Used by one thread at a time; after an exception it can only be closed.
 */
public interface Engine extends AutoCloseable {
    /** The schedule it runs. */
    String schedule();

    /** Elements computed at once. */
    int width();

    /** Threads or work items that share the work, where the user chooses; else 1. */
    int threads();

    /**
     * How long the device itself has computed so far, in nanoseconds, where it can tell: it may go on while the host waits for something
     * else.
     */
    default OptionalLong computeNanos() {
        return OptionalLong.empty();
    }

    /** The most steps of one stretch, where buffers of the engine's own bound it; at least 1. */
    default long maxSteps() {
        return Long.MAX_VALUE;
    }

    /**
     * Takes on the steps {@code fromStep ≤ n < toStep}. A device queues them and returns at once; an engine that has nothing to compute
     * with but the caller's thread leaves the work to {@link #finish}. A stretch may be empty: that of a run of no steps.
     *
     * @param fromStep where the last stretch that was started ends, or where the state stands
     * @param toStep   no more than {@link #maxSteps} later
     * @throws IllegalStateException when the stretch does not follow, or two are started already and not finished
     * @throws DeviceException       when the device fails
     */
    void start(long fromStep, long toStep);

    /**
     * Waits for the oldest stretch that is started and not finished.
     *
     * @param chunk takes its samples and spikes; has been {@link Chunk#reset reset} to its steps
     * @return a copy of the state at its end, whatever has been computed since
     * @throws IllegalStateException when nothing is started, or the chunk is that of other steps
     * @throws DeviceException       when the device fails; the chunk then holds nothing of use
     */
    NetworkState finish(Chunk chunk);

    /** Takes the steps of a chunk at once, for callers that have nothing to do meanwhile. */
    default void advance(Chunk chunk) {
        start(chunk.fromStep(), chunk.toStep());
        finish(chunk);
    }

    /**
     * A copy of the state.
     *
     * @throws IllegalStateException while a stretch is started and not finished
     */
    NetworkState state();

    /**
     * Takes back a state.
     *
     * @throws IllegalStateException while a stretch is started and not finished
     */
    void restore(NetworkState state);

    /** Gives back what it holds, also while a stretch is started and not finished: that one is lost. */
    @Override
    void close();
}
