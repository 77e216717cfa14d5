package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.runtime.SmallExperiments.INTERPRETER;
import static org.loligo.runtime.SmallExperiments.experiment;
import static org.loligo.runtime.SmallExperiments.grid;
import static org.loligo.runtime.SmallExperiments.record;
import static org.loligo.runtime.SmallExperiments.run;
import static org.loligo.runtime.SmallExperiments.spiking;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Tableau;
import org.loligo.model.ModelException;
import org.loligo.model.Precision;
import org.loligo.model.Recording;

/** What is recorded is what there was, whichever part is asked for. */
class RecordingTest {
    private static final int STEPS = 250;

    private static Traces everything(int instances) throws IOException {
        return run(experiment(spiking(), grid("2.5", "0.01"), Tableau.RK4, instances, record("A", 1, null, "V", "W", "last_spike"),
                record("B", 1, null, "V", "W", "last_spike"), record("syn", 1, null, "O"), new Recording.SpikesOf("A"),
                new Recording.SpikesOf("B")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 100, 249, 250, 251, 1000})
    void selectionAndDecimation(long every) throws IOException {
        Traces all = everything(2);
        Traces some = run(experiment(spiking(), grid("2.5", "0.01"), Tableau.RK4, 2,
                record("A", every, new int[] {2, 0, 2}, "V", "last_spike"), record("syn", every, new int[] {3, 1}, "O")));
        int samples = (int) (STEPS / every) + 1;
        assertEquals(samples, some.values("A.V").length);
        for (int j = 0; j < samples; j++) {
            for (String name : List.of("A.V", "A.last_spike")) {
                double[] full = all.values(name)[(int) (j * every)];
                double[] expected = {full[2], full[0], full[2], full[5], full[3], full[5]};
                assertArrayEquals(expected, some.values(name)[j], name + " " + j);
            }
            double[] synapses = all.values("syn.O")[(int) (j * every)];
            assertArrayEquals(new double[] {synapses[3], synapses[1], synapses[7], synapses[5]}, some.values("syn.O")[j]);
        }
    }

    /** At the end of the step in which a cell crosses the threshold, the last spike is the start of that step. */
    @Test
    void lastSpikesFollowTheVoltage() throws IOException {
        Traces all = everything(1);
        double[] last = {-0.07, -0.07, -0.07};
        int spikes = 0;
        for (int n = 0; n <= STEPS; n++) {
            for (int k = 0; k < 3; k++) {
                if (n > 0 && all.values("A.V")[n - 1][k] < 0.2 && all.values("A.V")[n][k] >= 0.2) {
                    last[k] = (n - 1) / 100.0;
                    assertArrayEquals(new double[] {0, (n - 1) / 100.0, k}, all.spikes("A")[spikes++]);
                }
            }
            assertArrayEquals(last, all.values("A.last_spike")[n], "sample " + n);
        }
        assertEquals(all.spikes("A").length, spikes);
        assertTrue(spikes >= 4, "only " + spikes + " spikes to look at");
    }

    @Test
    void aCellThatNeverFiredFiredAtMinusInfinity() throws IOException {
        Traces all = everything(1);
        assertEquals(Double.NEGATIVE_INFINITY, all.values("B.last_spike")[0][0]);
    }

    @Test
    void theFinalStateIsTheLastSampleOfEveryVariable() throws IOException {
        for (int instances : new int[] {1, 3}) {
            Traces all = everything(instances);
            for (String name : List.of("A.V", "A.W", "A.last_spike", "B.V", "B.W", "B.last_spike", "syn.O")) {
                assertArrayEquals(all.values(name)[STEPS], all.end(name), name);
            }
        }
    }

    /** A state that synapses share is recorded for each of them, with any choice of passes. */
    @Test
    void synapsesAreRecordedOneByOneHoweverTheyAreKept() throws IOException {
        Experiment e = experiment(spiking(), grid("2.5", "0.01"), Tableau.RK4, 1, record("syn", 1, null, "O"), record("B", 1, null, "V"));
        Traces shared = run(e);
        Traces single = run(e, new RunOptions(0, 0, Optional.empty(), Optional.of(List.of())));
        double largest = Arrays.stream(shared.values("syn.O")).flatMapToDouble(Arrays::stream).max().orElseThrow();
        assertTrue(largest > 0.1, "the synapses never opened");
        // the same equation in the same order: not a bit may differ
        assertArrayEquals(single.values("syn.O"), shared.values("syn.O"));
        for (int n = 0; n <= STEPS; n++) {
            // sums of products in another order, in 250 steps of a system that is stable: some hundred roundings of numbers below 10
            assertArrayEquals(single.values("B.V")[n], shared.values("B.V")[n], 1e-12, "sample " + n);
        }
    }

    @Test
    void theLayout() {
        Experiment e = experiment(spiking(), grid("2.5", "0.01"), Tableau.RK4, 2, record("A", 7, new int[] {2, 0}, "V", "last_spike"),
                record("syn", 1, null, "O"), new Recording.SpikesOf("B"));
        try (Simulation s = Simulation.prepare(e, INTERPRETER, RunOptions.DEFAULT)) {
            RunLayout layout = s.layout();
            assertEquals(List.of("A.V", "A.last_spike", "syn.O"), layout.series().stream().map(Series::name).toList());
            assertEquals(List.of(36L, 36L, 251L), layout.series().stream().map(Series::samples).toList());
            assertEquals(List.of("1", "ms", "1"), layout.series().stream().map(Series::unit).toList());
            assertEquals(List.of(2, 2, 4), layout.series().stream().map(Series::count).toList());
            assertEquals(List.of(Series.Element.NEURON, Series.Element.NEURON, Series.Element.SYNAPSE),
                    layout.series().stream().map(Series::element).toList());
            assertEquals(Precision.FLOAT64, layout.series().get(1).type());
            assertEquals(0.35, layout.series().getFirst().time(layout.time(), 5));
            assertEquals(List.of(new SpikeSeries("B", 2)), layout.spikes());
            assertTrue(layout.hasInstanceAxis());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "A | v | 0 | record: 'A' has no variable 'v'; did you mean 'V'?",
            "A | V | 3 | record of 'A': neuron 3 is out of range, expected 0 to 2",
            "syn | O | 4 | record of 'syn': synapse 4 is out of range, expected 0 to 3",
            "syn | V | 0 | record: 'syn' has no variable 'V'",
            "a | V | 0 | record: 'a' is not a population or projection; did you mean 'A'?",
    })
    void whatIsNotThereIsRefused(String owner, String variable, int element, String message) {
        Experiment e = experiment(spiking(), grid("1", "0.01"), Tableau.RK4, 1, record(owner, 1, new int[] {element}, variable));
        String actual = assertThrows(ModelException.class, () -> Simulation.prepare(e, INTERPRETER, RunOptions.DEFAULT)).getMessage();
        assertTrue(actual.startsWith(message), actual);
    }

    @Test
    void theSameTwiceIsRefused() {
        Experiment e = experiment(spiking(), grid("1", "0.01"), Tableau.RK4, 1, record("A", 1, null, "V"), record("A", 2, null, "V"));
        assertEquals("record: 'A.V' is listed twice",
                assertThrows(ModelException.class, () -> Simulation.prepare(e, INTERPRETER, RunOptions.DEFAULT)).getMessage());
    }
}
