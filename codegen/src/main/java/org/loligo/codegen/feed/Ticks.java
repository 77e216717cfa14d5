package org.loligo.codegen.feed;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.loligo.codegen.Tableau;
import org.loligo.model.TimeGrid;

/**
 * Exact times of stages as integers: every step is divided into equal parts such that each stage of the tableau starts a part. Tick
 * {@code n·perStep + k} is the time {@code time(n) + k/perStep·(time(n+1) − time(n))}. Comparing ticks decides as exact arithmetic would.
 */
public final class Ticks {
    private static final BigDecimal FIRST = BigDecimal.valueOf(Long.MIN_VALUE / 4);
    private static final BigDecimal LAST = BigDecimal.valueOf(Long.MAX_VALUE / 4);

    /** Integers below are exact in double. */
    private static final long EXACT = 1L << 53;
    private static final BigDecimal MODEST = BigDecimal.valueOf(1000);

    private final TimeGrid grid;
    private final int perStep;
    private final int[] ofStage;
    /** On a uniform grid tick k is at (startNumerator + k·stepNumerator)/denominator, all exact in double for k below exactTicks. */
    private final long startNumerator;
    private final long stepNumerator;
    private final long denominator;
    private final long exactTicks;

    /** The ticks of a grid under a tableau. */
    public Ticks(TimeGrid grid, Tableau tableau) {
        this.grid = grid;
        this.perStep = tableau.ticks();
        this.ofStage = new int[tableau.stages()];
        if (grid instanceof TimeGrid.Uniform u && Math.max(u.start().scale(), u.step().scale()) <= 12
                && u.start().abs().compareTo(MODEST) < 0 && u.step().compareTo(MODEST) < 0) {
            int scale = Math.max(0, Math.max(u.start().scale(), u.step().scale()));
            startNumerator = u.start().setScale(scale).unscaledValue().multiply(BigInteger.valueOf(perStep)).longValue();
            stepNumerator = u.step().setScale(scale).unscaledValue().longValue();
            denominator = BigInteger.TEN.pow(scale).longValue() * perStep;
            exactTicks = (EXACT - Math.abs(startNumerator)) / stepNumerator;
        } else {
            startNumerator = 0;
            stepNumerator = 0;
            denominator = 1;
            exactTicks = 0;
        }
        for (int s = 0; s < ofStage.length; s++) {
            ofStage[s] = tableau.tick(s);
        }
    }

    /** The grid. */
    public TimeGrid grid() {
        return grid;
    }

    /** Ticks in a step. */
    public int perStep() {
        return perStep;
    }

    /** The tick of a stage. */
    public long tick(long step, int stage) {
        return step * perStep + ofStage[stage];
    }

    /** The time of a stage: the double nearest to the exact time. */
    public double time(long step, int stage) {
        long tick = tick(step, stage);
        if (tick < exactTicks) {
            // the quotient of two exact integers is rounded once
            return (double) (startNumerator + tick * stepNumerator) / denominator;
        }
        return grid.stageTime(step, (double) ofStage[stage] / perStep);
    }

    /** The first tick at or after an exact time; it may lie before 0 or after the end on a uniform grid. */
    public long firstAtOrAfter(BigDecimal time) {
        return switch (grid) {
            case TimeGrid.Uniform u -> position(u, time, RoundingMode.CEILING);
            case TimeGrid.Explicit e -> search(e, time, 0);
        };
    }

    /** The first tick after an exact time. */
    public long firstAfter(BigDecimal time) {
        return switch (grid) {
            case TimeGrid.Uniform u -> Math.addExact(position(u, time, RoundingMode.FLOOR), 1);
            case TimeGrid.Explicit e -> search(e, time, 1);
        };
    }

    /** The first tick at which a window is open that opens {@code delay} after a time, itself excluded. */
    long opens(BigDecimal time, BigDecimal delay) {
        return firstAfter(time.add(delay));
    }

