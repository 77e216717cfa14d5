package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loligo.io.NpyArray;
import org.loligo.io.NpyReader;

/** {@code summarise} from the file to {@code summary.csv}, against what the same run recorded. */
class SummariseTest {
    private static final String EXPERIMENT = """
            time: {start: -1, stop: 19, step: 0.05}
            populations:
              X: {model: hodgkin-huxley, size: 3, initial: {V: [VALUES]}}
            projections:
              ach: {from: X, to: X, model: acetylcholine, connectivity: {all-to-all: true}}
            stimuli:
              - {to: X, pulse: {start: 0, stop: 15, amplitude: 60}, neurons: [0, 1]}
            record:
              - {population: X, variables: [V]}
              - {projection: ach, variables: [O]}
              - {spikes: X}
            summarise:
              - {population: X, spikes: [count, rate, first, mean_isi, cv_isi]}
              - {population: X, spikes: [count, rate, first], from: 5, to: "0.01 s", per: neuron, name: middle}
              - {population: X, variable: V, of: [mean, min, max, variance], from: 5, to: 10}
              - {population: X, variable: V, of: [mean], per: neuron, name: each}
              - {projection: ach, variable: O, of: [max], per: synapse}
              - {projection: ach, variable: O, of: [mean]}
            sweep: {values: {populations.X.parameters.g_Na: {grid: [90, 120, 2]}}}
            output: {formats: [npy]}
            """.replace("[VALUES]", "{values: [-71, -60, -65]}");

    @TempDir
    private Path folder;

    @BeforeEach
    void file() throws IOException {
        Files.writeString(folder.resolve("e.yaml"), EXPERIMENT);
    }

    private Cli run(String file, String out, String... options) {
        List<String> args = new ArrayList<>(List.of("run", folder.resolve(file).toString(), "--backend", "interpreter", "--quiet", "--out",
                folder.resolve(out).toString()));
        args.addAll(List.of(options));
        Cli result = Cli.run(args.toArray(String[]::new));
        assertEquals(Main.DONE, result.code(), result.err());
        return result;
    }

    /** The cells of each column. */
    private Map<String, String[]> table(String out) throws IOException {
        List<String[]> rows = Files.readAllLines(folder.resolve(out + "/summary.csv")).stream().map(l -> l.split(",", -1)).toList();
        Map<String, String[]> table = new LinkedHashMap<>();
        for (int c = 0; c < rows.getFirst().length; c++) {
            int column = c;
            table.put(rows.getFirst()[c], rows.stream().skip(1).map(r -> r[column]).toArray(String[]::new));
        }
        return table;
    }

    private static double[] numbers(String[] cells) {
        return Arrays.stream(cells).mapToDouble(Double::parseDouble).toArray();
    }

    private NpyArray npy(String out, String name) throws IOException {
        return NpyReader.read(folder.resolve(out + "/npy/" + name + ".npy"));
    }

