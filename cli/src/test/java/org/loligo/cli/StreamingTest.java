package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run writes more than the memory holds, and takes no more of it the longer it lasts. */
class StreamingTest {
    private static final String EXPERIMENT = """
            integrator: euler
            populations:
              P: {model: pendulum, size: 10000, initial: {theta: {uniform: [-3, 3]}}}
            record:
              - {population: P, variables: [theta, omega]}
            """;
    /** Two numbers for each pendulum. */
    private static final long STEP_BYTES = 2 * 8 * 10_000;
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource("1, npy")
    void oneGigabyte(int gigabytes, String format) throws IOException, InterruptedException {
        stream(gigabytes, format);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"10, npy", "10, zarr"})
    void tenGigabytes(int gigabytes, String format) throws IOException, InterruptedException {
        stream(gigabytes, format);
    }

    private void stream(int gigabytes, String format) throws IOException, InterruptedException {
        long bytes = gigabytes * 1_000_000_000L;
        assumeTrue(Files.getFileStore(folder).getUsableSpace() > 2 * bytes, "the disk is too small");
        long steps = bytes / STEP_BYTES;
        Path file = Files.writeString(folder.resolve("e.yaml"), EXPERIMENT + "time: {start: 0, stop: " + steps + ", step: 1}\n");
        Path said = folder.resolve("said");
        List<String> args = List.of("run", file.toString(), "--backend", "cpu", "--format", format, "--out",
                folder.resolve("out").toString(), "--set", "populations.P.parameters.g=1e-6");
        Process process = OwnProcess.of(List.of("-Xmx512m"), args).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile()).start();
        long peak = 0;
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peak(process.pid()));
        }
        assertEquals(0, process.exitValue(), Files.readString(said));
        // the heap, the buffers, the JVM itself
        assertTrue(peak < 1_200_000_000L, peak + " bytes at most");
        if (format.equals("npy")) {
            assertEquals(128 + (steps + 1) * STEP_BYTES / 2, Files.size(folder.resolve("out/npy/P.theta.npy")));
        }
    }

    /** The most memory a process has had so far; 0 where the system does not tell. */
    private static long peak(long pid) {
        try {
            Matcher m = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return m.find() ? Long.parseLong(m.group(1)) * 1024 : 0;
        } catch (IOException e) {
            return 0; // it has just ended, or this is no Linux
        }
    }
}
