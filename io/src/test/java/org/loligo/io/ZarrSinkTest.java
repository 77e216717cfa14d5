package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.model.ModelException;
import org.loligo.model.Precision;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Series;

class ZarrSinkTest {
    private static final String STORE = "synthetic run.zarr";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1", "FLOAT64, 1", "FLOAT32, 3", "FLOAT64, 3"})
    void theChunksDoNotShow(Precision precision, int instances) throws IOException {
        SyntheticRun run = SyntheticRun.small(precision, instances, 1234);
        Map<String, Integer> whole = null;
        for (long length : new long[] {1234, 10, 99, 617}) {
            Path directory = folder.resolve("chunks of " + length);
            run.drive(new ZarrSink(directory), run.every(length));
            Map<String, Integer> contents = Command.contents(directory);
            whole = whole == null ? contents : whole;
            assertEquals(whole, contents);
        }
        assertContents(run, instances, 1234, folder.resolve("chunks of 99"));
        assertArrayEquals(IntStream.rangeClosed(1, 5 * instances).mapToDouble(i -> precision.round(1.0 / i)).toArray(),
                ZarrProbe.read(folder.resolve("chunks of 99").resolve(STORE), "X/final/V").values());
    }

    @Test
    void summariesHaveTheSweptValuesAsCoordinates() throws IOException {
        Map<String, double[]> swept = Map.of("populations.X.parameters.g", new double[] {0.1, 0.2, 0.3});
        SyntheticRun.small(Precision.FLOAT32, 3, 100).summarising().drive(new ZarrSink(folder, swept), 100);
        Path store = folder.resolve(STORE);
        assertArrayEquals(new double[] {0, Double.NaN, 2 / 3.0}, ZarrProbe.read(store, "summary/X.rate").values());
        ZarrProbe each = ZarrProbe.read(store, "summary/late.X.V.mean");
        assertArrayEquals(new long[] {3, 3}, each.shape());
        assertEquals("float64", each.type());
        assertArrayEquals(IntStream.range(0, 9).mapToDouble(SyntheticRun::summary).toArray(), each.values());
        assertArrayEquals(new double[] {0.1, 0.2, 0.3}, ZarrProbe.read(store, "summary/populations.X.parameters.g").values());
        String json = Files.readString(store.resolve("summary/X.rate/zarr.json"));
        assertTrue(json.contains("\"coordinates\": \"populations.X.parameters.g\"") && json.contains("\"units\": \"Hz\"")
                && json.contains("\"dimension_names\": [\"instance\"]"), json);
    }

    @Test
    void summariesOfASingleRun() throws IOException {
        SyntheticRun.small(Precision.FLOAT64, 1, 100).summarising().drive(new ZarrSink(folder), 100);
        ZarrProbe each = ZarrProbe.read(folder.resolve(STORE), "summary/late.X.V.mean");
        assertArrayEquals(new double[] {0, Double.NaN, 2 / 3.0}, each.values());
        assertTrue(Files.notExists(folder.resolve(STORE).resolve("summary/X.rate")));
    }

    private void assertContents(SyntheticRun run, int instances, int steps, Path directory) throws IOException {
        Path store = directory.resolve(STORE);
        for (int s = 0; s < run.layout().series().size(); s++) {
            Series series = run.layout().series().get(s);
            ZarrProbe read = ZarrProbe.read(store, series.owner() + "/" + series.variable());
            int samples = (int) (steps / series.every() + 1);
            assertArrayEquals(run.expected(s, samples), read.values(), read.path());
            assertEquals(series.type().toString(), read.type());
        }
        assertArrayEquals(run.expectedTimes(0, steps / 10 + 1), ZarrProbe.read(store, "X/time").values());
        assertArrayEquals(run.expectedTimes(2, steps / 25 + 1), ZarrProbe.read(store, "X/h_time").values());
        assertArrayEquals(run.expectedTimes(4, steps / 100 + 1), ZarrProbe.read(store, "ach/time").values());
        assertArrayEquals(new double[] {2, 0, 5}, ZarrProbe.read(store, "X/m_neuron").values());
        assertArrayEquals(new double[] {1, 3}, ZarrProbe.read(store, "ach/neuron").values());
        List<double[]> spikes = run.expectedSpikes(0, steps, false);
        List<String> columns = instances == 1 ? List.of("time", "neuron") : List.of("time", "neuron", "instance");
        for (String column : columns) {
            int c = List.of("instance", "time", "neuron").indexOf(column);
            assertArrayEquals(spikes.stream().mapToDouble(row -> row[c]).toArray(),
                    ZarrProbe.read(store, "X/spikes/" + column).values(), column);
        }
        assertArrayEquals(new long[] {0}, ZarrProbe.read(store, "quiet/spikes/time").shape());
    }

