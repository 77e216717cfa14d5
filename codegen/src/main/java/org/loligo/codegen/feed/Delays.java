package org.loligo.codegen.feed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.loligo.codegen.Block;
import org.loligo.codegen.Feed;
import org.loligo.model.Values;

/**
 * How long after a spike something happens: a window opens or closes, in ticks, or the refractory time ends, in steps. Elements with the
 * same delays are of one class. On a uniform grid it is the same after each step, so that a device only adds.
 */
public final class Delays {
    /** What happens. */
    public enum What {
        /** The first tick at which a window is open. */
        OPENS,
        /** The last tick at which a window is open. */
        CLOSES,
        /** The first step in which an element may fire. */
        MAY_FIRE
    }

    private final Ticks ticks;
    private final What what;
    private final List<Pair> pairs;
    private final int[] classOf;
    private final boolean byInstance;

    private record Pair(double delay, double duration) {}

    private Delays(Ticks ticks, What what, Values delay, Values duration, int count, int instances) {
        this.ticks = ticks;
        this.what = what;
        byInstance = delay.byInstance() || duration.byInstance();
        boolean byElement = delay.byElement() || duration.byElement();
        Map<Pair, Integer> classes = new LinkedHashMap<>();
        if (!byInstance && !byElement || count == 0) {
            classes.put(count == 0 ? new Pair(0, 0) : new Pair(delay.at(0, 0), duration.at(0, 0)), 0);
            classOf = null;
        } else {
            classOf = new int[(byInstance ? instances : 1) * count];
            for (int k = 0; k < classOf.length; k++) {
                Pair pair = new Pair(delay.at(k / count, k % count), duration.at(k / count, k % count));
                classOf[k] = classes.computeIfAbsent(pair, _ -> classes.size());
            }
        }
        pairs = new ArrayList<>(classes.keySet());
    }

    /** When a window opens, or closes, after a spike. */
    public static Delays window(What what, Feed.Window window, int count, int instances, Ticks ticks) {
        return new Delays(ticks, what, window.delay(), window.duration(), count, instances);
    }

    /** When an element with level events may fire again. */
    public static Delays refractory(Block block, int instances, Ticks ticks) {
        Values refractory = block.firing().orElseThrow().refractory();
        return new Delays(ticks, What.MAY_FIRE, refractory, Values.uniform(0, block.count()), block.count(), instances);
    }

    /** How many classes there are. */
    public int classes() {
        return pairs.size();
    }

    /** The class of each element, {@code [instance][element]} or {@code [element]}; null when there is one. */
    public int[] classOf() {
        return classOf;
    }

    /** Whether {@link #classOf} has an axis of instances. */
    public boolean byInstance() {
        return byInstance;
    }

    /** The ticks or steps from the start of the given step, in which elements of the class fired, until it happens. */
    public long after(long step, int elementClass) {
        Pair p = pairs.get(elementClass);
        BigDecimal fired = ticks.grid().exactTime(step);
        BigDecimal delay = Drive.decimal(p.delay);
        return switch (what) {
            case OPENS -> ticks.opens(fired, delay) - step * ticks.perStep();
            case CLOSES -> ticks.closes(fired, delay, Drive.decimal(p.duration)) - step * ticks.perStep();
            case MAY_FIRE -> ticks.mayFire(fired, delay) - step;
        };
    }
}
