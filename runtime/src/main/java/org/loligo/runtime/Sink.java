package org.loligo.runtime;

import java.io.IOException;

/**
 * Where the samples of a run go. A simulation calls {@link #open} once, {@link #write} for each chunk in order, {@link #finish} when the
 * run reached its end, and always {@link #close}; all from one thread, which is not the one that computes. What a sink leaves behind
 * when the process dies is whole samples only.
 */
public interface Sink extends AutoCloseable {

    /** Prepares for a run with this layout. */
    void open(RunLayout layout) throws IOException;

    /** Takes the samples and spikes of one chunk; the chunk's memory may be used again after the call returns. */
    void write(Chunk chunk) throws IOException;

    /** Takes the state at the end of a completed run. */
    void finish(FinalState state) throws IOException;

    /** Makes everything durable and releases files. Called also after a failure, when {@link #finish} was not. */
    @Override
    void close() throws IOException;
}
