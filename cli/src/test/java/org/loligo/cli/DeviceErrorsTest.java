package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Backends;

/** What the command line says when a device is not there, or cannot do what is asked. */
class DeviceErrorsTest {
    private static final String RING = """
            time: {stop: 1, step: 0.1}
            populations:
              X: {model: hodgkin-huxley, size: 4}
            projections:
              ring: {from: X, to: X, model: gaba-a, connectivity: {one-to-one: true, self: true}}
            record: [{spikes: X}]
            """;

    @TempDir
    private Path folder;

    private Path file;
    private Path out;

    @BeforeEach
    void experiment() throws IOException {
        file = folder.resolve("ring.yaml");
        out = folder.resolve("out");
        Files.writeString(file, RING);
    }

    private void refused(int code, List<String> fragments, String... options) {
        List<String> args = new ArrayList<>(List.of("run", file.toString(), "--quiet", "--out", out.toString()));
        args.addAll(List.of(options));
        refused(Cli.run(args.toArray(String[]::new)), code, fragments);
    }

    private void refused(Cli result, int code, List<String> fragments) {
        assertEquals(code, result.code(), result.err());
        assertEquals(1, result.err().strip().lines().count(), result.err());
        assertEquals("", result.out());
        for (String fragment : fragments) {
            assertTrue(result.err().contains(fragment), "expected '" + fragment + "' in: " + result.err());
        }
        assertFalse(result.err().contains("Exception") || result.err().contains("bug"), result.err());
        assertFalse(Files.exists(out), "nothing is written");
    }

    @Test
    void aDeviceThatIsNotThere() {
        Target.requireDevice("opencl");
        refused(Main.NO_DEVICE, List.of("backend 'opencl' has no device 7, expected 0 to "), "--backend", "opencl", "--device",
                "7");
    }

    @Test
    void aBackendWithoutADevice() {
        Backend cuda = Backends.installed().stream().filter(b -> b.name().equals("cuda")).findFirst().orElseThrow();
        if (cuda.devices().isEmpty()) {
            refused(Main.NO_DEVICE, List.of("backend 'cuda' has no device: " + cuda.absence()), "--backend", "cuda");
            assertTrue(Cli.run("devices").out().contains("cuda: no device, " + cuda.absence()));
        } else {
            assertEquals("", cuda.absence());
        }
    }

    @Test
    void aScheduleThatIsNotThere() {
        Target.requireDevice("opencl");
        refused(Main.NO_DEVICE, List.of("the opencl backend has no schedule 'residnt'", "did you mean 'resident'?"), "--backend", "opencl",
                "--schedule", "residnt");
    }

    @Test
    void cellsThatAreNotIndependent() {
        Target.requireDevice("opencl");
        refused(Main.NO_DEVICE, List.of("schedule 'independent' is for networks without projections", "use resident or staged"),
                "--backend", "opencl", "--schedule", "independent");
    }

    /** 16 bytes of each neuron are shared. */
    @Test
    void aNetworkTooLargeForAWorkGroup() {
        Target.requireDevice("opencl");
        refused(Main.NO_DEVICE, List.of("schedule 'resident' needs 16000000 bytes that a work-group shares", "use staged"), "--backend",
                "opencl", "--schedule", "resident", "--set", "populations.X.size=1000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resident", "staged"})
    void moreInstancesThanTheDeviceHasMemory(String schedule) {
        Target.requireDevice("opencl");
        // terabytes, whatever the device
        refused(Main.NO_ROOM, List.of("device '", " bytes, at most ", "and the run needs ", "(states and stages ", "float32"),
                "--backend", "opencl", "--schedule", schedule, "--set", "populations.X.size=100", "--set", "sweep={instances: 800000000}");
    }

    @Test
    void aDeviceWithoutDoublePrecision() {
        refused(Main.NO_DEVICE, List.of("device 'small card' of backend 'single-precision' cannot compute in float64",
                "use --precision float32"), "--backend", "single-precision");
        Cli single = Cli.run("show", file.toString(), "--backend", "single-precision", "--precision", "float32", "--what", "kernel");
        assertEquals("nothing, in float32", single.out().strip(), single.err());
        refused(Main.NO_DEVICE, List.of("device 'interpreter'", "cannot compute in float32; use --precision float64"), "--backend",
                "interpreter", "--precision", "float32");
    }

    /** Drivers take long to start. */
    @Test
    void aBackendThatIsNotMeantIsNotAskedForItsDevices() {
        int before = SinglePrecisionBackend.asked();
        assertEquals(Main.DONE, Cli.run("show", file.toString(), "--backend", "interpreter", "--what", "program").code());
        assertEquals(Main.MISTAKE, Cli.run("show", file.toString(), "--backend", "interpretr", "--what", "program").code());
        assertEquals(before, SinglePrecisionBackend.asked());
        Cli.run("devices");
        assertTrue(SinglePrecisionBackend.asked() > before, "the counter counts");
    }

    // --- a machine without a driver: a JVM of its own, because drivers are looked for once -----------------------------

    private Cli withoutDrivers(String... args) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        Path said = folder.resolve("said");
        ProcessBuilder java = OwnProcess.of(List.of(), List.of(args)).redirectOutput(printed.toFile()).redirectError(said.toFile());
        java.environment().put("OCL_ICD_VENDORS", Files.createDirectories(folder.resolve("no-drivers")).toString());
        int code = java.start().waitFor();
        // of Java itself, about its incubator
        String err = Files.readString(said, StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("WARNING: Using incubator"))
                .collect(Collectors.joining("\n"));
        return new Cli(code, Files.readString(printed, StandardCharsets.UTF_8), err);
    }

    @Test
    void noDriver() throws IOException, InterruptedException {
        refused(withoutDrivers("run", file.toString(), "--backend", "opencl", "--out", out.toString()), Main.NO_DEVICE,
                List.of("loligo: backend 'opencl' has no device: ", "install the driver of the graphics card"));
    }

    @Test
    void withoutADriverTheOthersStillRun() throws IOException, InterruptedException {
        Cli devices = withoutDrivers("devices");
        assertEquals(Main.DONE, devices.code(), devices.err());
        assertTrue(devices.out().contains("opencl: no device, ") && devices.out().contains("install the driver"), devices.out());
        assertTrue(devices.out().contains("cpu\n  0  ") && devices.out().contains("interpreter\n  0  "), devices.out());
        Cli auto = withoutDrivers("show", file.toString(), "--what", "plan");
        assertEquals(Main.DONE, auto.code(), auto.err());
        assertTrue(auto.err().startsWith("loligo: --backend auto chose cpu, "), auto.err());
        assertTrue(auto.err().matches(".* \\(no device of .*opencl.*, see 'loligo devices'\\)"), auto.err());
        assertEquals(1, auto.err().lines().count(), auto.err());
    }
}
