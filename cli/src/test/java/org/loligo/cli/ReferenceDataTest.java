package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.model.Storage;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Traces;

/** The other examples against numbers computed elsewhere; {@code reference/README.md} says by whom. */
class ReferenceDataTest {
    private static final List<String> HODGKIN_HUXLEY = List.of("V", "m", "h", "n");
    private static final double BRIAN_STEP = 0.05;

    private static RunOptions scheduled(Target target) {
        return new RunOptions(0, 0, Optional.of(target.schedule()), Optional.empty());
    }

    // --- f-I curve ---------------------------------------------------------------------------------------------------

    static Stream<Target> uncoupled() {
        return Target.uncoupled().stream();
    }

    private static Traces currentAndFiringRate(Target target, String precision) throws IOException {
        List<String> settings = List.of("time.stop=199.99", "record=[{spikes: X}]", "precision=" + precision);
        return Outcome.of(Outcome.example("f-i-curve", settings), target, scheduled(target)).traces();
    }

    private static double[] rates(Traces traces) {
        double[] rates = new double[20];
        for (double[] spike : traces.spikes("X")) {
            rates[(int) spike[2]] += 1 / 0.2;
        }
        return rates;
    }

    @ParameterizedTest
    @MethodSource("uncoupled")
    void firingRates(Target target) throws IOException {
        Traces traces = currentAndFiringRate(target, "float64");
        assertArrayEquals(Outcome.reference("f-i-curve/firing_rates_hz.npy"), rates(traces), 1e-9, "firing rates");
        double[] end = Outcome.reference("f-i-curve/final_state.npy");
        int at = 0;
        for (String state : HODGKIN_HUXLEY) {
            assertArrayEquals(Arrays.copyOfRange(end, at, at + 20), traces.end("X." + state), 1e-9, state);
            at += 20;
        }
    }

    @ParameterizedTest
    @MethodSource("uncoupled")
    void firingRatesInSinglePrecision(Target target) throws IOException {
        Traces traces = currentAndFiringRate(target, "float32");
        assertArrayEquals(Outcome.reference("f-i-curve/firing_rates_hz.npy"), rates(traces), 1e-9, "firing rates");
    }

    // --- feed-forward ------------------------------------------------------------------------------------------------

    static Stream<Way> coupled() {
        return Target.coupled().stream().flatMap(t -> Stream.of(new Way(t, Storage.SPARSE, 1, 0), new Way(t, Storage.DENSE, 1, 0)));
    }

    private static Traces feedForward(Way way, String precision) throws IOException {
        Stream<String> storing = way.storing("ach", "gaba").stream();
        List<String> settings = Stream.concat(storing, Stream.of("time.stop=175", "precision=" + precision)).toList();
        return Outcome.of(Outcome.example("feed-forward", settings), way.target(), way.options()).traces();
    }

    /** All 17 columns of the authors' own TensorFlow run. */
    @ParameterizedTest
    @MethodSource("coupled")
    void threeCells(Way way) throws IOException {
        Traces traces = feedForward(way, "float64");
        double[] table = Outcome.reference("feed-forward/psst_0_175ms_every_0.1ms.npy");
        String[] columns = {"X.V", "X.m", "X.h", "X.n", "ach.O", "gaba.O", "X.last_spike"};
        int[] widths = {3, 3, 3, 3, 1, 1, 3};
        int rows = table.length / 17;
        assertEquals(1750, rows);
        int first = 0;
        for (int c = 0; c < columns.length; c++) {
            double[][] values = traces.values(columns[c]);
            for (int row = 0; row < rows; row++) {
                int from = row * 17 + first;
                assertArrayEquals(Arrays.copyOfRange(table, from, from + widths[c]), values[row], 1e-9, columns[c] + ", row " + row);
            }
            first += widths[c];
        }
    }

    /** In single precision what holds for the antennal lobe: 0.1 ms for spikes, 0.5 mV from 1 ms after the last and before the next. */
    @ParameterizedTest
    @MethodSource("coupled")
    void threeCellsInSinglePrecision(Way way) throws IOException {
        Traces traces = feedForward(way, "float32");
        double[] table = Outcome.reference("feed-forward/psst_0_175ms_every_0.1ms.npy");
        double[][] v = traces.values("X.V");
        double[][] last = traces.values("X.last_spike");
        int looked = 0;
        for (int row = 0; row + 10 < table.length / 17; row++) {
            for (int cell = 0; cell < 3; cell++) {
                double fired = table[row * 17 + 14 + cell];
                double next = table[(row + 10) * 17 + 14 + cell];
                String where = " of cell " + cell + ", row " + row;
                if (0.1 * row - fired > 1 && next == fired) {
                    assertEquals(fired, last[row][cell], 0.1, "last spike" + where);
                    assertEquals(table[row * 17 + cell], v[row][cell], 0.5, "V" + where);
                    looked++;
                }
            }
        }
        assertTrue(looked > 4_500, "compared " + looked);
    }

    // --- COBAHH ------------------------------------------------------------------------------------------------------

    /** 4000 event-driven cells against Brian2, spike by spike; shortened where steps are slow. */
    @ParameterizedTest
    @CsvSource({"cpu,staged,1,300", "cpu,staged,2,300", "opencl,staged,1,25"})
    void cobahh(String backend, String schedule, int threads, double stop) throws IOException {
        compareCobahh(new Target(backend, schedule), threads, stop);
    }

    @Tag("gpu")
    @ParameterizedTest
    @ValueSource(strings = {"staged", "resident"})
    void cobahhOnCuda(String schedule) throws IOException {
        compareCobahh(new Target("cuda", schedule), 1, 300);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"opencl,staged,300", "opencl,resident,300"})
    void cobahhWhole(String backend, String schedule, double stop) throws IOException {
        compareCobahh(new Target(backend, schedule), 1, stop);
    }

    private static double[][] cobahhSpikes(Target target, int threads, double stop, String precision) throws IOException {
        Traces traces = Outcome.of(Outcome.example("cobahh-given", List.of("time.stop=" + stop, "precision=" + precision)), target,
                scheduled(target).withThreads(threads)).traces();
        return Outcome.sorted(Arrays.stream(traces.spikes("P")).map(s -> new double[] {s[1], s[2]}).toArray(double[][]::new), BRIAN_STEP);
    }

    private static void compareCobahh(Target target, int threads, double stop) throws IOException {
        double[][] actual = cobahhSpikes(target, threads, stop, "float64");
        double[][] expected = Outcome.referenceSpikes("cobahh/spikes.npy", BRIAN_STEP, stop);
        assertTrue(expected.length > 3_000, "only " + expected.length + " spikes to compare with");
        assertEquals(expected.length, actual.length, "spikes");
        for (int k = 0; k < actual.length; k++) {
            assertEquals(expected[k][1], actual[k][1], "neuron of spike " + k);
            assertEquals(Math.round(expected[k][0] / BRIAN_STEP), Math.round(actual[k][0] / BRIAN_STEP), "step of spike " + k);
        }
    }

    /** In single precision the cells leave the reference at their first spikes, so only how much they fire can be compared. */
    @Tag("full")
    @ParameterizedTest
    @CsvSource({"cpu,staged", "opencl,staged"})
    void cobahhInSinglePrecision(String backend, String schedule) throws IOException {
        double[][] expected = Outcome.referenceSpikes("cobahh/spikes.npy", BRIAN_STEP, 300);
        double[][] actual = cobahhSpikes(new Target(backend, schedule), 1, 300, "float32");
        assertEquals(expected.length, actual.length, 0.15 * expected.length, "spikes");
    }
}
