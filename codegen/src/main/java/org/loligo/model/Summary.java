package org.loligo.model;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is worked out of a run while it steps, so that a sweep need not keep every sample: statistics over the steps of a window and over
 * all neurons, or of each neuron by itself.
 */
public sealed interface Summary {

    /** What the names of its results begin with, or nothing: two summaries of the same over other windows need names of their own. */
    String name();

    /** The population or projection. */
    String owner();

    /** The steps it looks at. */
    Window window();

    /** Whether each neuron or synapse has results of its own. */
    boolean perElement();

    /**
     * Statistics of the spikes of a population. A spike counts if the step that fired it lies in the window.
     *
     * @param of what is asked for, at least one
     */
    record OfSpikes(String name, String owner, Window window, boolean perElement, List<SpikeStatistic> of) implements Summary {
        /** Keeps a copy. */
        public OfSpikes {
            of = List.copyOf(of);
            requireSome(owner, of);
        }
    }

    /**
     * Statistics of a state. The values are those at the start of each step of the window, so that of the end of the run is not among them.
     *
     * @param variable a state of the model
     * @param of       what is asked for, at least one
     */
    record OfVariable(String name, String owner, String variable, Window window, boolean perElement, List<VariableStatistic> of)
            implements Summary {
        /** Keeps a copy. */
        public OfVariable {
            of = List.copyOf(of);
            requireSome(owner, of);
        }
    }

    private static void requireSome(String owner, List<?> of) {
        if (of.isEmpty()) {
            throw new ModelException("the summary of '" + owner + "' asks for nothing");
        }
        if (of.stream().distinct().count() < of.size()) {
            throw new ModelException("the summary of '" + owner + "' asks for the same twice");
        }
    }

    /**
     * The steps {@code from ≤ n < to}.
     *
     * @param from the first step
     * @param to   the step before which it ends; {@code Long.MAX_VALUE} is the end of the run
     */
    record Window(long from, long to) {
        /** The whole run, however long. */
        public static final Window WHOLE = new Window(0, Long.MAX_VALUE);

        /** @throws ModelException when it holds no step */
        public Window {
            if (from < 0 || to <= from) {
                throw new ModelException("the window of a summary goes from step " + from + " to before step " + to
                        + ", expected at least one step, from 0 on");
            }
        }

        /**
         * The steps whose times t_n lie in {@code from ≤ t_n < to}.
         *
         * @param from ms, no earlier than the start of the run
         * @param to   ms, no later than its end
         * @throws ModelException when there are none, or a time lies outside the run or, on a uniform grid, between two steps
         */
        public static Window between(TimeGrid grid, BigDecimal from, BigDecimal to) {
            BigDecimal start = grid.exactTime(0);
            BigDecimal stop = grid.exactTime(grid.steps());
            for (BigDecimal edge : List.of(from, to)) {
                if (edge.compareTo(start) < 0 || edge.compareTo(stop) > 0) {
                    throw new ModelException("the window of a summary must lie in the run, " + plain(start) + " to " + plain(stop)
                            + " ms, got " + plain(edge));
                }
            }
            long first = grid.firstStepFrom(from);
            long end = grid.firstStepFrom(to);
            if (end <= first) {
                throw new ModelException("the window of a summary from " + plain(from) + " to " + plain(to)
                        + " ms holds no step, expected at least one");
            }
            return new Window(first, end);
        }

        private static String plain(BigDecimal number) {
            return number.stripTrailingZeros().toPlainString();
        }

        /** This window in a run of so many steps. */
        public Window in(long steps) {
            if (to == Long.MAX_VALUE ? from >= steps : to > steps) {
                throw new ModelException("the window of a summary goes from step " + from + " to before step "
                        + (to == Long.MAX_VALUE ? "the last" : to) + ", but the run has " + steps + " steps");
            }
            return new Window(from, Math.min(to, steps));
        }

        /** The number of steps. */
        public long steps() {
            return to - from;
        }
    }

    /** A number that says something about many. */
    sealed interface Statistic {
        /** Its name in files and their columns. */
        String text();
    }

    /** A statistic of spikes. Intervals are those between two spikes of one neuron, pooled over the neurons. */
    enum SpikeStatistic implements Statistic {
        /** How many spikes. */
        COUNT,
        /** Spikes per neuron and second, Hz. */
        RATE,
        /** The time of the first spike, ms; none without spikes. */
        FIRST,
        /** The mean interval between spikes, ms; none without intervals. */
        MEAN_ISI,
        /** The standard deviation of the intervals over their mean; none with fewer than two intervals. Needs a uniform grid. */
        CV_ISI;

        @Override
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The names of all. */
        public static List<String> names() {
            return Arrays.stream(values()).map(SpikeStatistic::text).toList();
        }
    }

    /** A statistic of a state, over all steps of the window and all elements. */
    enum VariableStatistic implements Statistic {
        /** The mean. */
        MEAN,
        /** The smallest value. */
        MIN,
        /** The largest value. */
        MAX,
        /** The mean of the squared differences from the mean. */
        VARIANCE;

        @Override
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The names of all. */
        public static List<String> names() {
            return Arrays.stream(values()).map(VariableStatistic::text).toList();
        }
    }
}