    /** The last tick at which a window is open that closes {@code duration} after it opens. */
    long closes(BigDecimal time, BigDecimal delay, BigDecimal duration) {
        return firstAtOrAfter(time.add(delay).add(duration)) - 1;
    }

    /**
     * The first step in which an element may fire again that fired at a time: on a uniform grid round(refractory/dt) whole steps must have
     * passed; on any other, the time itself.
     */
    long mayFire(BigDecimal time, BigDecimal refractory) {
        if (grid instanceof TimeGrid.Uniform u) {
            BigDecimal whole = u.step().multiply(refractory.divide(u.step(), 0, RoundingMode.HALF_UP));
            return Math.ceilDiv(firstAtOrAfter(time.add(whole)), perStep);
        }
        return Math.ceilDiv(firstAtOrAfter(time.add(refractory)), perStep);
    }

    private long position(TimeGrid.Uniform u, BigDecimal time, RoundingMode mode) {
        BigDecimal tick = time.subtract(u.start()).multiply(BigDecimal.valueOf(perStep)).divide(u.step(), 0, mode);
        // people write 1e30 ms for "for ever": further away than any run, and far from overflow
        return tick.min(LAST).max(FIRST).longValue();
    }

    /** The first tick whose time compares with {@code time} as at least {@code least}. */
    private long search(TimeGrid.Explicit e, BigDecimal time, int least) {
        long low = 0;
        long high = e.steps() * perStep + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            long step = Math.min(middle / perStep, Math.max(0, e.steps() - 1));
            long part = middle - step * perStep;
            // perStep·time(tick) = perStep·t_n + part·(t_{n+1} − t_n), without a division
            BigDecimal from = e.exactTime(step);
            BigDecimal scaled = from.multiply(BigDecimal.valueOf(perStep));
            if (part > 0) {
                scaled = scaled.add(e.exactTime(step + 1).subtract(from).multiply(BigDecimal.valueOf(part)));
            }
            if (scaled.compareTo(time.multiply(BigDecimal.valueOf(perStep))) >= least) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** A function of ticks: how many whole intervals have passed since the start. */
    IntervalCount intervals(BigDecimal interval) {
        if (grid instanceof TimeGrid.Uniform u) {
            // tick·step/(perStep·interval) as a reduced fraction p/q
            int scale = Math.max(0, Math.max(u.step().scale(), interval.scale()));
            BigInteger p = u.step().setScale(scale).unscaledValue();
            BigInteger q = interval.setScale(scale).unscaledValue().multiply(BigInteger.valueOf(perStep));
            BigInteger common = p.gcd(q);
            BigInteger numerator = p.divide(common);
            BigInteger denominator = q.divide(common);
            if (numerator.bitLength() < 31 && denominator.bitLength() < 63) {
                long a = numerator.longValue();
                long b = denominator.longValue();
                return tick -> tick < 1L << 32 ? tick * a / b : exact(tick, numerator, denominator);
            }
            return tick -> exact(tick, numerator, denominator);
        }
        return tick -> {
            long step = Math.min(tick / perStep, Math.max(0, grid.steps() - 1));
            long part = tick - step * perStep;
            BigDecimal from = grid.exactTime(step);
            BigDecimal scaled = from.subtract(grid.exactTime(0)).multiply(BigDecimal.valueOf(perStep));
            if (part > 0) {
                scaled = scaled.add(grid.exactTime(step + 1).subtract(from).multiply(BigDecimal.valueOf(part)));
            }
            return scaled.divideToIntegralValue(interval.multiply(BigDecimal.valueOf(perStep))).longValue();
        };
    }

    private static long exact(long tick, BigInteger numerator, BigInteger denominator) {
        return BigInteger.valueOf(tick).multiply(numerator).divide(denominator).longValue();
    }

    /** How many whole intervals have passed at a tick. */
    interface IntervalCount {
        long at(long tick);
    }
}