    @Test
    void aSweep() throws IOException {
        run("e.yaml", "out");
        Map<String, String[]> table = table("out");
        assertEquals(List.of("instance", "populations.X.parameters.g_Na", "X.spikes", "X.count", "X.rate", "X.first", "X.mean_isi",
                "X.cv_isi", "X.V.mean", "X.V.min", "X.V.max", "X.V.variance", "ach.O.mean"), List.copyOf(table.keySet()));
        assertArrayEquals(table.get("X.spikes"), table.get("X.count"));
        double[] spikes = npy("out", "X.spikes").values();
        double[] voltage = npy("out", "X.V").values();
        double[] each = npy("out", "each.X.V.mean").values();
        assertArrayEquals(new int[] {2, 3}, npy("out", "each.X.V.mean").shape());
        double[] count = npy("out", "middle.X.summary.count").values();
        for (int r = 0; r < 2; r++) {
            double first = Double.POSITIVE_INFINITY;
            int[] inTheMiddle = new int[3];
            int all = 0;
            for (int k = 0; k < spikes.length; k += 3) {
                if (spikes[k] == r) {
                    all++;
                    first = Math.min(first, spikes[k + 1]);
                    inTheMiddle[(int) spikes[k + 2]] += spikes[k + 1] >= 5 && spikes[k + 1] < 10 ? 1 : 0;
                }
            }
            assertTrue(all > 2, all + " spikes");
            assertEquals(Integer.toString(all), table.get("X.count")[r]);
            assertEquals(all / 3.0 / 0.02, numbers(table.get("X.rate"))[r], 1e-9);
            assertEquals(first, numbers(table.get("X.first"))[r]);
            // 401 samples; steps 120 to 219 start in the window
            double sum = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int n = 120; n < 220; n++) {
                for (int i = 0; i < 3; i++) {
                    sum += voltage[(r * 401 + n) * 3 + i];
                    least = Math.min(least, voltage[(r * 401 + n) * 3 + i]);
                }
            }
            assertEquals(sum / 300, numbers(table.get("X.V.mean"))[r], 1e-10);
            assertEquals(least, numbers(table.get("X.V.min"))[r]);
            for (int i = 0; i < 3; i++) {
                double whole = 0;
                for (int n = 0; n < 400; n++) {
                    whole += voltage[(r * 401 + n) * 3 + i];
                }
                assertEquals(whole / 400, each[r * 3 + i], 1e-10);
                assertEquals(inTheMiddle[i], count[r * 3 + i]);
            }
        }
        double[] highest = npy("out", "ach.O.max").values();
        double[] open = npy("out", "ach.O").values();
        assertEquals(12, highest.length);
        for (int k = 0; k < 12; k++) {
            double most = 0;
            for (int n = 0; n < 400; n++) {
                most = Math.max(most, open[(k / 6 * 401 + n) * 6 + k % 6]);
            }
            assertEquals(most, highest[k]);
        }
    }

    /** What was run is written out, so that it runs the same again. */
    @Test
    void theExperimentAsRun() throws IOException {
        run("e.yaml", "out", "--set", "summarise.2.from=6");
        String asRun = Files.readString(folder.resolve("out/experiment.yaml"));
        assertTrue(asRun.contains("from: 6") && asRun.contains("per: population") && asRun.contains("per: projection"), asRun);
        run("out/experiment.yaml", "again");
        assertEquals(Files.readString(folder.resolve("out/summary.csv")), Files.readString(folder.resolve("again/summary.csv")));
    }

    @Test
    void underSweepItIsTheSame() throws IOException {
        int begin = EXPERIMENT.indexOf("summarise:");
        int end = EXPERIMENT.indexOf("sweep:");
        String list = EXPERIMENT.substring(begin, end).replace("\n", "\n  ");
        Files.writeString(folder.resolve("under.yaml"), EXPERIMENT.substring(0, begin)
                + EXPERIMENT.substring(end).replace("sweep: {values: ", "sweep:\n  " + list + "values: ").replace("2]}}}", "2]}}"));
        run("e.yaml", "out");
        run("under.yaml", "under");
        assertEquals(Files.readString(folder.resolve("out/summary.csv")), Files.readString(folder.resolve("under/summary.csv")));
        run("under/experiment.yaml", "again");
        assertEquals(Files.readString(folder.resolve("out/summary.csv")), Files.readString(folder.resolve("again/summary.csv")));
    }

    /** Nothing is recorded, nothing is swept; one instance is a row, and in the record of the run. */
    @Test
    void withoutASweep() throws IOException {
        Cli result = run("e.yaml", "out", "--set", "sweep={}", "--set", "record=[]", "--set", "stimuli=[]");
        run("e.yaml", "plain", "--set", "sweep=", "--set", "record=[]", "--set", "stimuli=[]");
        Map<String, String[]> table = table("plain");
        assertEquals(Files.readString(folder.resolve("out/summary.csv")), Files.readString(folder.resolve("plain/summary.csv")));
        assertEquals("instance", table.keySet().iterator().next());
        assertEquals("0", table.get("X.count")[0]);
        assertEquals("0.0", table.get("X.rate")[0]);
        // there is no first spike
        assertEquals("", table.get("X.first")[0]);
        assertTrue(result.out().contains("\"summary\": {\"X.count\": 0, \"X.rate\": 0.0, \"X.first\": null, \"X.mean_isi\": null"),
                result.out());
        assertArrayEquals(new int[] {3}, npy("plain", "middle.X.summary.first").shape());
        assertTrue(Double.isNaN(npy("plain", "middle.X.summary.first").values()[0]));
        assertFalse(Files.exists(folder.resolve("plain/npy/X.spikes.npy")));
    }

    @Test
    void onAGridOfTimes() throws IOException {
        Npy.vector(folder.resolve("t.npy"), 0, 0.02, 0.05, 0.07, 0.1);
        run("e.yaml", "out", "--set", "time={grid: t.npy}", "--set",
                "summarise=[{population: X, variable: V, of: [max], from: 0.01, to: 0.06}]", "--set", "sweep=", "--set", "stimuli=[]");
        double[] voltage = npy("out", "X.V").values();
        assertEquals(Arrays.stream(voltage, 3, 9).max().orElseThrow(), numbers(table("out").get("X.V.max"))[0]);
        Cli refused = Cli.run("run", folder.resolve("e.yaml").toString(), "--backend", "interpreter", "--quiet", "--out",
                folder.resolve("no").toString(), "--set", "time={grid: t.npy}", "--set", "summarise=[{population: X, spikes: [cv_isi]}]",
                "--set", "stimuli=[]");
        assertEquals(Main.MISTAKE, refused.code());
        assertTrue(refused.err().contains("cv_isi needs steps of equal length"), refused.err());
    }

    @Test
    void shown() {
        Cli network = Cli.run("show", folder.resolve("e.yaml").toString(), "--backend", "interpreter");
        assertTrue(network.out().contains("summarise count, rate, first of the spikes of X, each by itself, steps 120 to 219\n"),
                network.out());
        Cli plan = Cli.run("show", folder.resolve("e.yaml").toString(), "--backend", "interpreter", "--what", "plan");
        assertTrue(plan.out().contains("summaries"), plan.out());
    }
}
