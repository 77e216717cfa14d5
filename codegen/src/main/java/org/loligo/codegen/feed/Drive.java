package org.loligo.codegen.feed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.loligo.expr.Evaluator;
import org.loligo.expr.Expr;
import org.loligo.model.Stimulus;

/**
 * The stimuli of one input of a population as functions of exact time. Between two stages nothing changes unless the {@link #phases} do,
 * so a host fills its array anew only then.
 */
public final class Drive {
    private final List<Source> sources = new ArrayList<>();

    /** One stimulus: which of its values hold at a tick, and the values. */
    private sealed interface Source {
        int[] neurons();

        long phase(long tick, double time);

        /** The value in a phase for the k-th listed neuron. */
        double value(long phase, int k);
    }

    /** A level between two edges. */
    private record PulseSource(int[] neurons, long[] edges, double[] level) implements Source {
        @Override
        public long phase(long tick, double time) {
            int at = Arrays.binarySearch(edges, tick);
            return at >= 0 ? at + 1 : -at - 1;
        }

        @Override
        public double value(long phase, int k) {
            return level[(int) phase];
        }
    }

    private record SampleSource(int[] neurons, double[][] values, Ticks.IntervalCount count) implements Source {
        @Override
        public long phase(long tick, double time) {
            return Math.min(count.at(tick), values[0].length - 1L);
        }

        @Override
        public double value(long phase, int k) {
            return values[values.length == 1 ? 0 : k][(int) phase];
        }
    }

    /** Its phase is the time itself. */
    private record WaveformSource(int[] neurons, Expr expression) implements Source {
        @Override
        public long phase(long tick, double time) {
            // a zero is +0: the bits of −0 stand for no phase
            return Double.doubleToRawLongBits(time + 0.0);
        }

        @Override
        public double value(long phase, int k) {
            double time = Double.longBitsToDouble(phase);
            return Evaluator.evaluate(expression, _ -> time);
        }
    }

    /** The stimuli of one input. */
    public Drive(List<Stimulus.TimeCourse> stimuli, Ticks ticks) {
        for (Stimulus.TimeCourse stimulus : stimuli) {
            sources.add(switch (stimulus) {
                case Stimulus.Pulses p -> pulses(p, ticks);
                case Stimulus.Staircase s -> staircase(s, ticks);
                case Stimulus.Samples s -> new SampleSource(s.neurons(), s.values(), ticks.intervals(s.interval()));
                case Stimulus.Waveform w -> new WaveformSource(w.neurons(), w.value());
            });
        }
    }

    private static Source pulses(Stimulus.Pulses p, Ticks ticks) {
        TreeSet<Long> edges = new TreeSet<>();
        for (Stimulus.Pulse pulse : p.pulses()) {
            edges.add(ticks.firstAtOrAfter(pulse.start()));
            edges.add(ticks.firstAtOrAfter(pulse.stop()));
        }
        long[] at = edges.stream().mapToLong(Long::longValue).toArray();
        double[] level = new double[at.length + 1];
        for (int i = 0; i < at.length; i++) {
            for (Stimulus.Pulse pulse : p.pulses()) {
                if (ticks.firstAtOrAfter(pulse.start()) <= at[i] && at[i] < ticks.firstAtOrAfter(pulse.stop())) {
                    level[i + 1] += pulse.amplitude();
                }
            }
        }
        return new PulseSource(p.neurons(), at, level);
    }

    private static Source staircase(Stimulus.Staircase s, Ticks ticks) {
        long[] ticksOfTimes = s.times().stream().mapToLong(ticks::firstAtOrAfter).sorted().toArray();
        long[] edges = Arrays.stream(ticksOfTimes).distinct().toArray();
        double[] level = new double[edges.length + 1];
        int passed = 0;
        for (int i = 0; i < edges.length; i++) {
            while (passed < ticksOfTimes.length && ticksOfTimes[passed] <= edges[i]) {
                passed++;
            }
            level[i + 1] = passed;
        }
        return new PulseSource(s.neurons(), edges, level);
    }

    /** How many phases {@link #phases} writes. */
    public int size() {
        return sources.size();
    }

    /** Writes the phase of each stimulus at a tick and says whether one differs from what {@code phases} held. */
    public boolean advance(long tick, double time, long[] phases) {
        boolean changed = false;
        for (int i = 0; i < phases.length; i++) {
            long phase = sources.get(i).phase(tick, time);
            changed |= phase != phases[i];
            phases[i] = phase;
        }
        return changed;
    }

    /** Adds up the stimuli in the given phases: {@code into[neuron − from]} for the neurons from {@code from} to before {@code to}. */
    public void values(long[] phases, int from, int to, double[] into) {
        Arrays.fill(into, 0, to - from, 0);
        for (int i = 0; i < phases.length; i++) {
            Source source = sources.get(i);
            int[] neurons = source.neurons();
            boolean same = !(source instanceof SampleSource s) || s.values().length == 1;
            double shared = same ? source.value(phases[i], 0) : 0;
            int listed = neurons == null ? to : neurons.length;
            for (int k = neurons == null ? from : 0; k < listed; k++) {
                int neuron = neurons == null ? k : neurons[k];
                if (neuron >= from && neuron < to) {
                    into[neuron - from] += same ? shared : source.value(phases[i], k);
                }
            }
        }
    }

    /** Sorts the neurons of a population into classes that these stimuli never tell apart. */
    public StimulusClasses classes(int count) {
        StimulusClasses.Sorting sorting = new StimulusClasses.Sorting(count);
        for (int i = 0; i < sources.size(); i++) {
            int[] neurons = sources.get(i).neurons();
            boolean same = !(sources.get(i) instanceof SampleSource s) || s.values().length == 1;
            for (int k = 0; k < (neurons == null ? count : neurons.length); k++) {
                sorting.add(neurons == null ? k : neurons[k], i, same ? 0 : k);
            }
        }
        return sorting.done();
    }

    /** The value of stimulus {@code source} in a phase for the k-th neuron it lists. */
    double value(int source, long phase, int k) {
        return sources.get(source).value(phase, k);
    }

    /** How many times, at most, some phase changes in a number of stages that follow each other. */
    public long mostChanges(long stages) {
        long edges = 0;
        for (Source source : sources) {
            switch (source) {
                case PulseSource p -> edges += p.edges().length;
                case SampleSource s -> edges += s.values()[0].length;
                case WaveformSource _ -> {
                    return stages;
                }
            }
        }
        return Math.min(edges, stages);
    }

    /** Phases that no tick has, so that the first call of {@link #advance} reports a change. */
    public long[] noPhases() {
        long[] none = new long[sources.size()];
        Arrays.fill(none, Long.MIN_VALUE);
        return none;
    }

    /** A decimal as users wrote it: the shortest that rounds to the double. */
    static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value);
    }
}
