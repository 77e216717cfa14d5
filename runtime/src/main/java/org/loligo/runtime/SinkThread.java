package org.loligo.runtime;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The sinks of a run and the thread that calls them, one after the other, while the next chunk is computed. */
final class SinkThread implements AutoCloseable {
    private final List<? extends Sink> sinks;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(r -> {
        Thread t = new Thread(r, "loligo-writer");
        t.setDaemon(true);
        return t;
    });

    SinkThread(List<? extends Sink> sinks) {
        this.sinks = sinks;
    }

    /** Something done to a sink. */
    private interface Task {
        void on(Sink sink) throws IOException;
    }

    private Future<?> submit(Task task) {
        return submit(() -> {
            onAll(task);
            return null;
        });
    }

    private void onAll(Task task) throws IOException {
        for (Sink s : sinks) {
            task.on(s);
        }
    }

    /** Has something done by the thread after all it was given before. */
    Future<?> submit(Callable<Void> task) {
        return thread.submit(task);
    }

    /** Opens the sinks. */
    void open(RunLayout layout) throws IOException {
        await(submit(s -> s.open(layout)));
    }

    /** Opens the sinks where a checkpoint stands. */
    void reopen(Checkpoints checkpoints, Checkpoint from, RunLayout layout) throws IOException {
        await(submit(() -> {
            checkpoints.reopenSinks(from, layout);
            return null;
        }));
    }

    /** Has a chunk written; until that is done ({@link #await}), its buffer is the sinks'. */
    Future<?> write(Chunk chunk) {
        return submit(s -> s.write(chunk));
    }

    /** The same, and if all sinks could write it, something more. */
    Future<?> write(Chunk chunk, Callable<Void> then) {
        return submit(() -> {
            onAll(s -> s.write(chunk));
            return then.call();
        });
    }

    /** Tells the sinks that the end is reached. */
    void finish(FinalState end) throws IOException {
        await(submit(s -> s.finish(end)));
    }

    /**
     * Closes all sinks once everything is written, also those after one that cannot be closed.
     *
     * @param failure what went wrong before, which matters more than what goes wrong now; or null
     */
    void closeSinks(Throwable failure) throws IOException {
        await(thread.submit(() -> {
            Throwable first = failure;
            for (Sink s : sinks) {
                try {
                    s.close();
                } catch (IOException e) {
                    if (first == null) {
                        first = e;
                    } else {
                        first.addSuppressed(e);
                    }
                }
            }
            if (failure == null && first instanceof IOException e) {
                throw e;
            }
            return null;
        }));
    }

    /**
     * Waits until something is done.
     *
     * @param task or null, which is done
     * @throws IOException as the sink did
     */
    static void await(Future<?> task) throws IOException {
        if (task == null) {
            return;
        }
        try {
            task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException r -> throw r;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing", e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
