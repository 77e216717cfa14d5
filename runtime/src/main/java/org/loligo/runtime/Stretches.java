package org.loligo.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The stretches of steps an engine has started and not finished, the oldest first. Every engine keeps its book here, so that all of them
 * refuse what {@link Engine} does not allow in the same way.
 */
public final class Stretches {
    /** The most that may be under way: one whose samples are read, and the next, which is computed meanwhile. */
    public static final int MOST = 2;

    private record Stretch(long from, long to) {}

    private final Deque<Stretch> underWay = new ArrayDeque<>(MOST);

    /**
     * Notes a stretch that is started.
     *
     * @param step where the state stands; the stretch begins there if nothing is under way, else where the last one ends
     * @param from its first step
     * @param to   the step before which it ends
     * @throws IllegalStateException when the stretch does not follow, or there are too many
     */
    public void start(long step, long from, long to) {
        long expected = underWay.isEmpty() ? step : underWay.getLast().to;
        if (from != expected || to < from) {
            throw new IllegalStateException("steps " + from + " to " + to + " do not follow on step " + expected);
        }
        if (underWay.size() == MOST) {
            throw new IllegalStateException(MOST + " stretches are started already, finish one first");
        }
        underWay.addLast(new Stretch(from, to));
    }

    /**
     * Notes that the oldest stretch is finished into a chunk.
     *
     * @throws IllegalStateException when there is none, or the chunk is that of other steps
     */
    public void finish(Chunk chunk) {
        Stretch oldest = underWay.peekFirst();
        if (oldest == null) {
            throw new IllegalStateException("nothing is started");
        }
        if (chunk.fromStep() != oldest.from || chunk.toStep() != oldest.to) {
            throw new IllegalStateException("the chunk is that of steps " + chunk.fromStep() + " to " + chunk.toStep()
                    + ", expected " + oldest.from + " to " + oldest.to);
        }
        underWay.removeFirst();
    }

    /**
     * Refuses to look at the state, or to change it, while it moves.
     *
     * @throws IllegalStateException when a stretch is started and not finished
     */
    public void requireNone() {
        if (!underWay.isEmpty()) {
            throw new IllegalStateException("steps up to " + underWay.getLast().to + " are started, finish them first");
        }
    }
}
