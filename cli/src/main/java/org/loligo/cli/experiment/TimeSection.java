package org.loligo.cli.experiment;

import java.math.BigDecimal;
import org.loligo.io.NpyArray;
import org.loligo.model.TimeGrid;
import org.loligo.model.Unit;

/** The section {@code time}, and durations counted in its steps. */
final class TimeSection {
    private TimeSection() {}

    /** Reads the section. */
    static TimeGrid read(Tree node, Inputs inputs) {
        Section section = Section.of(node, "the time", "start", "stop", "step", "grid");
        if (section.has("grid")) {
            for (String other : java.util.List.of("start", "stop", "step")) {
                if (section.has(other)) {
                    throw section.require(other, "").refuse("a grid gives all the times, so '" + other + "' cannot stand beside it");
                }
            }
            Tree file = section.require("grid", "a .npy file of times");
            NpyArray times = inputs.array(file, "a .npy file of increasing times with one dimension", 1);
            return InputException.at(file, () -> new TimeGrid.Explicit(times.values()));
        }
        BigDecimal start = section.get("start").map(TimeSection::time).orElse(BigDecimal.ZERO);
        Tree stopNode = section.require("stop", "the time at which the run ends, in ms");
        Tree stepNode = section.require("step", "the length of a step in ms");
        BigDecimal stop = time(stopNode);
        BigDecimal step = time(stepNode);
        if (step.signum() <= 0) {
            throw stepNode.expected("the length of a step, more than 0");
        }
        return InputException.at(stopNode, () -> {
            try {
                return new TimeGrid.Uniform(start, stop, step);
            } catch (ArithmeticException e) {
                throw stepNode.refuse("the run has more steps than can be counted");
            }
        });
    }

    /** A time in ms. */
    static BigDecimal time(Tree node) {
        return Quantity.exact(node, Unit.MILLISECOND, "a time");
    }

    /** How many steps lie between two samples: whole steps of a uniform grid, or on other grids the number itself. */
    static long every(Tree node, TimeGrid grid) {
        if (grid instanceof TimeGrid.Uniform uniform) {
            BigDecimal interval = time(node);
            if (interval.signum() <= 0) {
                throw node.expected("the time between two samples, more than 0");
            }
            BigDecimal fits = nearest(interval, uniform.step()).max(uniform.step());
            if (fits.compareTo(interval) != 0) {
                throw node.refuse("must be a whole number of steps of " + plain(uniform.step()) + " ms, got " + plain(interval)
                        + "; the nearest that fits is " + plain(fits));
            }
            // an interval beyond all that can be counted is beyond the end of any run, too
            return interval.divideToIntegralValue(uniform.step()).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
        }
        return node.integer("the number of steps between two samples (the times are a grid)", 1, Long.MAX_VALUE);
    }

    /** A time at which something switches: on a uniform grid it must be the start of a step. */
    static BigDecimal edge(Tree node, TimeGrid grid) {
        BigDecimal time = time(node);
        if (nearestEdge(time, grid).compareTo(time) != 0) {
            throw node.refuse(noEdge(time, grid));
        }
        return time;
    }

    /** The time nearest to one at which something may switch: on a uniform grid the start of a step. */
    static BigDecimal nearestEdge(BigDecimal time, TimeGrid grid) {
        return grid instanceof TimeGrid.Uniform uniform
                ? uniform.start().add(nearest(time.subtract(uniform.start()), uniform.step())) : time;
    }

    /** Why nothing may switch at a time. */
    static String noEdge(BigDecimal time, TimeGrid grid) {
        TimeGrid.Uniform uniform = (TimeGrid.Uniform) grid;
        return "must be a whole number of steps of " + plain(uniform.step()) + " ms from the start at " + plain(uniform.start())
                + " ms, got " + plain(time) + "; the nearest that fits is " + plain(nearestEdge(time, grid));
    }

    private static BigDecimal nearest(BigDecimal duration, BigDecimal step) {
        BigDecimal[] parts = duration.divideAndRemainder(step);
        BigDecimal rest = parts[1].abs();
        int up = rest.compareTo(step.subtract(rest)) > 0 ? duration.signum() : 0;
        return step.multiply(parts[0].add(BigDecimal.valueOf(up)));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
