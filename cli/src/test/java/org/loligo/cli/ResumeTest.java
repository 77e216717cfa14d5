package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jline.utils.Signals;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.io.NpyReader;

/** A run that was asked to stop, and all that can be asked of what it left. */
class ResumeTest {
    private static final String EXPERIMENT = """
            time: {start: 0, stop: 400, step: 0.01}
            seed: 3
            populations:
              X: {model: hodgkin-huxley, size: 3, initial: {V: {file: v.npy}}}
            projections:
              ach: {from: X, to: X, model: acetylcholine, connectivity: {all-to-all: true}}
            stimuli:
              - {to: X, pulse: {start: 0, stop: 390, amplitude: 10}, neurons: [0, 2]}
            record:
              - {population: X, variables: [V], every: 0.1}
              - {projection: ach, variables: [O], every: 0.5}
              - {spikes: X}
            summarise:
              - {population: X, spikes: [count, first, mean_isi, cv_isi], from: 50, to: 380}
              - {population: X, variable: V, of: [mean, variance, min, max], per: neuron}
              - {projection: ach, variable: O, of: [mean]}
            """;
    private static final String SWEEP = "sweep={values: {populations.X.parameters.g_Na: {grid: [100, 120, 2]}}}";

    @TempDir
    private static Path folder;
    private static Path file;

    private static int cases;
    private Path out;

    @BeforeAll
    static void runsWithAndWithoutABreak() throws IOException, InterruptedException {
        file = Files.writeString(folder.resolve("e.yaml"), EXPERIMENT);
        Npy.vector(folder.resolve("v.npy"), -70, -65, -40);
        assertEquals(Main.DONE, run(folder.resolve("whole")).code());
        Cli stopped = stop(folder.resolve("stopped"), "TERM", "--checkpoint", "0s");
        assertEquals(143, stopped.code(), stopped.err());
    }

    @BeforeEach
    void aCopy() throws IOException {
        // paths of inputs are relative to it
        out = RunFiles.copy(folder.resolve("stopped"), folder.resolve("case " + ++cases));
    }

    private static Cli run(Path out, String... options) {
        List<String> args = new ArrayList<>(List.of("run", file.toString(), "--out", out.toString()));
        if (!List.of(options).contains("--backend")) {
            args.addAll(List.of("--backend", "interpreter"));
        }
        args.addAll(List.of(options));
        return Cli.run(args.toArray(String[]::new));
    }

