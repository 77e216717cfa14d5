package org.loligo.cpu;

import java.util.Arrays;
import org.loligo.model.Precision;

/**
 * Writes which windows of a block are open, for the range of places of one thread. It looks at the range in pieces, and only at those
 * where a window opens, closes or was set anew by a spike.
 */
final class WindowFeed {
    private static final int PIECE = Cells.PADDING;

    private final Cells cells;
    private final int window;
    private final Object array;
    private final Precision precision;
    /** By piece, the tick until which the array holds. */
    private final long[] holds;
    private long allHold;

    /** @param longest the most places of a range */
    WindowFeed(Cells cells, int window, int longest, Precision precision) {
        this.cells = cells;
        this.window = window;
        this.precision = precision;
        array = cells.feeds[cells.windows[window]];
        holds = new long[Math.ceilDiv(longest, PIECE)];
        forget();
    }

    /** Forgets what the array holds: the time jumped, or the range is another. */
    void forget() {
        Arrays.fill(holds, Long.MIN_VALUE);
        allHold = Long.MIN_VALUE;
    }

    /** An element fired that is so many places behind the first of the range. */
    void fired(int behind) {
        holds[behind / PIECE] = Long.MIN_VALUE;
        allHold = Long.MIN_VALUE;
    }

    /** Brings the array up to a tick at the places {@code from ≤ place < to}, the range of this thread. */
    void advance(long tick, int from, int to) {
        if (tick < allHold) {
            return;
        }
        allHold = Long.MAX_VALUE;
        for (int piece = 0; piece * PIECE < to - from; piece++) {
            if (tick >= holds[piece]) {
                int at = from + piece * PIECE;
                holds[piece] = write(at, Math.min(to, at + PIECE), tick);
            }
            allHold = Math.min(allHold, holds[piece]);
        }
    }

    /** Writes some places and returns the next tick at which a window there opens or closes by itself. */
    private long write(int from, int to, long tick) {
        long next = Long.MAX_VALUE;
        for (int at = from; at < to; at++) {
            int k = cells.arrangement.number(at);
            if (k >= 0) {
                precision.set(array, at, cells.spikes.isOpen(window, k, tick) ? 1 : 0);
                next = Math.min(next, cells.spikes.changesAt(window, k, tick));
            }
        }
        return next;
    }
}
