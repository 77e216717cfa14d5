package org.loligo.runtime;

import java.io.IOException;
import java.util.Map;

/**
 * A sink that can go on where a checkpoint stands, also after its process was killed at any moment since. In a run that is taken up again
 * a simulation calls {@link #reopen} in place of {@link Sink#open}.
 */
public interface ResumableSink extends Sink {

    /**
     * Makes durable what was taken so far, and tells what is needed beside the files to go on from here: counts, and what is held back in
     * memory. From the first call on, {@link Sink#close} before {@link Sink#finish} must keep whatever {@link #reopen} needs.
     *
     * @return numbers by name; they may be the sink's own memory, for they are saved before the sink is called again
     */
    Map<String, long[]> checkpoint() throws IOException;

    /**
     * Prepares to take the chunk that begins at {@code step}. What the files have beyond the checkpoint is dropped.
     *
     * @param layout   as {@link Sink#open} was given it; backend and device may be others
     * @param step     where the checkpoint stands
     * @param position what {@link #checkpoint} told there
     * @throws IOException when the files cannot be continued, because one is missing or shorter than the checkpoint says
     */
    void reopen(RunLayout layout, long step, Map<String, long[]> position) throws IOException;
}
