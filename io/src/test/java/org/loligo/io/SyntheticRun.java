package org.loligo.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.loligo.model.Precision;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.FinalState;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Series;
import org.loligo.runtime.Sink;
import org.loligo.runtime.SpikeSeries;

/** A run that nobody computed: every sample and spike is a function of its place, so that what comes back can be checked. */
record SyntheticRun(RunLayout layout, int spikeEvery) {

    /** Two populations and a projection, series of three intervals and of subsets, spikes. */
    static SyntheticRun small(Precision precision, int instances, int steps) {
        List<Series> series = List.of(
                series("X", "V", "mV", Series.Element.NEURON, IntStream.range(0, 11).toArray(), 10, steps, precision),
                series("X", "m", "", Series.Element.NEURON, new int[] {2, 0, 5}, 10, steps, precision),
                series("X", "h", "", Series.Element.NEURON, IntStream.range(0, 11).toArray(), 25, steps, precision),
                series("X", "last_spike", "ms", Series.Element.NEURON, IntStream.range(0, 11).toArray(), 10, steps, Precision.FLOAT64),
                series("ach", "O", "", Series.Element.SYNAPSE, IntStream.range(0, 7).toArray(), 100, steps, precision),
                series("ach", "g", "uS", Series.Element.NEURON, new int[] {1, 3}, 100, steps, precision));
        return of(precision, instances, steps, series, List.of(new SpikeSeries("X", 11), new SpikeSeries("quiet", 0)), 37);
    }

    /** One population and its V, for sizes. */
    static SyntheticRun large(Precision precision, int instances, int neurons, int steps) {
        return of(precision, instances, steps, List.of(series("X", "V", "mV", Series.Element.NEURON, IntStream.range(0, neurons).toArray(),
                1, steps, precision)), List.of(new SpikeSeries("X", neurons)), 1009);
    }

    static SyntheticRun of(Precision precision, int instances, int steps, List<Series> series, List<SpikeSeries> spikes, int spikeEvery) {
        BigDecimal step = new BigDecimal("0.01");
        TimeGrid time = new TimeGrid.Uniform(BigDecimal.ZERO, step.multiply(BigDecimal.valueOf(steps)), step);
        return new SyntheticRun(new RunLayout("synthetic run", time, instances, precision, series, spikes,
                Map.of("backend", "none", "program_hash", "\"0\"\n", "α", "β")), spikeEvery);
    }

    static Series series(String owner, String name, String unit, Series.Element element, int[] elements, long every, long steps,
            Precision type) {
        boolean neurons = element == Series.Element.NEURON;
        return new Series(owner, name, unit, element, elements, "X", neurons ? elements : postsynaptic(elements), every,
                steps / every + 1, type);
    }

    /** Three synapses a neuron. */
    private static int[] postsynaptic(int[] synapses) {
        return IntStream.of(synapses).map(k -> k / 3).toArray();
    }

    /** The value of an element of series s, in the series' precision. */
    double value(int s, int instance, long sample, int element) {
        Series series = layout.series().get(s);
        long noise = mix(s, instance, sample, element);
        double value = switch (series.variable()) {
            case "V" -> -65 + 30 * Math.sin(0.1 * sample + element + 0.5 * instance);
            case "last_spike" -> noise % 3 == 0 ? Double.NEGATIVE_INFINITY : (noise >>> 40) * 0.01;
            default -> (noise >>> 11) * 0x1p-53;
        };
        return series.type().round(value);
    }

