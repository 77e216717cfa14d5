package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kill -9} at any moment, also while a run is being resumed: in the end its files are those of a run that nobody killed. */
class KilledRunsTest {
    private static final String EXPERIMENT = """
            time: {start: 0, stop: 1000, step: 0.01}
            populations:
              X: {model: hodgkin-huxley, size: 12, initial: {V: {uniform: [-70, -40]}}}
            projections:
              ach: {from: X, to: X, model: acetylcholine, connectivity: {probability: 0.3}, parameters: {g: 0.05}}
            stimuli:
              - {to: X, pulse: {start: 0, stop: 1000, amplitude: 10}, neurons: [0, 2, 3, 8]}
            record:
              - {population: X, variables: [V], every: 0.02}
              - {population: X, variables: [n, last_spike], every: 0.1}
              - {projection: ach, variables: [O], every: 0.5}
              - {spikes: X}
            output: {formats: [zarr, npy, sonata]}
            """;
    private static final String SWEEP = "sweep={values: {populations.X.parameters.g_Na: {grid: [100, 120, 2]}}}";

    @TempDir
    private Path folder;

    private Path file;

    @ParameterizedTest(name = "{0}, {1} rounds")
    @CsvSource({"cpu, 5", "opencl, 2"})
    void nothingIsLostAndNothingIsDoubled(String backend, int rounds) throws IOException, InterruptedException {
        kill(backend, rounds);
    }

    @Tag("full")
    @ParameterizedTest(name = "{0}, {1} rounds")
    @CsvSource({"cpu, 50", "opencl, 50"})
    void nothingIsLostAndNothingIsDoubledHoweverOften(String backend, int rounds) throws IOException, InterruptedException {
        kill(backend, rounds);
    }

    /** Every second round is a sweep, whose files are of another kind. */
    private void kill(String backend, int rounds) throws IOException, InterruptedException {
        Target.requireDevice(backend);
        file = Files.writeString(folder.resolve("e.yaml"), EXPERIMENT);
        Random random = new Random(Way.day());
        for (int sweep = 0; sweep < Math.min(2, rounds); sweep++) {
            Process process = start(backend, sweep, folder.resolve("whole " + sweep), "--checkpoint", "never");
            assertEquals(0, process.waitFor(), this::said);
        }
        int kills = 0;
        int resumed = 0;
        for (int round = 0; round < rounds; round++) {
            Path out = folder.resolve("round " + round);
            for (int left = 1 + random.nextInt(2); left >= 0; left--) {
                Process process = start(backend, round % 2, out, "--checkpoint", "0s", "--resume");
                if (left > 0) {
                    killSometime(process, out.resolve("checkpoint"), kills++ % 2 == 0, random);
                } else {
                    assertEquals(0, process.waitFor(), this::said);
                }
                resumed += said().contains("going on at") ? 1 : 0;
            }
            RunFiles.assertSame(folder.resolve("whole " + round % 2), out);
            Cli again = Cli.run("run", out.resolve("experiment.yaml").toString(), "--resume");
            assertEquals(Main.DONE, again.code(), again.err());
        }
        assertTrue(kills >= rounds && resumed > 0, kills + " kills, and " + resumed + " times there was a checkpoint");
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("said"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Process start(String backend, int sweep, Path out, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("run", file.toString(), "--backend", backend, "--out", out.toString()));
        if (sweep > 0) {
            args.addAll(List.of("--set", SWEEP));
        }
        args.addAll(List.of(options));
        return OwnProcess.of(List.of(), args).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("said").toFile()).start();
    }

    /**
     * Waits until it has said how it begins, which is when it begins to write, perhaps for the next checkpoint, and a random time. Often
     * that is while it writes the first files or the checkpoint, or looks at what it goes on with.
     */
    private void killSometime(Process process, Path checkpoints, boolean wait, Random random) throws IOException, InterruptedException {
        List<String> before = names(checkpoints);
        while (process.isAlive() && !said().contains("going on at") && !said().contains("begins at the start")) {
            Thread.sleep(5);
        }
        while (wait && process.isAlive() && before.equals(names(checkpoints))) {
            Thread.sleep(5);
        }
        process.waitFor(random.nextInt(random.nextBoolean() ? 60 : 600), TimeUnit.MILLISECONDS);
        process.destroyForcibly(); // SIGKILL
        process.waitFor();
    }

    private static List<String> names(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".checkpoint")).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of(); // the run has just finished
        }
    }
}
