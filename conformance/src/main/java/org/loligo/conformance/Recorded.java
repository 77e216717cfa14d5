package org.loligo.conformance;

import java.util.Arrays;
import org.loligo.codegen.StepProgram;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Series;
import org.loligo.runtime.SpikeSeries;
import org.loligo.runtime.Traces;

/** What an engine recorded from some step on. */
final class Recorded {
    private final RunLayout layout;
    private final long firstStep;
    private final Traces traces = new Traces();

    Recorded(RunLayout layout, long firstStep) {
        this.layout = layout;
        this.firstStep = firstStep;
        traces.open(layout);
    }

    Traces traces() {
        return traces;
    }

    void add(Chunk chunk) {
        traces.write(chunk);
    }

    /** Fails unless the samples of a step, if there are any, are what the state at that step says, to the bit. */
    void requireSamplesOf(StepProgram program, NetworkState state, String what) {
        Snapshot snapshot = new Snapshot(program, state);
        for (Series series : layout.series()) {
            if (state.step() % series.every() != 0) {
                continue;
            }
            // the sample of the first step itself belongs to the chunk before, but for step 0
            long before = firstStep == 0 ? 0 : series.samplesUpTo(firstStep);
            double[] sample = traces.values(series.name())[Math.toIntExact(state.step() / series.every() - before)];
            for (int k = 0; k < sample.length; k++) {
                int instance = k / series.count();
                int element = series.elements()[k % series.count()];
                double expected = snapshot.value(series.name(), instance, element);
                double actual = sample[k];
                Require.that(Double.compare(expected, actual) == 0, () -> what + ": at step " + state.step() + " " + series.name() + "["
                        + instance + "][" + element + "] was recorded as " + actual + ", the state is " + expected + " (every "
                        + series.every() + " steps of " + series.count() + " elements)");
            }
        }
    }

    /** Fails unless another recording has the same samples and spikes, to the bit. */
    void requireSame(Recorded other, String what) {
        for (Series s : layout.series()) {
            double[][] expected = traces.values(s.name());
            double[][] actual = other.traces.values(s.name());
            Require.equal(expected.length, actual.length, () -> what + ": samples of " + s.name());
            for (int j = 0; j < expected.length; j++) {
                int sample = j;
                Require.that(Arrays.equals(expected[j], actual[j]), () -> what + ": sample " + sample + " of " + s.name() + " is "
                        + Arrays.toString(actual[sample]) + ", expected " + Arrays.toString(expected[sample]));
            }
        }
        for (SpikeSeries s : layout.spikes()) {
            double[][] expected = traces.spikes(s.population());
            double[][] actual = other.traces.spikes(s.population());
            Require.that(Arrays.deepEquals(expected, actual), () -> what + ": the spikes [instance, time, neuron] of " + s.population()
                    + " are " + Arrays.deepToString(actual) + ", expected " + Arrays.deepToString(expected));
        }
    }
}