    @ParameterizedTest
    @CsvSource({"1, 3001, 1000, 3", "1, 1, 150000, 2", "7, 401, 1000, 3", "2, 70001, 20, 3", "300, 1, 100, 1"})
    void largeArraysAreCutIntoSlabs(int instances, int neurons, int steps, int slabs) throws IOException {
        SyntheticRun run = SyntheticRun.large(Precision.FLOAT64, instances, neurons, steps);
        long[][] chunkings = {run.every(steps), run.every(Math.max(1, steps / 7))};
        Map<String, Integer> whole = null;
        for (int i = 0; i < chunkings.length; i++) {
            Path directory = folder.resolve("run " + i);
            run.drive(new ZarrSink(directory), chunkings[i]);
            Map<String, Integer> contents = Command.contents(directory);
            whole = whole == null ? contents : whole;
            assertEquals(whole, contents);
        }
        ZarrProbe read = ZarrProbe.read(folder.resolve("run 0").resolve(STORE), "X/V");
        int time = read.shape().length - 2;
        assertEquals(steps + 1, read.shape()[time]);
        assertEquals(slabs, Math.ceilDiv(read.shape()[time], read.shard()[time]));
        long chunkBytes = Arrays.stream(read.chunk()).reduce(8, (a, b) -> a * b);
        assertTrue(chunkBytes <= 1 << 20, chunkBytes + " bytes are too much for a chunk");
        assertArrayEquals(run.expected(0, steps + 1), read.values());
    }

    @Test
    void whatWaitsIsWrittenFromTimeToTimeAndLeavesNoTrace() throws IOException {
        SyntheticRun run = SyntheticRun.small(Precision.FLOAT64, 2, 1234);
        run.drive(new ZarrSink(folder.resolve("at the end")), run.every(100));
        run.drive(new ZarrSink(folder.resolve("always"), Duration.ZERO), run.every(100));
        assertEquals(Command.contents(folder.resolve("at the end")), Command.contents(folder.resolve("always")));
    }

