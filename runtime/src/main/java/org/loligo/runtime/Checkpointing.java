package org.loligo.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How a run is kept so that it can be taken up again.
 *
 * @param experiment SHA-256 of what the user described; a run goes on only from checkpoints with the same
 * @param store      where checkpoints go: from time to time, when the run is asked to stop, when the device fails, and at the end of a
 *                   run that has written one before
 * @param every      how long at least from one to the next; longer where writing them would take more than a twentieth of the time
 * @param from       where to go on; the run begins at the start when there is none
 * @param stop       asked after each chunk whether to stop there
 * @param clock      nanoseconds, as {@link System#nanoTime} counts them
 */
public record Checkpointing(String experiment, CheckpointStore store, Duration every, Optional<Checkpoint> from, BooleanSupplier stop,
        LongSupplier clock) {

    /** No checkpoints, and no end but the run's. */
    static final Checkpointing NONE = new Checkpointing("", _ -> { }, Duration.ofSeconds(Long.MAX_VALUE), Optional.empty(), () -> false);

    /** With the time of this machine. */
    public Checkpointing(String experiment, CheckpointStore store, Duration every, Optional<Checkpoint> from, BooleanSupplier stop) {
        this(experiment, store, every, from, stop, System::nanoTime);
    }
}
