package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.model.Precision;
import org.loligo.model.Recording;
import org.loligo.model.Storage;
import org.loligo.runtime.Traces;

/** The antennal lobe against numbers computed elsewhere; {@code reference/README.md} says by whom. */
class AntennalLobeTest {
    private static final int PN = 90;
    private static final int LN = 30;
    private static final double STEP = 0.01;
    /** To where all variables are given; the spikes go on to {@link #WHOLE}. */
    private static final int EARLY = 300;
    private static final int WHOLE = 1000;
    private static final Map<String, List<String>> VARIABLES = Map.of("PN", List.of("V", "n", "m_Na", "h_Na", "m_A", "h_A", "last_spike"),
            "LN", List.of("V", "n", "m_Ca", "h_Ca", "m_KCa", "Ca", "last_spike"), "ach", List.of("O"), "gaba_pn", List.of("O"), "gaba_ln",
            List.of("O"));

    static Stream<Way> todaysWays() {
        return Way.today();
    }

    static Stream<Way> allWays() {
        return Way.everywhere();
    }

    /** Both storages on one thread of the CPU; elsewhere one schedule today, another tomorrow. */
    static Stream<Way> todaysWaysInSinglePrecision() {
        List<Target> accelerators = Target.coupled().stream().filter(t -> !t.isCpu()).toList();
        Target accelerator = accelerators.get((int) (Way.day() % accelerators.size()));
        return Stream.concat(Stream.of(Storage.SPARSE, Storage.DENSE).map(s -> new Way(Target.coupled().getFirst(), s, 1, 0)),
                Way.today().filter(w -> w.target().equals(accelerator)));
    }

    /** The spikes after 300 ms are left to the full check where steps are slow. */
    private static int shortened(Way way) {
        return way.target().isCpu() ? WHOLE : EARLY;
    }

