package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Series;
import org.loligo.runtime.Sink;

/** {@code kill -9} at any moment leaves whole samples that are right. */
class KillTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"npy, 1, 8", "npy, 2, 4", "zarr-often, 1, 5", "zarr-often, 2, 4", "zarr, 1, 4"})
    void leavesWholeSamples(String format, int instances, int rounds) throws IOException, InterruptedException {
        Random random = new Random(20250102);
        SyntheticRun run = KilledRun.run(format, instances);
        long most = 0;
        for (int round = 0; round < rounds; round++) {
            Path directory = folder.resolve(round + "");
            kill(format, instances, directory, 3 + random.nextInt(8), random.nextInt(40));
            most = Math.max(most, format.equals("npy") ? checkNpy(run, directory) : checkZarr(run, directory));
        }
        assertTrue(most > 0, "no round wrote anything before it was killed");
    }

    /** Starts a run and kills it some time after it wrote so many chunks. */
    private static void kill(String format, int instances, Path directory, int chunks, int millis)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath(),
                "-XX:TieredStopAtLevel=1", KilledRun.class.getName(), format, instances + "", directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertEquals(chunks, process.getInputStream().readNBytes(chunks).length);
        Thread.sleep(millis);
        assertTrue(process.isAlive(), "the run ended before it was killed");
        process.destroyForcibly(); // SIGKILL
        assertNotEquals(0, process.waitFor());
    }

    /** What the child needs; this process may have got its classes through a launcher. */
    private static String classPath() {
        return Stream.of(KilledRun.class, NpySink.class, Sink.class, TimeGrid.class, LZ4Factory.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString())
                .distinct().collect(Collectors.joining(File.pathSeparator));
    }

    private static int checkNpy(SyntheticRun run, Path directory) throws IOException {
        int instances = run.layout().instances();
        int samples = read(directory, "X.time").length;
        assertArrayEquals(run.expectedTimes(0, samples), read(directory, "X.time"));
        for (int s : new int[] {0, 1, 3}) {
            if (instances == 1) {
                double[] values = read(directory, run.layout().series().get(s).name());
                int whole = values.length / run.layout().series().get(s).count();
                assertTrue(whole >= samples, whole + " samples and " + samples + " times");
                assertArrayEquals(run.expected(s, whole), values);
            } else {
                assertHidden(run, s, samples, directory);
            }
        }
        if (instances == 1) {
            assertSpikes(run.expectedSpikes(0, 10L * Math.max(0, samples - 1), false), 1, 2, read(directory, "X.spikes"), 2);
        }
        return samples;
    }

    /** In a sweep the files are not visible yet, but hold what the time file says. */
    private static void assertHidden(SyntheticRun run, int s, int samples, Path directory) throws IOException {
        String name = run.layout().series().get(s).name();
        assertTrue(Files.notExists(directory.resolve("npy/" + name + ".npy")));
        Path hidden = directory.resolve("npy/." + name + ".npy.partial");
        int row = run.layout().series().get(s).count();
        int total = (int) run.layout().series().get(s).samples();
        if (samples == 0) {
            return;
        }
        double[] values = readPadded(hidden, (long) run.layout().instances() * total * row);
        for (int instance = 0; instance < run.layout().instances(); instance++) {
            double[] expected = Arrays.copyOfRange(run.expected(s, samples), instance * samples * row, (instance + 1) * samples * row);
            assertArrayEquals(expected, Arrays.copyOfRange(values, instance * total * row, instance * total * row + samples * row));
        }
    }

    /** The file has not its full length yet: the last instance is not complete. */
    private static double[] readPadded(Path file, long count) throws IOException {
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), (int) (NpyHeader.SIZE + 8 * count));
        Files.write(file, bytes);
        return NpyReader.read(file).values();
    }

    private static double[] read(Path directory, String name) throws IOException {
        return NpyReader.readGrowing(directory.resolve("npy/" + name + ".npy")).values();
    }

    /** All spikes that must be there are, in order; more may be. */
    private static void assertSpikes(List<double[]> expected, int from, int to, double[] read, int columns) {
        double[] flat = expected.stream().flatMapToDouble(row -> DoubleStream.of(row).skip(from).limit(to - from + 1)).toArray();
        assertEquals(0, read.length % columns);
        assertArrayEquals(flat, Arrays.copyOf(read, flat.length));
    }

    private static int checkZarr(SyntheticRun run, Path directory) throws IOException {
        Path store = directory.resolve("synthetic run.zarr");
        double[] times = ZarrProbe.read(store, "X/time").values();
        assertArrayEquals(run.expectedTimes(0, times.length), times);
        for (int s = 0; s < run.layout().series().size(); s++) {
            Series series = run.layout().series().get(s);
            ZarrProbe array = ZarrProbe.read(store, series.owner() + "/" + series.variable());
            int samples = (int) array.shape()[array.shape().length - 2];
            if (series.every() == run.layout().series().getFirst().every()) {
                assertEquals(times.length, samples, "all with the same times grow together");
            }
            assertArrayEquals(run.expected(s, samples), array.values(), series.name());
        }
        double[] fired = ZarrProbe.read(store, "X/spikes/time").values();
        double[] neurons = ZarrProbe.read(store, "X/spikes/neuron").values();
        assertEquals(fired.length, neurons.length);
        double last = fired.length == 0 ? 0 : fired[fired.length - 1];
        List<double[]> expected = run.expectedSpikes(0, Math.round(last * 100) + 1, false).subList(0, fired.length);
        assertArrayEquals(expected.stream().mapToDouble(row -> row[1]).toArray(), fired);
        assertArrayEquals(expected.stream().mapToDouble(row -> row[2]).toArray(), neurons);
        return times.length;
    }
}
