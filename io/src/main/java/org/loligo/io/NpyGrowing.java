package org.loligo.io;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** A {@code .npy} file of samples that come a few at a time. */
sealed interface NpyGrowing extends Closeable permits NpyRows, NpyBlocks {

    /** How many samples it has. */
    long length();

    /**
     * Adds samples.
     *
     * @param samples {@code [instance, sample, element]}, or {@code [sample, element]} where there are no instances
     * @param count   how many samples there are
     */
    void append(MemorySegment samples, int count) throws IOException;

    /** Waits until its samples are on the disk; from then on it can be reopened with them, however it ends. */
    void force() throws IOException;
}
