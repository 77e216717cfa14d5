package org.loligo.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.codegen.emit.Schedule;

/**
 * Kernels under Oclgrind, an OpenCL device that interprets them and notes each access out of bounds, data race, barrier that not all work
 * items reach, and use of what was never written. It is an OpenCL driver of its own, so each run is a JVM that knows only that driver.
 */
class OclgrindTest {
    @TempDir
    private Path folder;

    private static Optional<Path> driver() {
        return Stream.of("/usr/lib", "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu")
                .flatMap(f -> Stream.of(Path.of(f, "oclgrind", "liboclgrind-rt-icd.so"), Path.of(f, "liboclgrind-rt-icd.so")))
                .filter(Files::exists).findFirst();
    }

    /** Runs a class under Oclgrind and returns what that noted. */
    private String noted(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Optional<Path> driver = driver();
        assumeTrue(driver.isPresent(), "Oclgrind is not installed (on Debian and Ubuntu: apt install oclgrind)");
        Path drivers = Files.createDirectories(folder.resolve("drivers"));
        Files.writeString(drivers.resolve("oclgrind.icd"), driver.get() + "\n");
        Path log = folder.resolve("log");
        Files.writeString(log, "");
        Path output = folder.resolve("output");
        List<String> command = Stream.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + folder, "-Dloligo.cache=" + folder.resolve("cache"), "-cp",
                System.getProperty("java.class.path"), main.getName()), Stream.of(arguments)).toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("OCL_ICD_VENDORS", drivers.toString());
        builder.environment().put("OCLGRIND_DATA_RACES", "1");
        builder.environment().put("OCLGRIND_UNINITIALIZED", "1");
        // its search for uninitialised values stops at an instruction that optimised code has
        builder.environment().put("OCLGRIND_BUILD_OPTIONS", "-cl-opt-disable");
        builder.environment().put("OCLGRIND_LOG", log.toString());
        int exit = builder.start().waitFor();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, exit, printed);
        assertTrue(printed.contains("done on Oclgrind"), printed);
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void kernelsAccessOnlyWhatTheyMay(Schedule schedule) throws Exception {
        assertEquals("", noted(UnderOclgrind.class, schedule.toString()));
    }

    @Test
    void aRaceIsNoted() throws Exception {
        assertTrue(noted(UnderOclgrind.class, "race").contains("race"), "Oclgrind notes nothing");
    }
}
