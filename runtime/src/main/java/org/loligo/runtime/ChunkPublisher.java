package org.loligo.runtime;

import java.io.IOException;
import java.util.concurrent.Flow;

/**
 * Hands the chunks of a run to a {@link Flow.Subscriber}, without copying them: a chunk is the simulation's own memory, good until
 * {@code onNext} returns. Chunks wait for {@code request}, and the simulation waits for them, so that a slow subscriber holds it up and
 * memory does not grow. All calls come from the thread that calls the sinks; {@code onComplete} after the last chunk, {@code onError} if
 * the run ends before that.
 */
public final class ChunkPublisher implements Sink, Flow.Publisher<Chunk> {
    private Flow.Subscriber<? super Chunk> subscriber;
    private long demand;
    private boolean cancelled;
    private boolean complete;
    private RuntimeException misuse;

    /**
     * Takes the one subscriber it has; to be called before the run.
     *
     * @throws IllegalStateException when there is one already
     */
    @Override
    public void subscribe(Flow.Subscriber<? super Chunk> one) {
        synchronized (this) {
            if (subscriber != null) {
                throw new IllegalStateException("there is a subscriber already");
            }
            subscriber = one;
        }
        one.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                ask(n);
            }

            @Override
            public void cancel() {
                leave();
            }
        });
    }

    private synchronized void ask(long n) {
        if (n <= 0) {
            misuse = new IllegalArgumentException("request(" + n + "): expected a number above 0");
        } else {
            demand = Bytes.sum(demand, n);
        }
        notifyAll();
    }

    private synchronized void leave() {
        cancelled = true;
        notifyAll();
    }

    @Override
    public void open(RunLayout layout) {
        // the subscriber knows what it asked for; each chunk tells its steps
    }

    @Override
    public void write(Chunk chunk) throws IOException {
        if (isWanted()) {
            subscriber.onNext(chunk);
        }
    }

    /** Waits until a chunk is asked for; false when nobody wants any. */
    private synchronized boolean isWanted() throws IOException {
        while (subscriber != null && !cancelled && misuse == null && demand == 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a subscriber was waited for", e);
            }
        }
        if (misuse != null) {
            throw misuse;
        }
        if (subscriber == null || cancelled) {
            return false;
        }
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        return true;
    }

    @Override
    public void finish(FinalState state) {
        complete = true;
    }

    @Override
    public void close() {
        if (subscriber == null || cancelled) {
            return;
        }
        cancelled = true;
        if (complete) {
            subscriber.onComplete();
        } else {
            subscriber.onError(misuse != null ? misuse : new IOException("the run ended before it was complete"));
        }
    }
}
