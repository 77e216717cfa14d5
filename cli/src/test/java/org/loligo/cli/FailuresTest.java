package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loligo.io.NpyReader;

/** What breaks in the middle of a run costs one sentence; what was written is readable, and the run goes on when it is mended. */
class FailuresTest {
    private static final String EXPERIMENT = """
            time: {start: 0, stop: 100, step: 0.01}
            populations:
              X: {model: hodgkin-huxley, size: 5, initial: {V: {uniform: [-70, -40]}}}
            stimuli:
              - {to: X, pulse: {start: 0, stop: 100, amplitude: 10}}
            record:
              - {population: X, variables: [V, m, h, n, last_spike]}
              - {spikes: X}
            """;

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void experiment() throws IOException {
        Files.writeString(folder.resolve("e.yaml"), EXPERIMENT);
        disk = Files.createDirectory(folder.resolve("disk"));
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        system("umount", disk.toString());
    }

    private static boolean system(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    private void mount(String options) throws IOException, InterruptedException {
        assumeTrue(system("mount", "-t", "tmpfs", "-o", options, "loligo-test", disk.toString()), "this user may not mount a small disk");
    }

    private Cli run(String backend, Path out, String... options) {
        List<String> args = new ArrayList<>(List.of("run", folder.resolve("e.yaml").toString(), "--backend", backend, "--out",
                out.toString(), "--quiet"));
        args.addAll(List.of(options));
        return Cli.run(args.toArray(String[]::new));
    }

    private Path whole(String... options) {
        Path whole = folder.resolve("whole");
        Cli run = run("interpreter", whole, options);
        assertEquals(Main.DONE, run.code(), run.err());
        return whole;
    }

    private static void assertReadable(Path whole, Path out) throws IOException {
        double[] times = NpyReader.readGrowing(out.resolve("npy/X.time.npy")).values();
        assertTrue(times.length > 100, times.length + " samples");
        double[] values = NpyReader.readGrowing(out.resolve("npy/X.V.npy")).values();
        assertTrue(values.length >= 5 * times.length);
        double[] expected = NpyReader.read(whole.resolve("npy/X.V.npy")).values();
        assertTrue(Arrays.equals(Arrays.copyOf(expected, values.length), values), "whole samples, the right ones");
    }

    @Test
    void aFullDisk() throws IOException, InterruptedException {
        mount("size=1m");
        Path whole = whole("--format", "npy");
        Path out = disk.resolve("out");
        Cli full = run("interpreter", out, "--format", "npy", "--checkpoint", "0s");
        assertEquals(Main.NO_ROOM, full.code(), full.err());
        assertEquals(1, full.err().lines().count(), full.err());
        assertTrue(full.err().contains("No space left on device") && full.err().contains(out.toString()), full.err());
        assertReadable(whole, out);
        Cli still = run("interpreter", out, "--format", "npy", "--resume");
        assertEquals(Main.NO_ROOM, still.code(), still.err());
        assertReadable(whole, out);
        assertTrue(system("mount", "-o", "remount,size=64m", disk.toString()));
        Cli resumed = run("interpreter", out, "--format", "npy", "--resume");
        assertEquals(Main.DONE, resumed.code(), resumed.err());
        RunFiles.assertSame(whole, out);
    }

    @Test
    void aFolderThatCannotBeWritten() throws IOException, InterruptedException {
        mount("size=1m,ro");
        Cli refused = run("interpreter", disk.resolve("out"));
        assertEquals(Main.MISTAKE, refused.code(), refused.err());
        assertEquals("loligo: --out: cannot write '" + disk.resolve("out") + "' because '" + disk + "' is not writable\n", refused.err());
    }

    @Test
    void aDeviceThatBreaks() throws IOException {
        Path whole = whole();
        Path out = folder.resolve("out");
        Cli broken = run("breaking", out);
        assertEquals(Main.FAILED, broken.code(), broken.err());
        assertEquals("loligo: device 'old card' is gone; './loligo run " + out.resolve("experiment.yaml")
                + " --resume' goes on with it\n", broken.err());
        assertReadable(whole, out);
        assertTrue(Files.readString(out.resolve("run.json")).contains("\"error\": \"device 'old card' is gone\""));
        assertFalse(Files.exists(out.resolve("npy/X.final.V.npy")));
        Cli resumed = run("interpreter", out, "--resume");
        assertEquals(Main.DONE, resumed.code(), resumed.err());
        assertTrue(resumed.err().contains(" ms with interpreter 'interpreter'"), resumed.err());
        for (String name : List.of("V", "m", "h", "n", "last_spike", "spikes", "time", "final.V")) {
            assertEquals(-1, Files.mismatch(whole.resolve("npy/X." + name + ".npy"), out.resolve("npy/X." + name + ".npy")), name);
        }
    }
}
