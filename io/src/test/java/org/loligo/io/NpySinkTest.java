package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.model.ModelException;
import org.loligo.model.Precision;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Series;
import org.loligo.runtime.SpikeSeries;

class NpySinkTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1", "FLOAT64, 1", "FLOAT32, 3", "FLOAT64, 3"})
    void theChunksDoNotShow(Precision precision, int instances) throws IOException {
        SyntheticRun run = SyntheticRun.small(precision, instances, 1234);
        Map<String, Integer> whole = null;
        for (long length : new long[] {1234, 1, 10, 99, 617}) {
            Path directory = folder.resolve("chunks of " + length);
            run.drive(new NpySink(directory), run.every(length));
            Map<String, Integer> contents = Command.contents(directory);
            whole = whole == null ? contents : whole;
            assertEquals(whole, contents);
        }
        assertEquals(List.of("X.V.npy", "X.final.V.npy", "X.h.npy", "X.h.time.npy", "X.last_spike.npy", "X.m.npy", "X.spikes.npy",
                "X.time.npy", "ach.O.npy", "ach.final.none.npy", "ach.g.npy", "ach.time.npy", "quiet.spikes.npy"),
                whole.keySet().stream().map(name -> Path.of(name).getFileName().toString()).toList());
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1", "FLOAT64, 1", "FLOAT32, 3", "FLOAT64, 3"})
    void numpyReadsWhatWasWritten(Precision precision, int instances) throws IOException, InterruptedException {
        SyntheticRun run = SyntheticRun.small(precision, instances, 1234);
        run.drive(new NpySink(folder), run.every(100));
        Command.numpy("""
                import sys, pathlib, numpy as np
                for file in pathlib.Path(sys.argv[1]).glob('npy/*.npy'):
                    array = np.load(file)
                    assert array.flags.c_contiguous
                    header = f"{array.dtype.name} {list(array.shape)}".ljust(64)
                    file.with_suffix('.raw').write_bytes(header.encode() + array.astype('<f8').tobytes())
                """, folder);
        String axis = instances == 1 ? "" : instances + ", ";
        int[] samples = {124, 124, 50, 124, 13, 13};
        for (int s = 0; s < samples.length; s++) {
            Series series = run.layout().series().get(s);
            assertRaw(series.name(), series.type() + " [" + axis + samples[s] + ", " + series.count() + "]", run.expected(s, samples[s]));
        }
        assertRaw("X.time", "float64 [124]", run.expectedTimes(0, 124));
        assertRaw("X.h.time", "float64 [50]", run.expectedTimes(2, 50));
        assertRaw("ach.time", "float64 [13]", run.expectedTimes(4, 13));
        List<double[]> spikes = run.expectedSpikes(0, 1234, true);
        int columns = instances == 1 ? 2 : 3;
        assertTrue(spikes.size() > 300);
        assertRaw("X.spikes", "float64 [" + spikes.size() + ", " + columns + "]",
                spikes.stream().flatMapToDouble(row -> DoubleStream.of(row).skip(3 - columns)).toArray());
        assertRaw("quiet.spikes", "float64 [0, " + columns + "]");
        assertRaw("X.final.V", precision + " [" + axis + "5]",
                IntStream.rangeClosed(1, 5 * instances).mapToDouble(i -> precision.round(1.0 / i)).toArray());
        assertRaw("ach.final.none", precision + " [" + axis + "0]");
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void summariesOfEachNeuron(int instances) throws IOException {
        SyntheticRun run = SyntheticRun.small(Precision.FLOAT32, instances, 100).summarising();
        run.drive(new NpySink(folder), 100);
        for (String name : List.of("late.X.V.mean", "X.summary.first")) {
            NpyArray array = NpyReader.read(folder.resolve("npy/" + name + ".npy"));
            assertArrayEquals(instances == 1 ? new int[] {3} : new int[] {3, 3}, array.shape());
            assertArrayEquals(IntStream.range(0, 3 * instances).mapToDouble(SyntheticRun::summary).toArray(), array.values());
        }
        // one number of all neurons stands in summary.csv
        assertTrue(Files.notExists(folder.resolve("npy/X.summary.rate.npy")));
    }

    private void assertRaw(String name, String header, double... values) throws IOException {
        ByteBuffer raw = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("npy/" + name + ".raw"))).order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = new byte[64];
        raw.get(text);
        assertEquals(header, new String(text).strip(), name);
        double[] read = new double[raw.remaining() / 8];
        raw.asDoubleBuffer().get(read);
        assertArrayEquals(values, read, name);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 70", "4, 0", "4, 10", "4, 70"})
    void aRunThatStopsEarlyLeavesItsGoodSamples(int instances, int stop) throws IOException {
        SyntheticRun run = SyntheticRun.small(Precision.FLOAT32, instances, 1000);
        run.drive(new NpySink(folder), stop == 0 ? new long[0] : new long[] {stop / 2, stop});
        int samples = stop == 0 ? 0 : stop / 10 + 1;
        assertArrayEquals(run.expected(0, samples), read("X.V"));
        assertArrayEquals(run.expectedTimes(0, samples), read("X.time"));
        assertArrayEquals(run.expected(4, stop == 0 ? 0 : 1), read("ach.O"));
        assertEquals(run.expectedSpikes(0, stop, true).size() * (instances == 1 ? 2 : 3), read("X.spikes").length);
        try (Stream<Path> files = Files.list(folder.resolve("npy"))) {
            assertEquals(List.of(), files.filter(file -> file.getFileName().toString().startsWith(".")).toList());
        }
    }

    private double[] read(String name) throws IOException {
        return NpyReader.read(folder.resolve("npy/" + name + ".npy")).values();
    }

    @Test
    void manySpikesAreSortedInBatches() throws IOException {
        SyntheticRun run = SyntheticRun.of(Precision.FLOAT64, 50, 2000, List.of(), List.of(new SpikeSeries("X", 8)), 2);
        run.drive(new NpySink(folder), run.every(300));
        List<double[]> spikes = run.expectedSpikes(0, 2000, true);
        assertTrue(spikes.size() > 1 << 18, spikes.size() + " spikes are a single batch");
        assertArrayEquals(spikes.stream().flatMapToDouble(Arrays::stream).toArray(), read("X.spikes"));
    }

    @Test
    void refusesTwoRecordingsOfOneName() {
        Series v = SyntheticRun.series("X", "time", "", Series.Element.NEURON, new int[] {0}, 1, 10, Precision.FLOAT64);
        SyntheticRun run = SyntheticRun.of(Precision.FLOAT64, 1, 10, List.of(v), List.of(), 1);
        ModelException refusal = assertThrows(ModelException.class, () -> run.drive(new NpySink(folder), 10));
        assertEquals("two recordings would both be the file X.time.npy; record each variable once, and call none \"time\" or \"spikes\"",
                refusal.getMessage());
    }

    @Test
    void refusesAGapBetweenChunks() {
        SyntheticRun run = SyntheticRun.small(Precision.FLOAT64, 1, 100);
        assertEquals("a chunk begins at sample 1 of X.V, of which 0 are written", assertThrows(IllegalStateException.class, () -> {
            try (NpySink sink = new NpySink(folder); Arena arena = Arena.ofConfined()) {
                sink.open(run.layout());
                Chunk chunk = new Chunk(run.layout(), 100, arena);
                run.fill(chunk, 5, 20);
                sink.write(chunk);
            }
        }).getMessage());
    }
}