    private static long mix(long a, long b, long c, long d) {
        long z = ((a * 31 + b) * 1_000_003 + c) * 1_000_003 + d + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    private boolean fires(int instance, long step, int neuron) {
        return Long.remainderUnsigned(mix(99, instance, step, neuron), spikeEvery) == 0;
    }

    /** The first {@code samples} samples of series s as they should be in a file: {@code [instance, sample, element]}. */
    double[] expected(int s, long samples) {
        Series series = layout.series().get(s);
        double[] values = new double[Math.toIntExact(layout.instances() * samples * series.count())];
        int k = 0;
        for (int instance = 0; instance < layout.instances(); instance++) {
            for (long sample = 0; sample < samples; sample++) {
                for (int element = 0; element < series.count(); element++) {
                    values[k++] = value(s, instance, sample, element);
                }
            }
        }
        return values;
    }

    /** Times of the first samples of series s. */
    double[] expectedTimes(int s, int samples) {
        return IntStream.range(0, samples).mapToDouble(j -> j * layout.series().get(s).every() / 100.0).toArray();
    }

    /** All spikes of population p before a step, as (instance, time, neuron), by instance or by time first. */
    List<double[]> expectedSpikes(int p, long steps, boolean instanceFirst) {
        List<double[]> all = new ArrayList<>();
        for (long step = 0; step < steps; step++) {
            for (int instance = 0; instance < layout.instances(); instance++) {
                for (int neuron = 0; neuron < layout.spikes().get(p).neurons(); neuron++) {
                    if (fires(instance, step, neuron)) {
                        all.add(new double[] {instance, step / 100.0, neuron});
                    }
                }
            }
        }
        if (instanceFirst) {
            all.sort((a, b) -> Double.compare(a[0], b[0])); // stable
        }
        return all;
    }

    FinalState finalState() {
        Precision precision = layout.precision();
        double[] values = new double[5 * layout.instances()];
        Arrays.setAll(values, i -> precision.round(1.0 / (i + 1)));
        return new FinalState(layout.time().steps(), List.of(new FinalState.Variable("X", "V", precision, 5, values),
                new FinalState.Variable("ach", "none", precision, 0, new double[0])));
    }

    /** Opens the sink and gives it the chunks that end at the given steps, then the final state if they reach the end; closes it. */
    void drive(Sink sink, long... ends) throws IOException {
        try (sink; Arena arena = Arena.ofConfined()) {
            sink.open(layout);
            Chunk chunk = new Chunk(layout, layout.time().steps(), arena);
            long from = 0;
            for (long to : ends) {
                fill(chunk, from, to);
                sink.write(chunk);
                from = to;
            }
            if (from == layout.time().steps()) {
                sink.finish(finalState());
            }
        }
    }

    /** The ends of chunks of a length. */
    long[] every(long length) {
        long steps = layout.time().steps();
        return IntStream.rangeClosed(1, (int) Math.ceilDiv(steps, length)).mapToLong(i -> Math.min(steps, i * length)).toArray();
    }

    /** Fills a chunk as a device would. */
    void fill(Chunk chunk, long from, long to) {
        chunk.reset(from, to);
        for (int s = 0; s < layout.series().size(); s++) {
            Series series = layout.series().get(s);
            MemorySegment data = chunk.data(s);
            for (int instance = 0; instance < layout.instances(); instance++) {
                for (int sample = 0; sample < chunk.samples(s); sample++) {
                    long at = chunk.offset(s, instance, sample);
                    for (int element = 0; element < series.count(); element++, at += series.type().bytes()) {
                        double value = value(s, instance, chunk.firstSample(s) + sample, element);
                        switch (series.type()) {
                            case FLOAT32 -> data.set(ValueLayout.JAVA_FLOAT, at, (float) value);
                            case FLOAT64 -> data.set(ValueLayout.JAVA_DOUBLE, at, value);
                        }
                    }
                }
            }
        }
        for (int p = 0; p < layout.spikes().size(); p++) {
            for (long step = from; step < to; step++) {
                for (int instance = 0; instance < layout.instances(); instance++) {
                    for (int neuron = 0; neuron < layout.spikes().get(p).neurons(); neuron++) {
                        if (fires(instance, step, neuron)) {
                            chunk.spikes(p).add(instance, step, neuron);
                        }
                    }
                }
            }
        }
    }
}
