package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loligo.io.NpyArray;
import org.loligo.io.NpyReader;

/** A sweep of a network through the command line, side by side on the CPU, is what its instances are by themselves. */
class SideBySideTest {
    private static final int INSTANCES = 20;

    @TempDir
    private Path folder;

    private NpyArray run(String name, String schedule, String... more) throws IOException {
        Path out = folder.resolve(name);
        Cli result = Cli.run(Stream.concat(Stream.of("run", Path.of("..", "examples", "locust-antennal-lobe.yaml").toString(), "--backend",
                "cpu", "--out", out.toString(), "--format", "npy", "--quiet", "--precision", "float32", "--set", "time.stop=5",
                // inhibition from the start, long before anything fires
                "--set", "projections.gaba_pn.initial={O: 0.5}"),
                Stream.of(more)).toArray(String[]::new));
        assertEquals(Main.DONE, result.code(), result.err());
        assertTrue(result.out().contains("\"schedule\": \"" + schedule + "\""), result.out());
        return NpyReader.read(out.resolve("npy").resolve("PN.V.npy"));
    }

    @Test
    void aSweepIsItsSingleRuns() throws IOException {
        String inhibition = "projections.gaba_pn.parameters.g";
        NpyArray sweep = run("sweep", "lanes", "--set", "sweep={values: {" + inhibition + ": {grid: [0.5, 10, " + INSTANCES + "]}}}");
        assertEquals(List.of(INSTANCES, 51, 90), Arrays.stream(sweep.shape()).boxed().toList());
        int length = sweep.values().length / INSTANCES;
        double[] before = null;
        // the first and the last of a full group, and one of the group that is not full
        for (int r : new int[] {0, 15, 18}) {
            double[] instance = Arrays.copyOfRange(sweep.values(), r * length, (r + 1) * length);
            String value = inhibition + "=" + 0.5 * (r + 1);
            assertArrayEquals(run("staged" + r, "staged", "--set", value).values(), instance, "instance " + r);
            assertFalse(Arrays.equals(before, instance), "the values of the sweep change nothing");
            before = instance;
        }
        double[] last = Arrays.copyOfRange(sweep.values(), 19 * length, 20 * length);
        assertArrayEquals(run("lanes", "lanes", "--schedule", "lanes", "--set", inhibition + "=10").values(), last, "one instance");
    }
}
