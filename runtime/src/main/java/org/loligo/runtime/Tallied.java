package org.loligo.runtime;

import java.math.BigInteger;
import java.util.Arrays;
import org.loligo.codegen.Tally;
import org.loligo.codegen.Tally.Register;
import org.loligo.model.Precision;
import org.loligo.model.Summary.SpikeStatistic;
import org.loligo.model.Summary.VariableStatistic;
import org.loligo.model.TimeGrid;

/**
 * The registers of a tally, and the statistics of some of its elements together. All that is added up over elements here is added in double
 * precision or exactly, in the order of the elements.
 */
final class Tallied {
    private final Tally tally;
    private final Object[] registers;
    private final Precision precision;
    private final TimeGrid time;
    /** The step before which the steps end that are tallied so far. */
    private final long until;

    /**
     * @param registers in the order of the tally's
     * @param precision of those that are reals
     * @param step      the step before which the run stands
     */
    Tallied(Tally tally, Object[] registers, Precision precision, TimeGrid time, long step) {
        this.tally = tally;
        this.registers = registers;
        this.precision = precision;
        this.time = time;
        until = Math.clamp(step, tally.from(), tally.to());
    }

    private long count(Register register, int element) {
        return ((long[]) registers[tally.registers().indexOf(register)])[element];
    }

    private double number(Register register, int element) {
        return precision.get(registers[tally.registers().indexOf(register)], element);
    }

    /** A statistic of the spikes of these elements; NaN where there is none. */
    double of(SpikeStatistic statistic, int[] elements) {
        return switch (statistic) {
            case COUNT -> spikes(elements);
            case RATE -> spikes(elements) / (elements.length * time.exactTime(until).subtract(time.exactTime(tally.from())).doubleValue())
                    * 1000;
            case FIRST -> Arrays.stream(elements).mapToLong(e -> count(Register.FIRST, e)).filter(n -> n >= 0).min().stream()
                    .mapToDouble(time::time).findAny().orElse(Double.NaN);
            case MEAN_ISI -> Arrays.stream(elements).filter(e -> count(Register.SPIKES, e) > 1).mapToDouble(this::span).sum()
                    / intervals(elements);
            case CV_ISI -> variation(elements);
        };
    }

    private long spikes(int[] elements) {
        return Arrays.stream(elements).mapToLong(e -> count(Register.SPIKES, e)).sum();
    }

    private long intervals(int[] elements) {
        return Arrays.stream(elements).mapToLong(e -> Math.max(0, count(Register.SPIKES, e) - 1)).sum();
    }

    /** The time from the first to the last spike. */
    private double span(int element) {
        return time.exactTime(count(Register.LAST, element)).subtract(time.exactTime(count(Register.FIRST, element))).doubleValue();
    }

    /** With n intervals, their sum S and that of their squares Q: √(Q/n − S²/n²)/(S/n) = √(nQ − S²)/S, in integers up to the root. */
    private double variation(int[] elements) {
        BigInteger n = BigInteger.valueOf(intervals(elements));
        if (n.compareTo(BigInteger.TWO) < 0) {
            return Double.NaN;
        }
        BigInteger sum = BigInteger.ZERO;
        BigInteger squares = BigInteger.ZERO;
        for (int e : elements) {
            if (count(Register.SPIKES, e) > 1) {
                sum = sum.add(BigInteger.valueOf(count(Register.LAST, e) - count(Register.FIRST, e)));
                squares = squares.add(BigInteger.valueOf(count(Register.INTERVALS, e)));
            }
        }
        return Math.sqrt(n.multiply(squares).subtract(sum.multiply(sum)).doubleValue()) / sum.doubleValue();
    }

    /** A statistic of the values of these elements; NaN before the first step. */
    double of(VariableStatistic statistic, int[] elements) {
        if (until == tally.from() || elements.length == 0) {
            return Double.NaN;
        }
        return switch (statistic) {
            case MEAN -> mean(elements);
            case MIN -> Arrays.stream(elements).mapToDouble(e -> number(Register.MIN, e)).min().orElseThrow();
            case MAX -> Arrays.stream(elements).mapToDouble(e -> number(Register.MAX, e)).max().orElseThrow();
            case VARIANCE -> variance(elements);
        };
    }

    /** A sum with what rounding took from it; infinite where it left the range of the precision. */
    private double sum(Register sum, Register rest, int element) {
        double total = number(sum, element) + number(rest, element);
        return Double.isNaN(total) ? Double.POSITIVE_INFINITY : total;
    }

    /** How far the mean of an element is from its shift. */
    private double offset(int element) {
        return sum(Register.SUM, Register.SUM_REST, element) / (until - tally.from());
    }

    private double mean(int element) {
        return number(Register.SHIFT, element) + offset(element);
    }

    private double mean(int[] elements) {
        return Arrays.stream(elements).mapToDouble(this::mean).sum() / elements.length;
    }

    /** The mean variance of the elements and the variance of their means (Chan, Golub and LeVeque, 1983). */
    private double variance(int[] elements) {
        double mean = mean(elements);
        if (Double.isInfinite(mean)) {
            return mean;
        }
        return Arrays.stream(elements).mapToDouble(e -> {
            double squares = sum(Register.SQUARES, Register.SQUARES_REST, e) / (until - tally.from());
            double within = Double.isInfinite(squares) ? squares : Math.max(0, squares - offset(e) * offset(e));
            return within + (mean(e) - mean) * (mean(e) - mean);
        }).sum() / elements.length;
    }
}
