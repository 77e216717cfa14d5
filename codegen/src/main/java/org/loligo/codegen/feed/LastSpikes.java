package org.loligo.codegen.feed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.loligo.codegen.Block;
import org.loligo.codegen.Feed;
import org.loligo.model.Values;

/**
 * The memory of spikes of one block, for all its instances: the last spike of each element as a step index, the windows it opened as
 * ticks, and the first step in which the element may fire again. Elements are numbered {@code instance·count + element}.
 */
public final class LastSpikes {
    private final Ticks ticks;
    private final int count;
    private final Block.Firing firing;
    private final double[] before;
    private final long[] step;
    private final long[] mayFireFrom;
    private final List<Windows> windows = new ArrayList<>();

    /** The open windows of one feed: element k's is open at ticks {@code from[k] ≤ tick ≤ to[k]}. */
    private record Windows(Feed.Window feed, long[] from, long[] to) {}

    /** The memory at the start of a run. */
    public LastSpikes(Block block, int instances, Ticks ticks) {
        this.ticks = ticks;
        this.count = block.count();
        this.firing = block.firing().orElseThrow();
        int n = Math.multiplyExact(instances, count);
        before = new double[n];
        step = new long[n];
        mayFireFrom = new long[n];
        Arrays.fill(step, -1);
        for (Feed f : block.feeds()) {
            if (f instanceof Feed.Window w) {
                windows.add(new Windows(w, new long[n], new long[n]));
            }
        }
        for (int k = 0; k < n; k++) {
            before[k] = firing.lastSpike().at(k / count, k % count);
            rememberStart(k);
        }
    }

    private void rememberStart(int k) {
        if (before[k] != Double.NEGATIVE_INFINITY) {
            remember(k, Drive.decimal(before[k]));
            return;
        }
        mayFireFrom[k] = Long.MIN_VALUE;
        for (Windows w : windows) {
            w.from[k] = 1;
            w.to[k] = 0;
        }
    }

    private void remember(int k, BigDecimal time) {
        if (firing.level()) {
            mayFireFrom[k] = ticks.mayFire(time, at(firing.refractory(), k));
        }
        for (Windows w : windows) {
            w.from[k] = ticks.opens(time, at(w.feed.delay(), k));
            w.to[k] = ticks.closes(time, at(w.feed.delay(), k), at(w.feed.duration(), k));
        }
    }

    private BigDecimal at(Values values, int k) {
        return Drive.decimal(values.at(k / count, k % count));
    }

    /** Whether an element's refractory time is over in a step. */
    public boolean mayFire(int k, long atStep) {
        return atStep >= mayFireFrom[k];
    }

    /** Remembers that element k fired in a step. */
    public void fire(int k, long atStep) {
        step[k] = atStep;
        remember(k, ticks.grid().exactTime(atStep));
    }

    /** The time of the last spike of element k in ms, −∞ if there was none. */
    public double time(int k) {
        return step[k] < 0 ? before[k] : ticks.grid().time(step[k]);
    }

    /** The step of the last spike of element k in this run, or −1. */
    public long step(int k) {
        return step[k];
    }

    /** How many window feeds the block has, in the order of its feeds. */
    public int windows() {
        return windows.size();
    }

    /** Whether element k's window is open at a tick. */
    public boolean isOpen(int window, int k, long tick) {
        Windows w = windows.get(window);
        return w.from[k] <= tick && tick <= w.to[k];
    }

    /** The first tick at which element k's window is open. */
    public long opens(int window, int k) {
        return windows.get(window).from[k];
    }

    /** The last tick at which element k's window is open; before {@link #opens} if it is not. */
    public long closes(int window, int k) {
        return windows.get(window).to[k];
    }

    /** The first step in which element k may fire. */
    public long mayFireFrom(int k) {
        return mayFireFrom[k];
    }

    /**
     * The next tick after {@code tick} at which element k's window opens or closes, if it does not fire before; the largest long if none.
     */
    public long changesAt(int window, int k, long tick) {
        Windows w = windows.get(window);
        return tick > w.to[k] || w.from[k] > w.to[k] ? Long.MAX_VALUE : tick < w.from[k] ? w.from[k] : w.to[k] + 1;
    }

    /** The steps of the last spikes, for a snapshot; −1 where there was none in this run. */
    public long[] snapshot() {
        return step.clone();
    }

    /** Takes back the memory of a snapshot. */
    public void restore(long[] snapshot) {
        for (int k = 0; k < snapshot.length; k++) {
            step[k] = snapshot[k];
            if (step[k] >= 0) {
                remember(k, ticks.grid().exactTime(step[k]));
            } else {
                rememberStart(k);
            }
        }
    }
}
