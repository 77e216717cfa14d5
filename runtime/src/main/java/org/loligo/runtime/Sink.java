package org.loligo.runtime;

import java.io.IOException;

/**
 * Where the samples of a run go. A simulation calls {@link #open} once, {@link #write} for each chunk in order, {@link #finish} when the
 * run reached its end, and always {@link #close}; all from one thread, which is not the one that computes. What a sink leaves behind
 * when the process dies is whole samples only.
 *
 * <p>For programs that want the numbers themselves: {@link Chunk#data} is memory outside the heap, not a copy, in the layout
 * {@code [instance, sample, element]}; {@code data.asByteBuffer()} is a view of it, and code in other languages can be given its
 * address. It is the sink's until {@link #write} returns. While a sink writes one chunk the next is computed and the one after that
 * begun; then the simulation waits, so that a slow sink costs time and never memory. {@link Traces} keeps everything,
 * {@link ChunkPublisher} is a {@link java.util.concurrent.Flow.Publisher}, and a {@link ResumableSink} can go on from a checkpoint.
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
