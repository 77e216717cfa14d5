package org.loligo.runtime;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.StepProgram.Location;
import org.loligo.codegen.Tally;
import org.loligo.codegen.Tally.Register;
import org.loligo.model.ModelException;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Summary;
import org.loligo.model.Summary.SpikeStatistic;
import org.loligo.model.Summary.VariableStatistic;
import org.loligo.model.TimeGrid;
import org.loligo.model.Unit;

/** What an experiment summarises, in terms of its program: the tallies to keep while stepping, and what is made of them at the end. */
final class SummaryPlan {
    /** The squared interval of more steps might leave the range of a long. */
    private static final long MOST_STEPS_OF_AN_INTERVAL = 3_000_000_000L;

    private final StepProgram program;
    private final Variables variables;
    private final List<Asked> asked = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();

    /** A statistic, the index of its tally, and where its elements are. */
    private record Asked(SummarySeries series, int tally, Location location) {}

    /** @throws ModelException when a summary asks for what there is not */
    SummaryPlan(Experiment experiment, StepProgram program) {
        this.program = program;
        variables = new Variables("summarise", experiment.network(), program);
        Set<String> columns = new HashSet<>();
        for (Summary summary : experiment.summaries()) {
            switch (summary) {
                case Summary.OfSpikes s -> spikes(s);
                case Summary.OfVariable v -> variable(v);
            }
        }
        for (Asked a : asked) {
            if (!columns.add(a.series.column())) {
                throw new ModelException("summarise: two summaries would both be '" + a.series.column()
                        + "'; give one of them a name of its own");
            }
        }
    }

    /** What is worked out. */
    List<SummarySeries> series() {
        return asked.stream().map(Asked::series).toList();
    }

    /** What is kept for that. */
    List<Tally> tallies() {
        return tallies;
    }

    private void spikes(Summary.OfSpikes summary) {
        Population population = variables.firing(summary.owner());
        Summary.Window window = summary.window().in(program.time().steps());
        Location location = new Location(population.name(), "", null);
        for (SpikeStatistic statistic : summary.of()) {
            if (statistic == SpikeStatistic.CV_ISI && !(program.time() instanceof TimeGrid.Uniform)) {
                throw new ModelException("summarise: cv_isi of '" + population.name() + "' needs steps of equal length, but the times are a"
                        + " grid; record the spikes instead");
            }
            if (statistic == SpikeStatistic.CV_ISI && window.steps() > MOST_STEPS_OF_AN_INTERVAL) {
                throw new ModelException("summarise: cv_isi of '" + population.name() + "' can look at " + MOST_STEPS_OF_AN_INTERVAL
                        + " steps at most, got a window of " + window.steps());
            }
            String unit = switch (statistic) {
                case COUNT, CV_ISI -> Unit.ONE.toString();
                case RATE -> "Hz";
                case FIRST, MEAN_ISI -> Unit.MILLISECOND.toString();
            };
            Set<Register> registers = switch (statistic) {
                case COUNT, RATE -> EnumSet.of(Register.SPIKES);
                case FIRST -> EnumSet.of(Register.SPIKES, Register.FIRST);
                case MEAN_ISI -> EnumSet.of(Register.SPIKES, Register.FIRST, Register.LAST);
                case CV_ISI -> EnumSet.of(Register.SPIKES, Register.FIRST, Register.LAST, Register.INTERVALS);
            };
            ask(summary, statistic, unit, Series.Element.NEURON, location, window, registers);
        }
    }

    private void variable(Summary.OfVariable summary) {
        Location location = variables.location(summary.owner(), summary.variable());
        if (location.state().equals(Population.LAST_SPIKE)) {
            throw new ModelException("summarise: last_spike of '" + summary.owner() + "' is a time, expected a state; spikes have"
                    + " statistics of their own");
        }
        Summary.Window window = summary.window().in(program.time().steps());
        Unit unit = variables.unit(summary.owner(), summary.variable());
        for (VariableStatistic statistic : summary.of()) {
            Set<Register> registers = switch (statistic) {
                case MEAN -> EnumSet.of(Register.SHIFT, Register.SUM, Register.SUM_REST);
                case VARIANCE -> EnumSet.range(Register.SHIFT, Register.SQUARES_REST);
                case MIN -> EnumSet.of(Register.MIN);
                case MAX -> EnumSet.of(Register.MAX);
            };
            ask(summary, statistic, (statistic == VariableStatistic.VARIANCE && !unit.isOne() ? unit.pow(2) : unit).toString(),
                    variables.element(summary.owner(), summary.variable()), location, window, registers);
        }
    }

    private void ask(Summary summary, Summary.Statistic statistic, String unit, Series.Element element, Location location,
            Summary.Window window, Set<Register> registers) {
        int block = program.blockIndex(location.block());
        int state = location.state().isEmpty() ? -1 : program.blocks().get(block).stateIndex(location.state());
        Tally wanted = new Tally(block, state, window.from(), window.to(), List.copyOf(registers));
        int index = 0;
        while (index < tallies.size() && !tallies.get(index).isLike(wanted)) {
            index++;
        }
        if (index == tallies.size()) {
            tallies.add(wanted);
        } else {
            tallies.set(index, tallies.get(index).with(registers));
        }
        SummarySeries series = new SummarySeries(summary, statistic, unit,
                summary.perElement() ? Optional.of(element) : Optional.empty(), summary.perElement() ? variables.count(location) : 1);
        asked.add(new Asked(series, index, location));
    }

    /** The states are finite, but what is added up of them may leave the range of a float. NaN is what has no values yet. */
    private static double requireFinite(double value, SummarySeries series, Precision precision) {
        if (Double.isInfinite(value)) {
            throw new NonFiniteException("summarise: '" + series.column() + "' left the range of " + precision
                    + "; a shorter window, other units or float64 may help");
        }
        return value;
    }

    /**
     * What a state says about the steps of each window that were taken.
     *
     * @throws NonFiniteException when a sum left the range of the precision
     */
    List<SummaryValues> values(NetworkState state) {
        return asked.stream().map(a -> new SummaryValues(a.series, values(a, state))).toList();
    }

    private double[] values(Asked a, NetworkState state) {
        Tallied tallied = new Tallied(tallies.get(a.tally), state.tallies().get(a.tally), state.precision(), program.time(), state.step());
        int elements = variables.count(a.location);
        int blockCount = program.block(a.location.block()).count();
        double[] values = new double[program.instances() * a.series.count()];
        for (int k = 0; k < values.length; k++) {
            int first = a.series.element().isPresent() ? k % a.series.count() : 0;
            int last = a.series.element().isPresent() ? first + 1 : elements;
            int[] members = new int[last - first];
            for (int i = first; i < last; i++) {
                members[i - first] = k / a.series.count() * blockCount + (a.location.index() == null ? i : a.location.index()[i]);
            }
            values[k] = switch (a.series.statistic()) {
                case SpikeStatistic s -> tallied.of(s, members);
                case VariableStatistic v -> requireFinite(tallied.of(v, members), a.series, state.precision());
            };
        }
        return values;
    }
}
