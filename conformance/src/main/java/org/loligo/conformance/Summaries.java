package org.loligo.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.loligo.codegen.Tableau;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.Summary;
import org.loligo.model.Summary.SpikeStatistic;
import org.loligo.model.Summary.VariableStatistic;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.Progress;
import org.loligo.runtime.RunReport;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.SpikeSeries;
import org.loligo.runtime.SummarySeries;
import org.loligo.runtime.SummaryValues;
import org.loligo.runtime.Traces;

/**
 * What is summarised while stepping against the same statistics of what the same run recorded at every step, which are worked out here
 * without rounding. Counts, extremes and the times of spikes must be the same; means and variances may differ by what the differences and
 * squares they are sums of were rounded, and by nothing that grows with their number.
 *
 * @param candidate what is checked
 * @param networks  which networks it can run
 * @param steps     how many steps
 */
public record Summaries(Candidate candidate, RandomNetworks networks, int steps) {
    /** Over some hundred steps. */
    public Summaries(Candidate candidate, RandomNetworks networks) {
        this(candidate, networks, 130);
    }

    /** Checks the network with this number, in all precisions of the device. */
    public void check(long seed) {
        for (Precision precision : Precision.values()) {
            if (candidate.device().supports(precision)) {
                RandomNetwork network = networks.draw(seed, precision);
                check(new RandomNetwork(recordingAll(network.experiment()), network.passes()), seed);
            }
        }
    }

    private void check(RandomNetwork network, long seed) {
        try (Trial trial = new Trial(candidate, network, steps)) {
            NetworkState start = trial.start();
            Recorded recorded = new Recorded(trial.layout(), start.step());
            Random random = new Random(seed);
            for (int left = steps; left > 0;) {
                int length = Math.min(left, 1 + random.nextInt(steps));
                trial.advance(start.step() + steps - left, length, recorded);
                left -= length;
            }
            Kept kept = new Kept(recorded.traces(), variable -> new Snapshot(trial.program(), start).all(variable), start.step(),
                    trial.layout().time(), start.step() + steps);
            trial.summaries(trial.state()).forEach(s -> compare(s, kept, network.experiment().precision(),
                    network.experiment().instances(), trial.what));
        }
    }

    /** The experiment with everything recorded at every step. */
    private static Experiment recordingAll(Experiment e) {
        List<Recording> all = new ArrayList<>();
        for (Population p : e.network().populations()) {
            p.model().states().forEach(s -> all.add(new Recording.Variables(p.name(), List.of(s.name()), null, 1)));
            if (p.model().event().isPresent()) {
                all.add(new Recording.SpikesOf(p.name()));
            }
        }
        for (Projection p : e.network().projections()) {
            p.model().states().forEach(s -> all.add(new Recording.Variables(p.name(), List.of(s.name()), null, 1)));
        }
        return new Experiment(e.name(), e.network(), e.time(), e.integrator(), e.precision(), e.seed(), e.instances(), all, e.summaries());
    }

    private record Spike(int instance, long step, int neuron) {}

    /**
     * What a run kept.
     *
     * @param start the values of a variable before the first step
     * @param first the first step
     * @param until the step before which the last one was
     */
    private record Kept(Traces traces, Function<String, double[]> start, long first, TimeGrid time, long until) {
        /** The spikes of a population in the order they came. */
        List<Spike> spikes(String population) {
            Map<Double, Long> steps = new HashMap<>();
            for (long n = first; n < until; n++) {
                steps.put(time.time(n), n);
            }
            return Arrays.stream(traces.spikes(population)).map(x -> new Spike((int) x[0], steps.get(x[1]), (int) x[2])).toList();
        }

        /** The values at the start of a step. */
        double[] at(String variable, long step) {
            return step == first ? start.apply(variable) : traces.values(variable)[(int) (step - first) - (first == 0 ? 0 : 1)];
        }
    }

    private static void compare(SummaryValues found, Kept kept, Precision precision, int instances, String what) {
        SummarySeries series = found.series();
        Summary.Window window = series.summary().window();
        long end = Math.clamp(kept.until, window.from(), window.to());
        Require.equal(series.count() * instances, found.values().length, () -> what + ": the values of " + series.column());
        for (int k = 0; k < found.values().length; k++) {
            int value = k;
            int instance = k / series.count();
            int element = series.element().isPresent() ? k % series.count() : -1;
            String place = what + ": " + series.column() + "[" + k + "] in steps " + window;
            switch (series.statistic()) {
                case SpikeStatistic s -> {
                    List<Spike> spikes = kept.spikes(series.summary().owner()).stream().filter(x -> x.instance == instance
                            && (element < 0 || x.neuron == element) && x.step >= window.from() && x.step < end).toList();
                    int neurons = element >= 0 ? 1 : neurons(kept, series.summary().owner());
                    double expected = of(s, spikes, neurons, kept.time, window.from(), end);
                    boolean exactly = s == SpikeStatistic.COUNT || s == SpikeStatistic.FIRST;
                    double actual = found.values()[k];
                    Require.that(Double.isNaN(expected) ? Double.isNaN(actual)
                            : Math.abs(actual - expected) <= (exactly ? 0 : 1e-9 * (1 + expected)),
                            () -> place + " is " + actual + ", the recorded spikes say " + expected);
                }
                case VariableStatistic v -> {
                    Summary.OfVariable summary = (Summary.OfVariable) series.summary();
                    List<Double> values = new ArrayList<>();
                    for (long n = window.from(); n < end; n++) {
                        double[] all = kept.at(summary.owner() + "." + summary.variable(), n);
                        int count = all.length / instances;
                        for (int i = 0; i < count; i++) {
                            if (element < 0 || i == element) {
                                values.add(all[instance * count + i]);
                            }
                        }
                    }
                    compare(v, values, found.values()[value], precision, place);
                }
            }
        }
    }