    @ParameterizedTest
    @MethodSource("todaysWays")
    void inDoublePrecision(Way way) throws IOException {
        compare(way, shortened(way));
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("allWays")
    void inDoublePrecisionEveryWay(Way way) throws IOException {
        compare(way, WHOLE);
    }

    @ParameterizedTest
    @MethodSource("todaysWaysInSinglePrecision")
    void inSinglePrecision(Way way) throws IOException {
        compareInSinglePrecision(way, shortened(way));
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("allWays")
    void inSinglePrecisionEveryWay(Way way) throws IOException {
        compareInSinglePrecision(way, WHOLE);
    }

    private static Outcome run(Way way, int stop, String precision, List<Recording> recordings) throws IOException {
        List<String> settings = new ArrayList<>(way.storing("ach", "gaba_pn", "gaba_ln"));
        settings.addAll(List.of("time.stop=" + stop, "precision=" + precision));
        Outcome outcome = Outcome.of(Outcome.recording(Outcome.example("locust-antennal-lobe", settings), recordings), way.target(),
                way.options());
        outcome.report().storage().values().forEach(s -> assertEquals(way.storage(), s));
        assertEquals(way.threads(), outcome.report().threads());
        return outcome;
    }

    private static List<Recording> everything(long every) {
        List<Recording> recordings = new ArrayList<>(List.of(new Recording.SpikesOf("PN"), new Recording.SpikesOf("LN")));
        VARIABLES.forEach((owner, names) -> recordings.add(new Recording.Variables(owner, names, null, every)));
        return recordings;
    }

    private static double[][] referenceSpikes(int before) throws IOException {
        return Outcome.referenceSpikes("antennal-lobe/spikes.npy", STEP, before);
    }

    /** Time and neuron of all spikes, interneurons numbered after the projection neurons. */
    private static double[][] spikes(Traces traces) {
        return Outcome.sorted(Stream.concat(Arrays.stream(traces.spikes("PN")).map(s -> new double[] {s[1], s[2]}),
                Arrays.stream(traces.spikes("LN")).map(s -> new double[] {s[1], s[2] + PN})).toArray(double[][]::new), STEP);
    }

    private static void compare(Way way, int stop) throws IOException {
        Traces traces = run(way, stop, "float64", everything(100)).traces();
        double[] membrane = Outcome.reference("antennal-lobe/V_every_1ms_0_300.npy");
        double[][] pn = traces.values("PN.V");
        double[][] ln = traces.values("LN.V");
        for (int ms = 0; ms <= EARLY; ms++) {
            int row = ms * (PN + LN);
            assertArrayEquals(Arrays.copyOfRange(membrane, row, row + PN), pn[ms], 1e-6, "PN.V at " + ms + " ms");
            assertArrayEquals(Arrays.copyOfRange(membrane, row + PN, row + PN + LN), ln[ms], 1e-6, "LN.V at " + ms + " ms");
        }
        for (int ms : new int[] {50, 100, 200, 300}) {
            for (Map.Entry<String, List<String>> v : VARIABLES.entrySet()) {
                for (String name : v.getValue()) {
                    String variable = v.getKey() + "." + name;
                    double[] expected = Outcome.reference("antennal-lobe/" + ms + "ms." + variable + ".npy");
                    assertArrayEquals(expected, traces.values(variable)[ms], 1e-6, variable + " at " + ms + " ms");
                }
            }
        }
        double[][] expected = referenceSpikes(stop);
        assertTrue(expected.length >= (stop == WHOLE ? 128 : 20), "only " + expected.length + " spikes to compare with");
        double[][] actual = spikes(traces);
        assertEquals(expected.length, actual.length, "spikes");
        for (int k = 0; k < expected.length; k++) {
            assertEquals(expected[k][1], actual[k][1], "neuron of spike " + k);
            // the same step: times are whole steps
            assertEquals(Math.round(expected[k][0] / STEP), Math.round(actual[k][0] / STEP), "step of spike " + k);
        }
    }

    private static void compareInSinglePrecision(Way way, int stop) throws IOException {
        List<Recording> recordings = List.of(new Recording.SpikesOf("PN"), new Recording.SpikesOf("LN"),
                new Recording.Variables("PN", List.of("V"), null, 100), new Recording.Variables("LN", List.of("V"), null, 100));
        Outcome outcome = run(way, stop, "float32", recordings);
        assertEquals(Precision.FLOAT32, outcome.report().leg().precision());
        double[][] expected = referenceSpikes(stop);
        double[][] actual = spikes(outcome.traces());
        assertEquals(expected.length, actual.length, 0.05 * expected.length, "spikes in " + stop + " ms");
        for (int neuron = 0; neuron < PN + LN; neuron++) {
            double[] wanted = early(expected, neuron);
            double[] found = early(actual, neuron);
            assertEquals(wanted.length, found.length, "spikes of neuron " + neuron + " to 300 ms");
            assertArrayEquals(wanted, found, 0.1, "spikes of neuron " + neuron);
        }
        double[] membrane = Outcome.reference("antennal-lobe/V_every_1ms_0_300.npy");
        double[][] pn = outcome.traces().values("PN.V");
        double[][] ln = outcome.traces().values("LN.V");
        int looked = 0;
        for (int neuron = 0; neuron < PN + LN; neuron++) {
            double[] fired = early(expected, neuron);
            for (int ms = 0; ms <= EARLY; ms++) {
                double time = ms;
                if (Arrays.stream(fired).noneMatch(t -> Math.abs(t - time) <= 1)) {
                    double v = neuron < PN ? pn[ms][neuron] : ln[ms][neuron - PN];
                    assertEquals(membrane[ms * (PN + LN) + neuron], v, 0.5, "V of neuron " + neuron + " at " + ms + " ms");
                    looked++;
                }
            }
        }
        assertTrue(looked > 35_000, "compared " + looked);
    }

    private static double[] early(double[][] spikes, int neuron) {
        return Arrays.stream(spikes).filter(s -> s[1] == neuron && s[0] < EARLY).mapToDouble(s -> s[0]).toArray();
    }

    @ParameterizedTest
    @CsvSource({"float32,cpu,staged", "float64,cpu,staged"})
    void threadsAndChunksDoNotChangeABit(String precision, String backend, String schedule) throws IOException {
        sameBits(new Target(backend, schedule), precision);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"float32,opencl,resident", "float64,opencl,resident", "float32,opencl,staged", "float64,opencl,staged"})
    void chunksDoNotChangeABit(String precision, String backend, String schedule) throws IOException {
        sameBits(new Target(backend, schedule), precision);
    }

    private static void sameBits(Target target, String precision) throws IOException {
        for (Storage storage : List.of(Storage.SPARSE, Storage.DENSE)) {
            Way plain = new Way(target, storage, 1, 0);
            int most = target.isCpu() ? 2 : 1;
            double[][][] first = null;
            double[][] firstSpikes = null;
            // 170 ms hold the first spikes; the small memories hold chunks of a few samples
            for (Way way : List.of(plain, plain.with(most, 0), plain.with(most, 200_000), plain.with(1, 130_000))) {
                Traces traces = run(way, 170, precision, everything(10)).traces();
                double[][][] all = {traces.values("PN.V"), traces.values("LN.Ca"), traces.values("ach.O"), traces.values("gaba_ln.O")};
                if (first == null) {
                    first = all;
                    firstSpikes = spikes(traces);
                    assertTrue(firstSpikes.length > 0, "there are spikes to compare");
                }
                for (int v = 0; v < all.length; v++) {
                    for (int j = 0; j < first[v].length; j++) {
                        assertArrayEquals(first[v][j], all[v][j], way + ", sample " + j);
                    }
                }
                assertArrayEquals(firstSpikes, spikes(traces), way.toString());
            }
        }
    }
}