    @ParameterizedTest
    @CsvSource({"1", "4"})
    void aRunThatStopsEarlyLeavesItsGoodSamples(int instances) throws IOException {
        SyntheticRun run = SyntheticRun.small(Precision.FLOAT32, instances, 1000);
        run.drive(new ZarrSink(folder), 35, 700);
        assertContents(run, instances, 700, folder);
        SyntheticRun nothing = SyntheticRun.small(Precision.FLOAT32, instances, 1000);
        nothing.drive(new ZarrSink(folder.resolve("nothing")));
        assertEquals(0, ZarrProbe.read(folder.resolve("nothing").resolve(STORE), "X/V").values().length);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1", "FLOAT64, 1", "FLOAT32, 3", "FLOAT64, 3"})
    void zarritaReadsWhatWasWritten(Precision precision, int instances) throws IOException, InterruptedException {
        SyntheticRun run = SyntheticRun.small(precision, instances, 1234);
        run.drive(new ZarrSink(folder), run.every(100));
        String listing = zarrita(folder.resolve(STORE));
        for (int s = 0; s < run.layout().series().size(); s++) {
            Series series = run.layout().series().get(s);
            assertArrayEquals(run.expected(s, 1234 / series.every() + 1), read(series.name()), series.name());
        }
        List<double[]> spikes = run.expectedSpikes(0, 1234, false);
        assertArrayEquals(spikes.stream().mapToDouble(row -> row[1]).toArray(), read("X.spikes.time"));
        assertArrayEquals(spikes.stream().mapToDouble(row -> row[2]).toArray(), read("X.spikes.neuron"));
        if (instances > 1) {
            assertArrayEquals(spikes.stream().mapToDouble(row -> row[0]).toArray(), read("X.spikes.instance"));
        }
        assertArrayEquals(run.expectedTimes(0, 124), read("X.time"));
        String axis = instances == 1 ? "" : instances + ",";
        String dimension = instances == 1 ? "" : "\"instance\",";
        assertLine(listing, "{\"path\":\"/X/V\",\"shape\":[" + axis + "124,11],\"type\":\"" + precision + "\",\"dimensions\":[" + dimension
                + "\"time\",\"neuron\"],\"attributes\":{\"units\":\"mV\"}}");
        assertLine(listing, "{\"path\":\"/X/h\",\"shape\":[" + axis + "50,11],\"type\":\"" + precision + "\",\"dimensions\":[" + dimension
                + "\"h_time\",\"neuron\"],\"attributes\":{\"units\":\"\"}}");
        assertLine(listing, "{\"path\":\"/ach/O\",\"shape\":[" + axis + "13,7],\"type\":\"" + precision + "\",\"dimensions\":[" + dimension
                + "\"time\",\"synapse\"],\"attributes\":{\"units\":\"\"}}");
        assertLine(listing, "{\"path\":\"/X/m_neuron\",\"shape\":[3],\"type\":\"int32\",\"dimensions\":[\"m_neuron\"],\"attributes\":{}}");
        assertLine(listing, "{\"path\":\"/X/time\",\"shape\":[124],\"type\":\"float64\",\"dimensions\":[\"time\"],"
                + "\"attributes\":{\"units\":\"ms\"}}");
        assertLine(listing, "{\"path\":\"/\",\"attributes\":{\"backend\":\"none\",\"program_hash\":\"\\\"0\\\"\\n\",\"α\":\"β\"}}");
    }

    @ParameterizedTest
    @CsvSource({"1, 3001, 700", "7, 401, 500", "1, 1, 150000"})
    void zarritaReadsManySlabs(int instances, int neurons, int steps) throws IOException, InterruptedException {
        SyntheticRun run = SyntheticRun.large(Precision.FLOAT32, instances, neurons, steps);
        run.drive(new ZarrSink(folder), run.every(100));
        zarrita(folder.resolve(STORE));
        assertArrayEquals(run.expected(0, steps + 1), read("X.V"));
        assertArrayEquals(run.expectedTimes(0, steps + 1), read("X.time"));
    }

    /** Has zarrita, a reader in JavaScript, turn the arrays of a store into files that {@link #read} reads. */
    private String zarrita(Path store) throws IOException, InterruptedException {
        Path reader = Path.of("src/test/zarr-reader").toAbsolutePath();
        assumeTrue(Files.isDirectory(reader.resolve("node_modules")), "zarrita is not installed; run npm ci in " + reader);
        assumeTrue(Command.succeeds("node", "--version"), "node is not installed");
        return Command.run(List.of("node", reader.resolve("read.mjs").toString(), store.toString(),
                Files.createDirectory(folder.resolve("read")).toString()));
    }

    private double[] read(String name) throws IOException {
        return NpyReader.read(folder.resolve("read/" + name + ".npy")).values();
    }

    private static void assertLine(String listing, String line) {
        assertTrue(listing.lines().anyMatch(line::equals), () -> line + "\nis not in\n" + listing);
    }

    @Test
    void refusesAStoreThatIsThereAlready() throws IOException {
        SyntheticRun run = SyntheticRun.small(Precision.FLOAT64, 1, 10);
        run.drive(new ZarrSink(folder), 10);
        IOException failure = assertThrows(IOException.class, () -> run.drive(new ZarrSink(folder), 10));
        assertEquals("cannot create the folder " + folder.resolve(STORE) + ": it is there already, with files in it", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"a/b", "..", "''", "a\\b"})
    void refusesNamesThatNoFolderCanHave(String name) {
        RunLayout some = SyntheticRun.small(Precision.FLOAT64, 1, 10).layout();
        RunLayout layout = new RunLayout(name, some.time(), 1, some.precision(), some.series(), some.spikes(), Map.of());
        ModelException refusal = assertThrows(ModelException.class, () -> new SyntheticRun(layout, 1).drive(new ZarrSink(folder), 10));
        assertEquals("the experiment's name \"" + name + "\" cannot be the name of a folder; expected one without slashes that does not "
                + "begin with a dot", refusal.getMessage());
    }

    @Test
    void refusesTwoRecordingsOfOneName() {
        Series v = SyntheticRun.series("X", "spikes", "", Series.Element.NEURON, new int[] {0}, 1, 10, Precision.FLOAT64);
        SyntheticRun run = SyntheticRun.of(Precision.FLOAT64, 1, 10, List.of(v, v), List.of(), 1);
        ModelException refusal = assertThrows(ModelException.class, () -> run.drive(new ZarrSink(folder), 10));
        assertTrue(refusal.getMessage().startsWith("two recordings would both be the array X/spikes"), refusal.getMessage());
    }
}