    private static int neurons(Kept kept, String population) {
        return kept.traces.layout().spikes().stream().filter(s -> s.population().equals(population)).map(SpikeSeries::neurons)
                .findFirst().orElseThrow();
    }

    /** A statistic of spikes in the order they came. */
    private static double of(SpikeStatistic statistic, List<Spike> spikes, int neurons, TimeGrid time, long from, long to) {
        List<Double> intervals = new ArrayList<>();
        Map<Integer, Long> last = new HashMap<>();
        for (Spike s : spikes) {
            Long before = last.put(s.neuron, s.step);
            if (before != null) {
                intervals.add(between(time, before, s.step));
            }
        }
        double mean = intervals.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
        return switch (statistic) {
            case COUNT -> spikes.size();
            case RATE -> 1000 * spikes.size() / (neurons * between(time, from, to));
            case FIRST -> spikes.isEmpty() ? Double.NaN : time.time(spikes.getFirst().step);
            case MEAN_ISI -> mean;
            case CV_ISI -> intervals.size() < 2 ? Double.NaN
                    : Math.sqrt(intervals.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow()) / mean;
        };
    }

    private static double between(TimeGrid time, long from, long to) {
        return time.exactTime(to).subtract(time.exactTime(from)).doubleValue();
    }

    private static void compare(VariableStatistic statistic, List<Double> values, double found, Precision precision, String place) {
        if (values.isEmpty()) {
            Require.that(Double.isNaN(found), () -> place + " is " + found + ", expected none");
            return;
        }
        if (values.stream().anyMatch(x -> !Double.isFinite(x))) {
            return;
        }
        BigDecimal n = BigDecimal.valueOf(values.size());
        BigDecimal mean = values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(n, MathContext.DECIMAL128);
        double least = values.stream().mapToDouble(x -> x).min().orElseThrow();
        double most = values.stream().mapToDouble(x -> x).max().orElseThrow();
        // the shift is one of the values: no difference is larger than this
        double range = most - least;
        double u = precision.roundoff();
        // what is computed in double after the sums are known
        double host = values.size() * Precision.FLOAT64.roundoff();
        double size = Math.max(Math.abs(least), Math.abs(most));
        switch (statistic) {
            case MIN -> Require.equal(least, found, () -> place);
            case MAX -> Require.equal(most, found, () -> place);
            case MEAN -> Require.near(mean.doubleValue(), found, 2 * u * range + host * size, () -> place);
            case VARIANCE -> {
                BigDecimal squares = values.stream().map(x -> new BigDecimal(x).subtract(mean).pow(2))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                Require.near(squares.divide(n, MathContext.DECIMAL128).doubleValue(), found,
                        8 * u * range * range + host * (size * size + range * range), () -> place);
            }
        }
    }

    /** The mean of a million values in single precision is as good as if it had been taken in double. */
    public void aMillionSteps() {
        var m = NeuronModel.define("swing").dimensionless();
        var x = m.state("x", "1", 1, "");
        var y = m.state("y", "1", 0, "");
        var f = m.parameter("f", "1", 1, "");
        NeuronModel swing = m.derivative(x, y.times(f)).derivative(y, f.times(-1).times(x.minus(-70))).build();
        Population cells = new Population("P", swing, 3, Map.of("f", Value.each(1, 1.5, 0.25)), Map.of("x", Value.of(-40)));
        long steps = 1_000_000;
        TimeGrid time = new TimeGrid.Uniform(BigDecimal.ZERO, new BigDecimal("10000"), new BigDecimal("0.01"));
        List<Summary> asked = List.of(new Summary.OfVariable("", "P", "x", Summary.Window.WHOLE, true,
                List.of(VariableStatistic.MEAN, VariableStatistic.VARIANCE)));
        Experiment experiment = new Experiment("long", new Network(List.of(cells), List.of(), List.of()), time, Tableau.MIDPOINT,
                Precision.FLOAT32, 1, 1, List.of(new Recording.Variables("P", List.of("x"), null, 1)), asked);
        Traces traces = new Traces();
        try (Simulation simulation = candidate.prepare(experiment)) {
            RunReport report = simulation.run(List.of(traces), Progress.NONE);
            double[][] values = traces.values("P.x");
            for (int i = 0; i < 3; i++) {
                double sum = 0;
                double squares = 0;
                for (int n = 0; n < steps; n++) {
                    sum += values[n][i];
                }
                for (int n = 0; n < steps; n++) {
                    squares += (values[n][i] - sum / steps) * (values[n][i] - sum / steps);
                }
                double mean = sum / steps;
                Require.near(mean, report.summaries().get(0).values()[i], 1e-6 * Math.abs(mean), () -> "the mean of a million steps");
                Require.near(squares / steps, report.summaries().get(1).values()[i], 1e-5 * squares / steps,
                        () -> "the variance of a million steps");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
