package org.loligo.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.loligo.model.Precision;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Device;

class DiscoveryTest {
    private static final String INSTALL = "install the driver of the graphics card, or PoCL to use the processor "
            + "(on Debian and Ubuntu: apt install ocl-icd-libopencl1 pocl-opencl-icd)";

    @TempDir
    private Path folder;

    @Test
    void theBackendIsFoundAndDescribesItsDevices() {
        FirstDevice.get();
        Backend backend = ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get)
                .filter(b -> b.name().equals("opencl")).findFirst().orElseThrow();
        assertEquals("", backend.absence());
        Device device = backend.devices().getFirst();
        assertTrue(device.supports(Precision.FLOAT32));
        assertEquals(FirstDevice.get().hasFloat64(), device.supports(Precision.FLOAT64));
        assertTrue(device.description().matches(".+, OpenCL \\d+\\.\\d+, driver .+, \\d+ compute units, \\d+\\.\\d GiB memory, "
                + "\\d+ KiB local memory, work-groups up to \\d+, (no )?fp64"), device.description());
    }

    @Test
    void theBestComesFirst() {
        List<OpenClDevice> devices = Discovery.ofThisMachine().devices();
        for (int i = 1; i < devices.size(); i++) {
            OpenClDevice better = devices.get(i - 1);
            OpenClDevice worse = devices.get(i);
            assertTrue(better.kind().compareTo(worse.kind()) < 0
                    || better.kind() == worse.kind() && better.memoryBytes() >= worse.memoryBytes(), better + " before " + worse);
        }
    }

    /** What a JVM prints that is started with more in its environment and these options. */
    private static Process start(Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LookingForDevices.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String printed(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutADriverItSaysWhatToInstall() throws Exception {
        FirstDevice.get();
        assertEquals("0 0 there is an OpenCL library but no OpenCL driver; " + INSTALL,
                printed(start(Map.of("OCL_ICD_VENDORS", folder.toString()))));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutTheLibraryItSaysWhatToInstallAndNothingElse() throws Exception {
        // the loader finds these first, and they are no libraries
        for (String name : List.of("libOpenCL.so.1", "libOpenCL.so")) {
            Files.writeString(folder.resolve(name), "nothing that could be loaded");
        }
        assertEquals("0 0 this machine has no OpenCL library (libOpenCL.so.1); " + INSTALL,
                printed(start(Map.of("LD_LIBRARY_PATH", folder.toString()))));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLibraryOfJoclThatWasCutShortHarmsNobody() throws Exception {
        FirstDevice.get();
        // what an earlier JVM left that was killed while it unpacked
        for (String machine : List.of("x86_64", "arm64")) {
            Files.write(folder.resolve("libJOCL_2_0_6-linux-" + machine + ".so"), new byte[] {0x7f, 'E', 'L', 'F'});
        }
        assertFalse(printed(start(Map.of(), "-Djava.io.tmpdir=" + folder)).startsWith("0"));
    }

    @Test
    void manyStartAtOnceAndLeaveNothingBehind() throws Exception {
        FirstDevice.get();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start(Map.of(), "-Djava.io.tmpdir=" + folder));
        }
        for (Process process : processes) {
            assertFalse(printed(process).startsWith("0"));
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.filter(f -> f.toString().contains("JOCL")).toList());
        }
    }

    @Test
    void aFolderThatJoclCannotUnpackIntoIsNamed() throws Exception {
        FirstDevice.get();
        Path file = Files.createFile(folder.resolve("file"));
        // Java itself warns of such a folder first
        assertEquals("0 0 the native library of JOCL cannot be loaded from " + file
                + "; start Java with -Djava.io.tmpdir=FOLDER, a folder with room that programs may run from",
                printed(start(Map.of(), "-Djava.io.tmpdir=" + file)).lines().reduce((_, last) -> last).orElseThrow());
    }

    @Test
    void whatJoclSaysIsUnderstood() {
        String library = NativeLibraries.explanation(new UnsatisfiedLinkError("Could not initialize native OpenCL library. Implementation "
                + "library could not be loaded"));
        assertTrue(library.contains("cannot be loaded: Could not initialize native OpenCL library."), library);
        String machine = NativeLibraries.explanation(new UnsatisfiedLinkError("""
                Error while loading native library "JOCL_2_0_6-linux-riscv"
                java.io.IOException: No resource found with name '/lib/libJOCL_2_0_6-linux-riscv.so'
                """));
        assertTrue(machine.startsWith("JOCL has no native library for "), machine);
    }
}
