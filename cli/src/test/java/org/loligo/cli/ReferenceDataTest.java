package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.Setting;
import org.loligo.io.NpyReader;
import org.loligo.model.Precision;
import org.loligo.model.Recording;
import org.loligo.model.Storage;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.Progress;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.RunReport;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.Traces;

/** The example experiments against numbers computed elsewhere; {@code reference/README.md} says by whom. */
class ReferenceDataTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Path REFERENCE = Path.of("src", "test", "resources", "reference");
    private static final int PN = 90;
    private static final int LN = 30;

    /** One way to run the same network. Samples of a chunk fit in {@code memory} bytes, so a small one means many short chunks. */
    record Way(Storage storage, int threads, long memory) {
        static List<Way> all() {
            List<Way> ways = new ArrayList<>();
            for (Storage s : List.of(Storage.SPARSE, Storage.DENSE)) {
                for (int t : new int[] {1, 2}) {
                    for (long m : new long[] {0, 200_000}) {
                        ways.add(new Way(s, t, m));
                    }
                }
            }
            return ways;
        }

        List<String> settings() {
            return Stream.of("ach", "gaba_pn", "gaba_ln").map(p -> "projections." + p + ".connectivity.storage=" + storage).toList();
        }

        RunOptions options() {
            return new RunOptions(threads, memory, Optional.empty(), Optional.empty());
        }
    }

    private record Outcome(Traces traces, RunReport report) {}

    private static Experiment read(String example, List<String> settings) {
        return ExperimentFile.read(EXAMPLES.resolve(example + ".yaml"), settings.stream().map(Setting::parse).toList()).experiment();
    }

    private static Experiment recording(Experiment e, List<Recording> recordings) {
        return new Experiment(e.name(), e.network(), e.time(), e.integrator(), e.precision(), e.seed(), e.instances(), recordings);
    }

    private static Outcome run(Experiment experiment, RunOptions options) throws IOException {
        Traces traces = new Traces();
        try (Simulation s = Simulation.prepare(experiment, Backends.choose("cpu", 0), options)) {
            return new Outcome(traces, s.run(List.of(traces), Progress.NONE));
        }
    }

    private static double[] reference(String file) throws IOException {
        return NpyReader.read(REFERENCE.resolve(file)).values();
    }

    /** Two of the ways, others every day; the full check takes all. */
    static Stream<Way> todaysWays() {
        List<Way> all = Way.all();
        int day = (int) (Long.getLong("loligo.seed", LocalDate.now().toEpochDay()) % all.size());
        return Stream.of(all.get(day), all.get((day + 5) % all.size()));
    }

    static Stream<Way> allWays() {
        return Way.all().stream();
    }

    @ParameterizedTest
    @MethodSource("todaysWays")
    void antennalLobe(Way way) throws IOException {
        compareAntennalLobe(way);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("allWays")
    void antennalLobeEveryWay(Way way) throws IOException {
        compareAntennalLobe(way);
    }

    private static final Map<String, List<String>> VARIABLES = Map.of("PN", List.of("V", "n", "m_Na", "h_Na", "m_A", "h_A", "last_spike"),
            "LN", List.of("V", "n", "m_Ca", "h_Ca", "m_KCa", "Ca", "last_spike"), "ach", List.of("O"), "gaba_pn", List.of("O"), "gaba_ln",
            List.of("O"));

    private static List<Recording> everything(long every) {
        List<Recording> recordings = new ArrayList<>(List.of(new Recording.SpikesOf("PN"), new Recording.SpikesOf("LN")));
        VARIABLES.forEach((owner, names) -> recordings.add(new Recording.Variables(owner, names, null, every)));
        return recordings;
    }

    private static void compareAntennalLobe(Way way) throws IOException {
        Experiment experiment = recording(read("locust-antennal-lobe", way.settings()), everything(100));
        Outcome outcome = run(experiment, way.options());
        outcome.report.storage().values().forEach(s -> assertEquals(way.storage, s));
        assertEquals(way.threads, outcome.report.threads());
        double[] membrane = reference("antennal-lobe/V_every_1ms_0_300.npy");
        double[][] pn = outcome.traces.values("PN.V");
        double[][] ln = outcome.traces.values("LN.V");
        for (int ms = 0; ms <= 300; ms++) {
            assertArrayEquals(Arrays.copyOfRange(membrane, ms * (PN + LN), ms * (PN + LN) + PN), pn[ms], 1e-6, "PN.V at " + ms + " ms");
            assertArrayEquals(Arrays.copyOfRange(membrane, ms * (PN + LN) + PN, (ms + 1) * (PN + LN)), ln[ms], 1e-6, "LN.V at " + ms + " ms");
        }
        for (int ms : new int[] {50, 100, 200, 300}) {
            for (Map.Entry<String, List<String>> v : VARIABLES.entrySet()) {
                for (String name : v.getValue()) {
                    String variable = v.getKey() + "." + name;
                    double[] expected = reference("antennal-lobe/" + ms + "ms." + variable + ".npy");
                    assertArrayEquals(expected, outcome.traces.values(variable)[ms], 1e-6, variable + " at " + ms + " ms");
                }
            }
        }
        double[][] expected = referenceSpikes();
        double[][] actual = spikes(outcome.traces);
        assertEquals(expected.length, actual.length, "spikes");
        for (int k = 0; k < expected.length; k++) {
            assertEquals(expected[k][1], actual[k][1], "neuron of spike " + k);
            // the same step: times are whole steps of 0.01 ms
            assertEquals(Math.round(expected[k][0] / 0.01), Math.round(actual[k][0] / 0.01), "step of spike " + k);
        }
    }

    private static double[][] referenceSpikes() throws IOException {
        double[] flat = reference("antennal-lobe/spikes.npy");
        double[][] spikes = new double[flat.length / 2][];
        Arrays.setAll(spikes, k -> new double[] {flat[2 * k], flat[2 * k + 1]});
        return sorted(spikes);
    }

    /** Time and neuron of all spikes, interneurons numbered after the projection neurons. */
    private static double[][] spikes(Traces traces) {
        return sorted(Stream.concat(Arrays.stream(traces.spikes("PN")).map(s -> new double[] {s[1], s[2]}),
                Arrays.stream(traces.spikes("LN")).map(s -> new double[] {s[1], s[2] + PN})).toArray(double[][]::new));
    }

    private static double[][] sorted(double[][] spikes) {
        Arrays.sort(spikes, Comparator.<double[]>comparingLong(s -> Math.round(s[0] / 0.01)).thenComparingDouble(s -> s[1]));
        return spikes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sparse", "dense"})
    void antennalLobeInSinglePrecision(String storage) throws IOException {
        Way way = new Way(Storage.valueOf(storage.toUpperCase(java.util.Locale.ROOT)), 1, 0);
        List<String> settings = new ArrayList<>(way.settings());
        settings.add("precision=float32");
        List<Recording> recordings = List.of(new Recording.SpikesOf("PN"), new Recording.SpikesOf("LN"),
                new Recording.Variables("PN", List.of("V"), null, 100), new Recording.Variables("LN", List.of("V"), null, 100));
        Outcome outcome = run(recording(read("locust-antennal-lobe", settings), recordings), way.options());
        assertEquals(Precision.FLOAT32, outcome.report.precision());
        double[][] expected = referenceSpikes();
        double[][] actual = spikes(outcome.traces);
        assertEquals(expected.length, actual.length, 0.05 * expected.length, "spikes in 1000 ms");
        for (int neuron = 0; neuron < PN + LN; neuron++) {
            double[] wanted = early(expected, neuron);
            double[] found = early(actual, neuron);
            assertEquals(wanted.length, found.length, "spikes of neuron " + neuron + " to 300 ms");
            assertArrayEquals(wanted, found, 0.1, "spikes of neuron " + neuron);
        }
        double[] membrane = reference("antennal-lobe/V_every_1ms_0_300.npy");
        int looked = 0;
        for (int ms = 0; ms <= 300; ms++) {
            for (int neuron = 0; neuron < PN + LN; neuron++) {
                double time = ms;
                if (Arrays.stream(early(expected, neuron)).noneMatch(t -> Math.abs(t - time) <= 1)) {
                    double v = neuron < PN ? outcome.traces.values("PN.V")[ms][neuron] : outcome.traces.values("LN.V")[ms][neuron - PN];
                    assertEquals(membrane[ms * (PN + LN) + neuron], v, 0.5, "V of neuron " + neuron + " at " + ms + " ms");
                    looked++;
                }
            }
        }
        assertTrue(looked > 35_000, "compared " + looked);
    }

    private static double[] early(double[][] spikes, int neuron) {
        return Arrays.stream(spikes).filter(s -> s[1] == neuron && s[0] <= 300).mapToDouble(s -> s[0]).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "float64"})
    void threadsAndChunksDoNotChangeABit(String precision) throws IOException {
        for (Storage storage : List.of(Storage.SPARSE, Storage.DENSE)) {
            double[][][] first = null;
            double[][] firstSpikes = null;
            // 170 ms hold the first spikes; the small memories hold chunks of a few samples
            for (Way way : List.of(new Way(storage, 1, 0), new Way(storage, 2, 0), new Way(storage, 2, 200_000), new Way(storage, 1, 130_000))) {
                List<String> settings = new ArrayList<>(way.settings());
                settings.addAll(List.of("time.stop=170", "precision=" + precision));
                Traces traces = run(recording(read("locust-antennal-lobe", settings), everything(10)), way.options()).traces;
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

    @Test
    void currentAndFiringRate() throws IOException {
        Experiment experiment = read("f-i-curve", List.of("time.stop=199.99", "record=[{spikes: X}]"));
        Traces traces = run(experiment, RunOptions.DEFAULT).traces;
        double[] rates = new double[20];
        for (double[] spike : traces.spikes("X")) {
            rates[(int) spike[2]] += 1 / 0.2;
        }
        assertArrayEquals(reference("f-i-curve/firing_rates_hz.npy"), rates, 1e-9, "firing rates");
        double[] end = reference("f-i-curve/final_state.npy");
        int at = 0;
        for (String state : List.of("V", "m", "h", "n")) {
            assertArrayEquals(Arrays.copyOfRange(end, at, at + 20), traces.end("X." + state), 1e-9, state);
            at += 20;
        }
    }

    /** All 17 columns of the authors' own TensorFlow run. */
    @ParameterizedTest
    @ValueSource(strings = {"sparse", "dense"})
    void feedForward(String storage) throws IOException {
        Experiment experiment = read("feed-forward",
                List.of("time.stop=175", "projections.ach.connectivity.storage=" + storage, "projections.gaba.connectivity.storage=" + storage));
        Traces traces = run(experiment, RunOptions.DEFAULT).traces;
        double[] table = reference("feed-forward/psst_0_175ms_every_0.1ms.npy");
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

    /** 4000 event-driven cells against Brian2, spike by spike. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void cobahh(int threads) throws IOException {
        Experiment experiment = read("cobahh-given", List.of());
        double[][] actual = sorted(Arrays.stream(run(experiment, RunOptions.DEFAULT.withThreads(threads)).traces.spikes("P"))
                .map(s -> new double[] {s[1], s[2]}).toArray(double[][]::new));
        double[] expected = reference("cobahh/spikes.npy");
        assertEquals(expected.length / 2, actual.length, "spikes");
        for (int k = 0; k < actual.length; k++) {
            assertEquals(expected[2 * k + 1], actual[k][1], "neuron of spike " + k);
            assertEquals(Math.round(expected[2 * k] / 0.05), Math.round(actual[k][0] / 0.05), "step of spike " + k);
        }
    }
}