    /** Runs until the first samples are written, then has the system send a signal to this process. */
    private static Cli stop(Path out, String signal, String... options) throws InterruptedException {
        Object before = Signals.register(signal, () -> { }); // should it come when nobody listens any more
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                Path times = out.resolve("npy/X.time.npy");
                while (Files.notExists(times) || NpyReader.readGrowing(times).values().length < 20) {
                    Thread.sleep(1);
                }
                new ProcessBuilder("kill", "-" + signal, ProcessHandle.current().pid() + "").start();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        try {
            return run(out, options);
        } finally {
            sender.join();
            Signals.unregister(signal, before);
        }
    }

    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(out.resolve("checkpoint"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void goesOnAsIfItHadNeverStopped() throws IOException {
        assertTrue(Files.readString(out.resolve("run.json")).contains("\"error\": \"stopped at "));
        assertFalse(Files.exists(out.resolve("npy/X.final.V.npy")));
        // its own folder says all there is to say
        Cli resumed = Cli.run("run", out.resolve("experiment.yaml").toString(), "--resume", "--quiet");
        assertEquals(Main.DONE, resumed.code(), resumed.err());
        assertTrue(resumed.err().matches("loligo: going on at [0-9.]+ ms\\n"), resumed.err());
        RunFiles.assertSame(folder.resolve("whole"), out);
        String record = Files.readString(out.resolve("run.json"));
        assertTrue(record.contains("\"legs\": [{\"from_step\": 0, \"backend\": \"interpreter\", "), record);
        String spikes = "\"spikes\": [1-9][0-9]*";
        assertEquals(first(spikes, Files.readString(folder.resolve("whole/run.json"))), first(spikes, record));
    }

    private static String first(String pattern, String text) {
        return java.util.regex.Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow().group();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSweepIsStoppedBySignalsAndGoesOn(String signal, int code) throws IOException, InterruptedException {
        Path whole = folder.resolve("whole sweep");
        if (Files.notExists(whole)) {
            assertEquals(Main.DONE, run(whole, "--set", SWEEP).code());
        }
        Path sweep = folder.resolve("sweep " + signal);
        Cli stopped = stop(sweep, signal, "--set", SWEEP);
        assertEquals(code, stopped.code(), stopped.err());
        assertEquals("", stopped.out());
        assertTrue(stopped.err().contains("loligo: stopping at the end of this chunk"), stopped.err());
        assertTrue(stopped.err().strip().endsWith(" ms of 400.0 ms; './loligo run " + sweep.resolve("experiment.yaml")
                + " --resume' goes on from there"), stopped.err());
        double[] values = NpyReader.read(sweep.resolve("npy/X.V.npy")).values();
        assertEquals(2 * 3 * NpyReader.read(sweep.resolve("npy/X.time.npy")).values().length, values.length, "whole samples, readable");
        Cli resumed = run(sweep, "--set", SWEEP, "--resume");
        assertEquals(Main.DONE, resumed.code(), resumed.err());
        RunFiles.assertSame(whole, sweep);
    }

    @Test
    void aFinishedRunIsLeftAlone() throws IOException {
        Path whole = RunFiles.copy(folder.resolve("whole"), folder.resolve("finished"));
        Cli again = run(whole, "--resume");
        assertEquals(Main.DONE, again.code());
        assertEquals("loligo: the run in '" + whole + "' is finished, there is nothing to resume\n", again.err());
        assertEquals(Files.readString(whole.resolve("run.json")), again.out());
        RunFiles.assertSame(folder.resolve("whole"), whole);
        Cli longer = run(whole, "--resume", "--set", "time.stop=500");
        assertEquals(Main.MISTAKE, longer.code());
        assertTrue(longer.err().contains("time.stop is '400' there and '500' here"), longer.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "seed=4 | seed is '3' there and '4' here",
        "populations.X.size=4 | ",
        "populations.X.parameters.g_K=9 | populations.X.parameters.g_K is ",
        "record.1.every=1 | record.1.every is '0.5' there and '1' here",
        "precision=float32 | precision is 'float64' there and 'float32' here",
        "output.formats=[npy] | output.formats."})
    void anotherExperimentIsRefusedByItsKey(String setting, String difference) throws IOException {
        Cli refused = run(out, "--resume", "--set", setting);
        assertEquals(Main.MISTAKE, refused.code(), refused.err());
        assertTrue(difference == null || refused.err().contains("holds a run of another experiment, " + difference), refused.err());
        assertEquals(1, refused.err().lines().count(), refused.err());
        RunFiles.assertSame(folder.resolve("stopped"), out);
    }

    @Test
    void elsewhereOnlyWithTheSameInputs() throws IOException {
        Path moved = RunFiles.copy(folder.resolve("stopped"), Files.createDirectory(folder.resolve("elsewhere")).resolve("out"));
        Path other = Files.writeString(moved.resolveSibling("e.yaml"), EXPERIMENT);
        Npy.vector(moved.resolveSibling("v.npy"), -70, -65, -41);
        Cli refused = Cli.run("run", other.toString(), "--backend", "interpreter", "--out", moved.toString(), "--resume");
        assertEquals(Main.MISTAKE, refused.code());
        assertTrue(refused.err().contains("populations.X.initial.V.file is 'sha256:"), refused.err());
        Files.copy(folder.resolve("v.npy"), moved.resolveSibling("v.npy"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Cli resumed = Cli.run("run", other.toString(), "--backend", "interpreter", "--out", moved.toString(), "--resume");
        assertEquals(Main.DONE, resumed.code(), resumed.err());
    }

    @Test
    void aDamagedCheckpointIsNamedAndTheOneBeforeIsUsed() throws IOException {
        List<Path> two = checkpoints();
        assertEquals(2, two.size(), two::toString);
        byte[] bytes = Files.readAllBytes(two.getLast());
        bytes[bytes.length / 2] ^= 4;
        Files.write(two.getLast(), bytes);
        Cli resumed = run(out, "--resume", "--quiet");
        assertEquals(Main.DONE, resumed.code(), resumed.err());
        assertTrue(resumed.err().startsWith("loligo: the checkpoint '" + two.getLast()
                + "' was cut off or damaged: its checksum is wrong; the one before it is used\nloligo: going on at "), resumed.err());
        RunFiles.assertSame(folder.resolve("whole"), out);
    }

    @Test
    void withNoIntactCheckpointNothingIsTouched() throws IOException {
        for (Path checkpoint : checkpoints()) {
            Files.write(checkpoint, java.util.Arrays.copyOf(Files.readAllBytes(checkpoint), 100));
        }
        Cli refused = run(out, "--resume");
        assertEquals(Main.FAILED, refused.code());
        assertEquals(1, refused.err().lines().count(), refused.err());
        assertTrue(refused.err().contains("no checkpoint is intact: '" + checkpoints().getLast() + "'"), refused.err());
        assertTrue(Files.exists(out.resolve("npy/X.V.npy")));
    }

    @Test
    void anotherBackendGoesOnWithinRounding() throws IOException {
        Cli resumed = run(out, "--resume", "--backend", "cpu", "--quiet");
        assertEquals(Main.DONE, resumed.code(), resumed.err());
        assertTrue(resumed.err().contains("going on at ") && resumed.err().contains(" ms with cpu '")
                && resumed.err().contains("after interpreter 'interpreter' (interpreted, width 1)")
                && resumed.err().contains("within rounding, not bit for bit"), resumed.err());
        double[] expected = NpyReader.read(folder.resolve("whole/npy/X.V.npy")).values();
        assertArrayEquals(expected, NpyReader.read(out.resolve("npy/X.V.npy")).values(), 1e-6);
        String record = Files.readString(out.resolve("run.json"));
        assertTrue(record.contains("\"backend\": \"interpreter\"") && record.contains("\"backend\": \"cpu\""), record);
    }

    @Test
    void otherPassesAreRefused() throws IOException {
        Cli refused = run(out, "--resume", "--passes", "none");
        assertEquals(Main.MISTAKE, refused.code());
        assertTrue(refused.err().contains("holds the state after the passes "), refused.err());
        RunFiles.assertSame(folder.resolve("stopped"), out);
    }

    @Test
    void withoutACheckpointItBeginsAtTheStart() throws IOException {
        for (Path checkpoint : checkpoints()) {
            Files.delete(checkpoint);
        }
        Files.writeString(out.resolve("notes.txt"), "mine");
        Cli resumed = run(out, "--resume", "--quiet");
        assertEquals(Main.DONE, resumed.code(), resumed.err());
        assertEquals("loligo: there is no checkpoint in '" + out + "', so the run begins at the start\n", resumed.err());
        assertEquals("mine", Files.readString(out.resolve("notes.txt")));
        Files.delete(out.resolve("notes.txt"));
        RunFiles.assertSame(folder.resolve("whole"), out);
    }

    @Test
    void aFolderThatIsNotThereBeginsAtTheStart() throws IOException {
        Path fresh = out.resolveSibling("fresh");
        Cli begun = run(fresh, "--resume");
        assertEquals(Main.DONE, begun.code(), begun.err());
        RunFiles.assertSame(folder.resolve("whole"), fresh);
        Path empty = Files.createDirectory(out.resolveSibling("empty"));
        assertEquals(Main.DONE, run(empty, "--resume", "--set", "time.stop=1", "--set", "stimuli=[]", "--set", "summarise=[]").code());
    }

    @Test
    void whatIsNoRunIsNotResumed() throws IOException {
        Path precious = Files.createDirectory(out.resolveSibling("precious"));
        Files.writeString(precious.resolve("notes.txt"), "mine");
        Cli refused = run(precious, "--resume");
        assertEquals(Main.MISTAKE, refused.code());
        assertTrue(refused.err().contains("there is nothing to resume"), refused.err());
        assertEquals(Main.MISTAKE, run(out, "--resume", "--overwrite").code());
        Cli exists = run(out);
        assertEquals(Main.MISTAKE, exists.code());
        assertTrue(exists.err().contains("--resume goes on with it"), exists.err());
    }

    @Test
    void whenToWriteCheckpoints() {
        Cli wrong = run(out.resolveSibling("none"), "--checkpoint", "often");
        assertEquals(Main.MISTAKE, wrong.code());
        assertTrue(wrong.err().contains("'often' is not a span of time"), wrong.err());
        TimeSpan span = new TimeSpan();
        assertEquals(300, span.convert("5min").toSeconds());
        assertEquals(1500, span.convert("1.5").toMillis());
        assertEquals(7200, span.convert("2 h").toSeconds());
        assertEquals(TimeSpan.NEVER, span.convert("never"));
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        Path none = out.resolveSibling("none");
        Cli plan = run(none, "--dry-run");
        assertEquals(Main.DONE, plan.code(), plan.err());
        assertTrue(plan.out().contains("population X: 3 neurons") && plan.out().contains("two chunk buffers"), plan.out());
        assertFalse(Files.exists(none));
        assertEquals(Main.DONE, run(out, "--dry-run").code(), "also where a folder is in the way");
        RunFiles.assertSame(folder.resolve("stopped"), out);
    }
}
