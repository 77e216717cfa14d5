package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.emit.Schedule;

/**
 * What the tests on a GPU do, through all that is ours and through JCuda, on a driver that has no device: it runs kernels on the processor,
 * late, and refuses what a real one would. It cannot show whether a real one does what its documentation says.
 */
@EnabledOnOs(OS.LINUX)
class RehearsalTest {
    @TempDir
    private static Path tools;
    @TempDir
    private Path folder;

    @BeforeAll
    static void build() throws Exception {
        Toolkit.rehearsal(tools.resolve("driver"), tools.resolve("toolkit"));
    }

    private FreshJvm jvm(String... more) {
        Map<String, String> environment = new HashMap<>(Map.of("LD_LIBRARY_PATH", tools.resolve("driver").toString(), "CUDA_HOME",
                tools.resolve("toolkit").toString()));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return new FreshJvm(environment, List.of("-Dloligo.cache=" + folder, "-Djava.io.tmpdir=" + folder, "-Dloligo.nvrtc=" + folder));
    }

    @Test
    void theDeviceDescribesItself() throws Exception {
        String printed = jvm().prints(Rehearsing.class, "device", folder.toString());
        assertTrue(printed.matches("30 compute capability 9\\.0, 4 multiprocessors at up to 1\\.50 GHz, 1\\.0 GiB memory, 48 KiB shared "
                + "memory \\(227 at most\\), (driver [\\d.]+, )?CUDA 12\\.8, .+ in .+"), printed);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.filter(f -> f.toString().contains("cuda")).toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"REHEARSAL_CUDA, 11040, 'the NVIDIA driver of this machine is too old, it supports CUDA 11.4 and Loligo needs CUDA "
            + "12.0; install version 525 or later'",
        "REHEARSAL_INIT, 100, there is an NVIDIA driver but no device that it can use",
        "REHEARSAL_INIT, 999, 'the NVIDIA driver of this machine cannot be used: CUDA_ERROR_UNKNOWN; see what nvidia-smi says'",
        "REHEARSAL_INIT, 34, 'the libcuda.so.1 found first is the one of the CUDA toolkit that only serves for linking; take the folder "
            + "with ''stubs'' out of LD_LIBRARY_PATH'",
        "REHEARSAL_PROHIBITED, 1, no CUDA device here can be used: its compute mode is 'prohibited'"})
    void whyThereIsNoDeviceIsSaidInASentence(String variable, String value, String absence) throws Exception {
        assertEquals("0 0 " + absence, jvm(variable, value).prints(LookingForDevices.class));
    }

    @Test
    void aLibraryOfJCudaThatWasCutShortHarmsNobody() throws Exception {
        // what an earlier JVM left that was killed while it unpacked
        Files.write(folder.resolve("libJCudaDriver-12.6.0-linux-x86_64.so"), new byte[] {0x7f, 'E', 'L', 'F'});
        assertEquals("1 30", jvm().prints(LookingForDevices.class).strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "kernels"})
    void whatIsTestedOnAGpuIsRehearsed(String tests) throws Exception {
        String printed = jvm().prints(Rehearsing.class, tests, folder.toString());
        List<String> lines = printed.lines().toList();
        // nothing else, such as what was left in the context
        assertEquals(List.of(), lines.stream().filter(l -> !l.startsWith("passed ")).toList());
        assertTrue(lines.size() > 10, printed);
    }

    /** Two buffers take turns, so there are two graphs, however long the run; and none where no stretch is as long as one. */
    @Test
    void stepsGoIntoGraphsThatAreMadeOnce() throws Exception {
        assertEquals(List.of("100 true 0", "450 true 2", "50 true 0", "300 true 2"),
                jvm().prints(Rehearsing.class, "graphs", folder.toString()).lines().toList());
    }

    @Test
    void whatWasCompiledIsLoadedOnly() throws Exception {
        // two sources, of which one is asked for twice, and once more after what was kept of it is spoilt
        Path compilations = tools.resolve("toolkit/bin/compilations");
        int before = Files.exists(compilations) ? Files.readAllLines(compilations).size() : 0;
        assertEquals(before + 3, Integer.parseInt(jvm().prints(Rehearsing.class, "compile", folder.toString())));
    }

    @ParameterizedTest
    @CsvSource({"700, CUDA_ERROR_ILLEGAL_ADDRESS, true", "702, CUDA_ERROR_LAUNCH_TIMEOUT, true", "719, CUDA_ERROR_LAUNCH_FAILED, true",
        "801, CUDA_ERROR_NOT_SUPPORTED, false", "718281, CUDA_ERROR_OF_TOMORROW, false"})
    void aDeviceThatFailsSaysSoAndCanBeClosed(int status, String name, boolean isForGood) throws Exception {
        List<String> printed = jvm().prints(Rehearsing.class, "failure", folder.toString(), Integer.toString(status)).lines().toList();
        assertTrue(printed.getFirst().startsWith("DeviceException the CUDA device Rehearsal failed while "), printed.toString());
        assertTrue(printed.getFirst().contains(": " + name), printed.toString());
        assertEquals(isForGood, printed.getFirst().contains("its context is lost"), printed.toString());
        assertEquals("closed", printed.getLast());
    }

    /** The day decides which network; any can be had again by its number. */
    @Test
    void randomNetworksAreThoseOfTheOracle() throws Exception {
        rehearseNetwork(Long.getLong("loligo.seed", LocalDate.now().toEpochDay()));
    }

    static Stream<Long> seeds() {
        return Stream.iterate(0L, s -> s + 1).limit(20);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("seeds")
    void manyRandomNetworksAreThoseOfTheOracle(long seed) throws Exception {
        rehearseNetwork(seed);
    }

    private void rehearseNetwork(long seed) throws Exception {
        assertEquals(Arrays.stream(Schedule.values()).map(s -> "passed " + s).collect(Collectors.joining("\n")),
                jvm().prints(Rehearsing.class, "oracle", folder.toString(), Long.toString(seed)), "seed " + seed);
    }
}
