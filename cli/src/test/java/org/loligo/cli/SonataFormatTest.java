package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.io.NpyReader;

/** {@code --format sonata} gives the numbers that {@code --format npy} gives, at the neurons they belong to. */
class SonataFormatTest {
    private static final String EXPERIMENT = """
            time: {start: 0, stop: 5, step: 0.05}
            populations:
              X: {model: hodgkin-huxley, size: 3}
              Y: {model: hodgkin-huxley, size: 4}
            projections:
              ach: {from: X, to: Y, model: acetylcholine, connectivity: {edges: edges.csv}}
            stimuli:
              - {to: X, pulse: {start: 0, stop: 3, amplitude: 40}}
            record:
              - {population: X, variables: [V], every: 0.1}
              - {projection: ach, variables: [O], every: 0.5}
              - {spikes: X}
              - {spikes: Y}
            """;

    @TempDir
    private Path folder;

    private Cli run(String text, String... more) throws IOException {
        Files.writeString(folder.resolve("edges.csv"), "pre,post\n0,3\n1,0\n2,3\n1,2\n");
        Files.writeString(folder.resolve("e.yaml"), text);
        String[] fixed = {"run", folder.resolve("e.yaml").toString(), "--backend", "interpreter", "--quiet", "--format", "sonata,npy",
            "--out", folder.resolve("out").toString()};
        return Cli.run(Stream.of(fixed, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private float[][] npy(String name) throws IOException {
        var array = NpyReader.read(folder.resolve("out/npy/" + name + ".npy"));
        float[][] rows = new float[array.shape()[0]][array.shape()[1]];
        for (int k = 0; k < array.values().length; k++) {
            rows[k / array.shape()[1]][k % array.shape()[1]] = (float) array.values()[k];
        }
        return rows;
    }

    /** Whichever pass moves the states of synapses. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "exprel,fold,lift,factor,cse"})
    void theNumbersAreThoseOfTheOtherFormats(String passes) throws IOException {
        Cli result = run(EXPERIMENT, "--passes", passes);
        assertEquals(Main.DONE, result.code(), result.err());
        try (HdfFile h5 = new HdfFile(folder.resolve("out/sonata/X.V.h5"))) {
            assertArrayEquals(npy("X.V"), (float[][]) h5.getDatasetByPath("/report/X/data").getData());
            assertArrayEquals(new double[] {0, 5.1, 0.1}, (double[]) h5.getDatasetByPath("/report/X/mapping/time").getData());
        }
        try (HdfFile h5 = new HdfFile(folder.resolve("out/sonata/ach.O.h5"))) {
            // synapses by post, then pre: 1 to 0, 1 to 2, 0 to 3, 2 to 3
            assertArrayEquals(npy("ach.O"), (float[][]) h5.getDatasetByPath("/report/Y/data").getData());
            assertEquals("[0, 2, 3]", text(h5, "/report/Y/mapping/node_ids"));
            assertEquals("[0, 1, 2, 4]", text(h5, "/report/Y/mapping/index_pointers"));
            assertEquals("[0, 1, 2, 3]", text(h5, "/report/Y/mapping/element_ids"));
        }
        try (HdfFile h5 = new HdfFile(folder.resolve("out/sonata/spikes.h5"))) {
            double[] times = (double[]) h5.getDatasetByPath("/spikes/X/timestamps").getData();
            float[][] spikes = npy("X.spikes");
            assertTrue(times.length > 0);
            assertEquals(spikes.length, times.length);
            for (int k = 0; k < times.length; k++) {
                assertEquals(spikes[k][0], (float) times[k]);
            }
        }
    }

    private static String text(HdfFile h5, String path) {
        return Arrays.deepToString(new Object[] {h5.getDatasetByPath(path).getDataFlat()}).replaceAll("^\\[|\\]$", "");
    }

    @Test
    void refusesATimeGridBeforeAnythingIsWritten() throws IOException {
        Npy.vector(folder.resolve("t.npy"), 0, 0.1, 0.3);
        Cli result = run(EXPERIMENT.replace("{start: 0, stop: 5, step: 0.05}", "{grid: t.npy}").replaceAll(", every: [0-9.]+", ""));
        assertEquals(Main.MISTAKE, result.code(), result.err());
        assertEquals("loligo: " + folder.resolve("e.yaml") + ": the format 'sonata' gives the times of samples as start, stop and step,"
                + " which do not describe a time grid; use zarr or npy, or record spikes only", result.err().strip());
        assertTrue(Files.notExists(folder.resolve("out")));
    }
}
