package org.loligo.model;

import java.math.BigDecimal;
import java.util.List;
import org.loligo.expr.Expr;
import org.loligo.expr.Trees;

/** What drives an input of some neurons of a population. Stimuli of the same input add up. */
public sealed interface Stimulus {
    /** The population. */
    String population();

    /** The input of its model. */
    String input();

    /** The neurons, or null for all. */
    int[] neurons();

    /** A stimulus that depends on time and neuron alone, not on the instance. */
    sealed interface TimeCourse extends Stimulus {}

    /**
     * A stimulus times a number that may differ between instances and neurons.
     *
     * @param of     the stimulus
     * @param factor what it is multiplied by; where neurons differ, a number for each that the stimulus lists
     */
    record Scaled(Stimulus of, Value factor) implements Stimulus {
        @Override
        public String population() {
            return of.population();
        }

        @Override
        public String input() {
            return of.input();
        }

        @Override
        public int[] neurons() {
            return of.neurons();
        }
    }

    /**
     * 1 while on, {@code start ≤ t < stop}, at times that may differ between instances and neurons; else 0.
     *
     * @param start when it goes on, ms; where neurons differ, a time for each that is listed
     * @param stop  when it goes off, ms
     */
    record TimedPulse(String population, String input, int[] neurons, Value start, Value stop) implements Stimulus {}

    /**
     * How many of some times have come.
     *
     * @param times the times, ms
     */
    record Staircase(String population, String input, int[] neurons, List<BigDecimal> times) implements TimeCourse {
        /** Keeps a copy. */
        public Staircase {
            times = List.copyOf(times);
        }
    }

    /** Constant while on: each pulse is on for {@code start ≤ t < stop}. */
    record Pulses(String population, String input, int[] neurons, List<Pulse> pulses) implements TimeCourse {
        /** Keeps a copy. */
        public Pulses {
            pulses = List.copyOf(pulses);
        }
    }

    /**
     * One pulse.
     *
     * @param start     when it goes on, ms
     * @param stop      when it goes off, ms
     * @param amplitude its value, in the unit of the input
     */
    record Pulse(BigDecimal start, BigDecimal stop, double amplitude) {
        /** @throws ModelException when it stops before it starts */
        public Pulse {
            if (stop.compareTo(start) < 0) {
                throw new ModelException("a pulse stops (" + stop.toPlainString() + " ms) before it starts (" + start.toPlainString()
                        + " ms)");
            }
        }
    }

    /**
     * Samples, each held until the next: sample {@code floor((t − start)/interval)}, exactly; the last one for ever.
     *
     * @param values   one row for all the neurons, or a row for each: {@code [neuron][sample]}
     * @param interval the time between samples, ms
     */
    record Samples(String population, String input, int[] neurons, double[][] values, BigDecimal interval) implements TimeCourse {
        /** @throws ModelException when there are no samples, the rows differ in length or the interval is not positive */
        public Samples {
            if (values.length == 0 || values[0].length == 0) {
                throw new ModelException("a sampled stimulus needs at least one sample");
            }
            for (double[] row : values) {
                if (row.length != values[0].length) {
                    throw new ModelException("the rows of a sampled stimulus must have the same number of samples, got "
                            + values[0].length + " and " + row.length);
                }
            }
            if (interval.signum() <= 0) {
                throw new ModelException("the interval of samples must be positive, got " + interval.toPlainString() + " ms");
            }
        }
    }

    /**
     * A function of time.
     *
     * @param value an expression in {@code t} (ms) alone
     */
    record Waveform(String population, String input, int[] neurons, Expr value) implements TimeCourse {
        /** @throws ModelException when the expression uses another name than t */
        public Waveform {
            for (String name : Trees.names(value)) {
                if (!name.equals("t")) {
                    throw new ModelException("the expression of a stimulus uses '" + name + "', expected only t");
                }
            }
        }
    }
}
