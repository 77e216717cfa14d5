package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.model.ModelException;
import org.loligo.model.Precision;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Series;
import org.loligo.runtime.SpikeSeries;

/** The files are what the format says, for jhdf and for the HDF5 library itself (through h5py). */
class SonataSinkTest {
    @TempDir
    private Path folder;

    private static SyntheticRun of(Precision precision, int instances, int steps) {
        SyntheticRun small = SyntheticRun.small(precision, instances, steps);
        int[] synapses = {5, 0, 4, 2, 6};
        List<Series> series = Stream.concat(small.layout().series().stream(), Stream.of(SyntheticRun.series("gaba", "O", "1",
                Series.Element.SYNAPSE, synapses, 10, steps, precision))).toList();
        return SyntheticRun.of(precision, instances, steps, series, small.layout().spikes(), 37);
    }

    private Path file(int instances, int instance, String name) {
        return folder.resolve("sonata").resolve(instances == 1 ? "" : instance + "").resolve(name + ".h5");
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1", "FLOAT64, 1", "FLOAT32, 3", "FLOAT64, 3"})
    void theChunksDoNotShow(Precision precision, int instances) throws IOException {
        SyntheticRun run = of(precision, instances, 1234);
        Map<String, Integer> whole = null;
        for (long length : new long[] {1234, 1, 99, 617}) {
            Path directory = folder.resolve("chunks of " + length);
            run.drive(new SonataSink(directory), run.every(length));
            Map<String, Integer> contents = Command.contents(directory);
            whole = whole == null ? contents : whole;
            assertEquals(whole, contents);
        }
        List<String> names = List.of("X.V.h5", "X.h.h5", "X.last_spike.h5", "X.m.h5", "ach.O.h5", "ach.g.h5", "gaba.O.h5", "spikes.h5");
        assertEquals(instances == 1 ? names.stream().map(name -> "sonata/" + name).toList()
                : IntStream.range(0, 3).boxed().flatMap(i -> names.stream().map(name -> "sonata/" + i + "/" + name)).toList(),
                List.copyOf(whole.keySet()));
    }

    /** {@code [sample][column]} of a series, columns by neuron. */
    private static float[][] expected(SyntheticRun run, int s, int instance, int samples, int... order) {
        float[][] values = new float[samples][order.length];
        for (int j = 0; j < samples; j++) {
            for (int c = 0; c < order.length; c++) {
                values[j][c] = (float) run.value(s, instance, j, order[c]);
            }
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1", "FLOAT64, 1", "FLOAT64, 3"})
    void jhdfReadsWhatWasWritten(Precision precision, int instances) throws IOException {
        SyntheticRun run = of(precision, instances, 1234);
        run.drive(new SonataSink(folder), run.every(100));
        for (int i = 0; i < instances; i++) {
            assertReport(file(instances, i, "X.V"), "X", "mV", expected(run, 0, i, 124, IntStream.range(0, 11).toArray()), 0.1);
            assertReport(file(instances, i, "X.m"), "X", "", expected(run, 1, i, 124, 1, 0, 2), 0.1);
            assertReport(file(instances, i, "X.last_spike"), "X", "ms", expected(run, 3, i, 124, IntStream.range(0, 11).toArray()), 0.1);
            assertReport(file(instances, i, "gaba.O"), "X", "1", expected(run, 6, i, 124, 1, 3, 0, 2, 4), 0.1);
            assertMapping(file(instances, i, "X.m"), new long[] {0, 2, 5}, new long[] {0, 1, 2, 3}, new long[] {1, 1, 1});
            // synapses 0 and 2 end at neuron 0, 5 and 4 at neuron 1, 6 at neuron 2
            assertMapping(file(instances, i, "gaba.O"), new long[] {0, 1, 2}, new long[] {0, 2, 4, 5}, new long[] {0, 2, 5, 4, 6});
            int instance = i;
            List<double[]> spikes = run.expectedSpikes(0, 1234, true).stream().filter(row -> row[0] == instance).toList();
            assertTrue(spikes.size() > 300);
            try (HdfFile h5 = new HdfFile(file(instances, i, "spikes"))) {
                assertArrayEquals(spikes.stream().mapToDouble(row -> row[1]).toArray(),
                        (double[]) h5.getDatasetByPath("/spikes/X/timestamps").getData());
                assertArrayEquals(spikes.stream().mapToLong(row -> (long) row[2]).toArray(), numbers(h5, "/spikes/X/node_ids"));
                assertEquals("by_time", h5.getByPath("/spikes/X").getAttribute("sorting").getData());
                assertEquals(0, h5.getDatasetByPath("/spikes/quiet/timestamps").getSize());
            }
        }
    }

    private static void assertReport(Path file, String population, String units, float[][] values, double every) {
        try (HdfFile h5 = new HdfFile(file)) {
            Dataset data = h5.getDatasetByPath("/report/" + population + "/data");
            assertArrayEquals(values, (float[][]) data.getData(), file.toString());
            assertEquals(units, data.getAttribute("units").getData());
            Dataset time = h5.getDatasetByPath("/report/" + population + "/mapping/time");
            assertArrayEquals(new double[] {0, Math.round(values.length * every * 100) / 100.0, every}, (double[]) time.getData());
            assertEquals("ms", time.getAttribute("units").getData());
        }
    }

    private static void assertMapping(Path file, long[] nodes, long[] pointers, long[] elements) {
        try (HdfFile h5 = new HdfFile(file)) {
            assertArrayEquals(nodes, numbers(h5, "/report/X/mapping/node_ids"));
            assertArrayEquals(pointers, numbers(h5, "/report/X/mapping/index_pointers"));
            assertArrayEquals(elements, numbers(h5, "/report/X/mapping/element_ids"));
        }
    }

    /** Unsigned numbers of any width, as the library gives them. */
    private static long[] numbers(HdfFile h5, String path) {
        return Arrays.stream(toStrings(h5.getDatasetByPath(path).getDataFlat())).mapToLong(Long::parseLong).toArray();
    }

    private static String[] toStrings(Object array) {
        return IntStream.range(0, java.lang.reflect.Array.getLength(array)).mapToObj(k -> java.lang.reflect.Array.get(array, k).toString())
                .toArray(String[]::new);
    }

    /** Every field that the format requires, with its type, by a library that is not ours and in which the format is at home. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void h5pyFindsWhatTheFormatRequires(int instances) throws IOException, InterruptedException {
        SyntheticRun run = of(Precision.FLOAT64, instances, 1234);
        run.drive(new SonataSink(folder), run.every(100));
        Command.h5py("""
                import sys, pathlib, numpy as np, h5py

                def checked(h5, path, dtype, shape, units=None):
                    data = h5[path]
                    assert data.dtype == np.dtype(dtype) and data.shape == shape, (path, data.dtype, data.shape)
                    assert units is None or data.attrs['units'].decode() == units, (path, dict(data.attrs))
                    return data[()]

                for file in pathlib.Path(sys.argv[1]).glob('**/*.h5'):
                    with h5py.File(file, 'r') as h5:
                        assert h5.attrs['magic'] == 0x0A7A and h5.attrs['magic'].dtype == np.uint32
                        assert list(h5.attrs['version']) == [0, 1] and h5.attrs['version'].dtype == np.uint32
                        if file.name == 'spikes.h5':
                            assert sorted(h5['spikes']) == ['X', 'quiet']
                            for name, population in h5['spikes'].items():
                                assert h5py.check_enum_dtype(population.attrs.get_id('sorting').dtype) == dict(none=0, by_id=1, by_time=2)
                                assert population.attrs['sorting'] == 2
                                n = len(population['timestamps'])
                                times = checked(population, 'timestamps', '<f8', (n,), 'ms')
                                nodes = checked(population, 'node_ids', '<u8', (n,))
                                assert n == 0 if name == 'quiet' else n > 300 and np.all(np.diff(times) >= 0) and nodes.max() == 10
                            continue
                        [(name, report)] = h5['report'].items()
                        assert name == 'X'
                        mapping = report['mapping']
                        nodes = mapping['node_ids'][()]
                        n, width = len(nodes), report['data'].shape[1]
                        start, stop, step = checked(mapping, 'time', '<f8', (3,), 'ms')
                        samples = round((stop - start) / step)
                        values = checked(report, 'data', '<f4', (samples, width))
                        assert report['data'].attrs['units'].decode() in ('mV', 'ms', 'uS', '1', '') and not np.isnan(values).any()
                        checked(mapping, 'node_ids', '<u8', (n,))
                        assert mapping['node_ids'].attrs['sorted'] == 1 and np.all(np.diff(nodes.astype(int)) > 0)
                        pointers = checked(mapping, 'index_pointers', '<u8', (n + 1,))
                        assert pointers[0] == 0 and pointers[-1] == width
                        checked(mapping, 'element_ids', '<u4', (width,))
                        checked(mapping, 'element_pos', '<f4', (width,))
                """, folder);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 70", "2, 70"})
    void aRunThatStopsEarlyLeavesItsGoodSamples(int instances, int stop) throws IOException {
        SyntheticRun run = of(Precision.FLOAT32, instances, 1000);
        run.drive(new SonataSink(folder), stop == 0 ? new long[0] : new long[] {stop / 2, stop});
        int samples = stop == 0 ? 0 : stop / 10 + 1;
        for (int i = 0; i < instances; i++) {
            try (HdfFile h5 = new HdfFile(file(instances, i, "X.V"))) {
                Dataset data = h5.getDatasetByPath("/report/X/data");
                assertArrayEquals(new int[] {samples, 11}, data.getDimensions());
                assertArrayEquals(new double[] {0, samples / 10.0, 0.1},
                        (double[]) h5.getDatasetByPath("/report/X/mapping/time").getData());
            }
            if (samples > 0) {
                assertReport(file(instances, i, "X.V"), "X", "mV", expected(run, 0, i, samples, IntStream.range(0, 11).toArray()), 0.1);
            }
        }
        try (Stream<Path> files = Files.walk(folder.resolve("sonata"))) {
            assertEquals(List.of(), files.filter(file -> file.getFileName().toString().startsWith(".")).toList());
        }
    }

    /** A reader that is given the folder of a run that was killed finds no file that looks whole. */
    @Test
    void filesAreHiddenUntilTheyAreComplete() throws IOException {
        SyntheticRun run = of(Precision.FLOAT32, 1, 1000);
        try (SonataSink sink = new SonataSink(folder); Arena arena = Arena.ofConfined()) {
            sink.open(run.layout());
            Chunk chunk = new Chunk(run.layout(), 1000, arena);
            run.fill(chunk, 0, 1000);
            sink.write(chunk);
            sink.finish(run.finalState());
            try (Stream<Path> files = Files.list(folder.resolve("sonata"))) {
                assertEquals(List.of(), files.filter(file -> !file.getFileName().toString().startsWith(".")).toList());
            }
        }
    }

    @Test
    void manySamplesGoThroughASmallBuffer() throws IOException {
        SyntheticRun run = SyntheticRun.large(Precision.FLOAT64, 1, 700, 1000);
        run.drive(new SonataSink(folder), run.every(450));
        assertReport(file(1, 0, "X.V"), "X", "mV", expected(run, 0, 0, 1001, IntStream.range(0, 700).toArray()), 0.01);
    }

    @Test
    void refusesTimesThatAreNotEquallyFarApart() {
        SyntheticRun run = of(Precision.FLOAT64, 1, 3);
        RunLayout uniform = run.layout();
        RunLayout grid = new RunLayout("grid", new TimeGrid.Explicit(new double[] {0, 1, 3, 4}), 1, Precision.FLOAT64, uniform.series(),
                uniform.spikes(), Map.of());
        assertEquals("the format 'sonata' gives the times of samples as start, stop and step, which do not describe a time grid; use zarr"
                + " or npy, or record spikes only", assertThrows(ModelException.class, () -> SonataSink.checked(grid)).getMessage());
        SonataSink.checked(new RunLayout("grid", grid.time(), 1, Precision.FLOAT64, List.of(), uniform.spikes(), Map.of()));
    }

    @Test
    void refusesMoreFilesThanAProcessMayOpen() {
        SyntheticRun run = of(Precision.FLOAT64, 50, 10);
        assertEquals("the format 'sonata' has files of its own for each instance, and 50 instances would need 550 at once, 500 at most;"
                + " use zarr or npy, or fewer instances",
                assertThrows(ModelException.class, () -> run.drive(new SonataSink(folder), 10)).getMessage());
        assertTrue(Files.notExists(folder.resolve("sonata")));
    }

    @Test
    void refusesAGapBetweenChunks() {
        SyntheticRun run = SyntheticRun.small(Precision.FLOAT64, 1, 100);
        assertEquals("a chunk begins at sample 1 of X.V, of which 0 are written", assertThrows(IllegalStateException.class, () -> {
            try (SonataSink sink = new SonataSink(folder); Arena arena = Arena.ofConfined()) {
                sink.open(run.layout());
                Chunk chunk = new Chunk(run.layout(), 100, arena);
                run.fill(chunk, 5, 20);
                sink.write(chunk);
            }
        }).getMessage());
    }
}
