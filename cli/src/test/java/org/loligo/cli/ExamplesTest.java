package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.io.NpyArray;
import org.loligo.io.NpyReader;

/** Every example through the command line, on OpenCL and CUDA as on the CPU. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    /** When to stop, in the time of the example, those that take long. Chaos parts two runs in single precision later than this. */
    private static final Map<String, String> STOPS = Map.of("cobahh", "10", "cobahh-given", "10", "excitability", "40", "f-i-curve", "40",
            "f-i-surface", "120", "feed-forward", "130", "hodgkin-huxley", "80", "locust-antennal-lobe", "20", "lorenz-sweep", "5");

    @TempDir
    private Path folder;

    static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            List<String> names = files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".yaml"))
                    .map(n -> n.substring(0, n.length() - ".yaml".length())).sorted().toList();
            assertTrue(names.containsAll(STOPS.keySet()), names.toString());
            return names;
        }
    }

    static Stream<Arguments> everywhere() throws IOException {
        List<String> examples = examples();
        return Target.accelerators().stream().flatMap(backend -> examples.stream().map(e -> Arguments.of(e, backend)));
    }

    private Path run(String example, String backend) {
        Path out = folder.resolve(backend);
        String file = EXAMPLES.resolve(example + ".yaml").toString();
        Stream<String> args = Stream.of("run", file, "--backend", backend, "--out", out.toString(), "--format", "npy", "--quiet");
        Stream<String> shorter = STOPS.containsKey(example) ? Stream.of("--set", "time.stop=" + STOPS.get(example)) : Stream.empty();
        Cli result = Cli.run(Stream.concat(args, shorter).toArray(String[]::new));
        assertEquals(Main.DONE, result.code(), result.err());
        assertEquals("", result.err());
        assertTrue(result.out().contains("\"backend\": \"" + backend + "\"") && result.out().lines().count() == 1, result.out());
        return out.resolve("npy");
    }

    private static List<String> files(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void theyAgreeWithTheCpu(String example, String backend) throws IOException {
        Target.requireDevice(backend);
        Path expected = run(example, "cpu");
        Path actual = run(example, backend);
        List<String> names = files(expected);
        assertEquals(names, files(actual));
        assertTrue(names.stream().anyMatch(n -> n.contains(".final.")), names.toString());
        // of a number or of 1, whichever is larger; Lorenz alone runs in single precision
        double bound = example.equals("lorenz-sweep") ? 1e-3 : 1e-8;
        for (String name : names) {
            NpyArray wanted = NpyReader.read(expected.resolve(name));
            NpyArray found = NpyReader.read(actual.resolve(name));
            assertArrayEquals(wanted.shape(), found.shape(), name);
            double[] numbers = wanted.values();
            double[] others = found.values();
            boolean isExact = name.endsWith(".spikes.npy") || name.endsWith(".time.npy") || name.contains("last_spike");
            for (int i = 0; i < numbers.length; i++) {
                double off = isExact ? 0 : bound * Math.max(1, Math.abs(numbers[i]));
                assertEquals(numbers[i], others[i], off, name + " at " + i);
            }
        }
        if (Stream.of("cobahh", "f-i-curve", "feed-forward", "hodgkin-huxley").anyMatch(example::startsWith)) {
            Stream<String> spikes = names.stream().filter(n -> n.endsWith(".spikes.npy"));
            assertFalse(spikes.allMatch(n -> isEmpty(expected.resolve(n))), "no spikes to compare");
        }
    }

    private static boolean isEmpty(Path spikes) {
        try {
            return NpyReader.read(spikes).values().length == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
