package org.loligo.runtime.accelerator;

import java.util.ArrayDeque;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Paces a queue of commands: puts marks on it now and then, and lets the host wait when too much is queued. Of each mark that the device
 * has passed, it adds up the time. Not safe for use by several threads at once.
 *
 * @param <M> the marks of the queue
 */
public final class Pacing<M extends Pacing.TimedMark> {

    /** A mark that knows how long the device took from the first command since the mark before to here. */
    public interface TimedMark extends Accelerator.Mark {
        /** Whether the device has passed it. */
        boolean isReached();

        /** Waits until the device has passed it. */
        void await();

        /** Called once, when it is reached: gives back what it needed, and returns the time of the device in nanoseconds. */
        long settle();
    }

    /** A mark that was not settled yet, and how many commands there were since the mark before. */
    private record Open<M>(M mark, int commands) {}

    /** So many commands go without a mark. */
    private static final int UNMARKED = 2048;
    /** A driver keeps something for each command; beyond these the host waits. */
    private static final int QUEUED = 8192;
    /** Nor are more marks left open. */
    private static final int MARKS = 256;

    private final Supplier<M> marker;
    private final ArrayDeque<Open<M>> open = new ArrayDeque<>();
    private int unmarked;
    private int queued;
    private long launching;
    private long computing;

    /**
     * For an empty queue.
     *
     * @param marker puts a mark on the queue; the device starts on what lies before it, at the latest when asked whether it is reached
     */
    public Pacing(Supplier<M> marker) {
        this.marker = marker;
    }

    /** To be told when a kernel was put on the queue, which the host began to do at a time of {@link System#nanoTime}. */
    public void launched(long start) {
        queued();
        launching += System.nanoTime() - start;
    }

    /** To be told when another command was put on the queue. */
    public void queued() {
        unmarked++;
        if (unmarked >= UNMARKED) {
            mark();
        }
    }

    /** Puts a mark on the queue, and waits while too much is queued. */
    public M mark() {
        M mark = marker.get();
        open.add(new Open<>(mark, unmarked));
        queued += unmarked;
        unmarked = 0;
        settle();
        while (queued > QUEUED || open.size() > MARKS) {
            open.peek().mark.await();
            settle();
        }
        return mark;
    }

    /** Settles the marks that were reached. */
    private void settle() {
        while (!open.isEmpty() && open.peek().mark.isReached()) {
            Open<M> reached = open.remove();
            queued -= reached.commands;
            computing += reached.mark.settle();
        }
    }

    /** The marks that were not settled. */
    public Stream<M> open() {
        return open.stream().map(Open::mark);
    }

    /**
     * What the time went into: of the host, that of the launches; of the device, that from the first command after each mark to the next
     * mark, as far as it has come.
     *
     * @param transferring what is not known here
     */
    public Spent spent(long transferring) {
        settle();
        return new Spent(launching, computing, transferring);
    }
}
