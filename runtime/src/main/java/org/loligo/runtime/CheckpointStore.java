package org.loligo.runtime;

import java.io.IOException;

/** Where the checkpoints of a run are kept. */
@FunctionalInterface
public interface CheckpointStore {
    /** Makes a checkpoint durable; an earlier one stays good until that is done. Called from the thread that calls the sinks. */
    void save(Checkpoint checkpoint) throws IOException;
}
