package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.runtime.DeviceException;

@EnabledOnOs(OS.LINUX)
class CompilerSearchTest {
    @TempDir
    private Path root;

    private CompilerSearch search(Map<String, String> properties, Map<String, String> environment) {
        return new CompilerSearch(new Places(properties::get, environment::get, root, List.of()));
    }

    private void nvcc(String folder, String version, String... architectures) throws IOException {
        Path file = Files.createDirectories(root.resolve(folder)).resolve("nvcc");
        Files.writeString(file, "#!/bin/sh\ncase $1 in\n--version) echo 'tools, release " + version + ", V" + version
                + ".1'; echo 'Build of " + folder
                + "' ;;\n--list-gpu-code) printf '" + String.join("\\n", architectures) + "\\n' ;;\n*) exit 1 ;;\nesac\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private static String found(CompilerSearch search, CudaDevice device) {
        Optional<CudaCompiler> compiler = search.compilerFor(device);
        return compiler.map(c -> c.name() + " in " + c.place()).orElse("none");
    }

    @Test
    void nvrtcComesBeforeNvccAndWhatTheUserSaysBeforeAll() throws Exception {
        CudaDevice device = Toolkit.device("sm_90", 13000);
        nvcc("usr/local/cuda/bin", "13.0", "sm_90");
        assertEquals("nvcc 13.0 in " + root.resolve("usr/local/cuda/bin/nvcc"), found(search(Map.of(), Map.of()), device));
        Toolkit.nvrtc(root.resolve("usr/lib/python3/dist-packages/nvidia/cuda_nvrtc/lib"), 121, "80,90");
        assertEquals("NVRTC 12.1 in " + root.resolve("usr/lib/python3/dist-packages/nvidia/cuda_nvrtc/lib"),
                found(search(Map.of(), Map.of()), device));
        Toolkit.nvrtc(root.resolve("usr/local/cuda-12.2/lib64"), 122, "80,90");
        assertEquals("NVRTC 12.2 in " + root.resolve("usr/local/cuda-12.2/lib64"), found(search(Map.of(), Map.of()), device));
        Toolkit.nvrtc(root.resolve("home/lib"), 123, "80,90");
        Map<String, String> environment = Map.of("CUDA_HOME", root.resolve("home").toString());
        assertEquals("NVRTC 12.3 in " + root.resolve("home/lib"), found(search(Map.of(), environment), device));
        Path file = Toolkit.nvrtc(root.resolve("said"), 124, "80,90");
        for (Path said : List.of(file, file.getParent())) {
            assertEquals("NVRTC 12.4 in " + root.resolve("said"), found(search(Map.of("loligo.nvrtc", said.toString()), environment),
                    device));
        }
    }

    @Test
    void aCompilerThatTheDriverWillNotRefuseIsPreferred() throws Exception {
        Toolkit.nvrtc(root.resolve("usr/local/cuda-13.1/lib64"), 131, "75,80,90");
        Toolkit.nvrtc(root.resolve("usr/local/cuda-12.5/lib64"), 125, "70,75,80,90");
        CompilerSearch search = search(Map.of(), Map.of());
        assertTrue(found(search, Toolkit.device("sm_90", 13000)).startsWith("NVRTC 13.1"));
        assertTrue(found(search, Toolkit.device("sm_90", 12080)).startsWith("NVRTC 12.5"));
        assertTrue(found(search, Toolkit.device("sm_70", 13000)).startsWith("NVRTC 12.5"));
        // better one that may be refused than none
        assertTrue(found(search(Map.of("loligo.nvrtc", root.resolve("usr/local/cuda-13.1/lib64").toString()), Map.of()),
                Toolkit.device("sm_80", 12080)).startsWith("NVRTC 12.5"));
        assertEquals("none", found(search, Toolkit.device("sm_100", 13000)));
    }

    @Test
    void withoutACompilerEveryPlaceIsNamed() {
        CompilerSearch search = search(Map.of("loligo.nvrtc", "/nowhere"), Map.of("CUDA_HOME", "/opt/c", "PATH", "/usr/games"));
        String message = assertThrows(DeviceException.class, () -> search.requireFor(Toolkit.device("sm_90", 12080))).getMessage();
        assertEquals("there is no compiler for CUDA: no NVRTC (libnvrtc.so) in -Dloligo.nvrtc=/nowhere, CUDA_HOME=/opt/c, "
                + "CUDA_PATH (not set), " + root.resolve("usr/local/cuda*/lib64") + ", VIRTUAL_ENV (not set), CONDA_PREFIX (not set), "
                + "Python's packages of the user and of the system (nvidia/cu13/lib, nvidia/cuda_nvrtc/lib) or where the system looks for "
                + "libraries, and no nvcc in CUDA_HOME=/opt/c, CUDA_PATH (not set), PATH, " + root.resolve("usr/local/cuda*/bin")
                + "; install the toolkit of CUDA 12, or NVRTC alone with 'pip install nvidia-cuda-nvrtc-cu12', and say where with "
                + "-Dloligo.nvrtc=FOLDER if it lies elsewhere", message);
        assertEquals("no compiler", search.description(Toolkit.device("sm_90", 12080)));
    }

    @Test
    void aDeviceWithoutACompilerIsNotChosenByItself() throws IOException {
        CudaDevice device = Toolkit.device("sm_90", 12080);
        assertEquals(-1, CudaBackend.preference(device, search(Map.of(), Map.of())));
        nvcc("usr/local/cuda/bin", "12.8", "sm_90");
        assertEquals(30, CudaBackend.preference(device, search(Map.of(), Map.of())));
    }

    @Test
    void aCompilerThatDoesNotKnowTheDeviceIsNamed() throws Exception {
        nvcc("usr/local/cuda/bin", "13.0", "sm_75", "sm_90", "sm_90a");
        String message = assertThrows(DeviceException.class, () -> search(Map.of(), Map.of()).requireFor(Toolkit.device("sm_70", 13000)))
                .getMessage();
        assertTrue(message.startsWith("no compiler here makes code for sm_70 of device Test: nvcc 13.0 in "
                + root.resolve("usr/local/cuda/bin/nvcc")
                + " for sm_75 sm_90; install the toolkit of CUDA 13"), message);
    }

    @Test
    void whatIsBrokenIsNamedAndPassedOver() throws Exception {
        Path broken = Files.createDirectories(root.resolve("usr/local/cuda/lib64")).resolve("libnvrtc.so.12");
        Files.writeString(broken, "not a library");
        Path silent = Files.createDirectories(root.resolve("bin")).resolve("nvcc");
        Files.writeString(silent, "#!/bin/sh\nexit 1\n");
        assertTrue(silent.toFile().setExecutable(true));
        Map<String, String> environment = Map.of("PATH", root.resolve("bin").toString());
        String message = assertThrows(DeviceException.class, () -> search(Map.of(), environment).requireFor(Toolkit.device("sm_90", 13000)))
                .getMessage();
        assertTrue(message.contains("; " + broken + " cannot be used: "), message);
        assertTrue(message.contains("; " + silent + " cannot be used: it does not answer to --version"), message);
        nvcc("usr/local/cuda/bin", "12.8", "sm_90");
        assertTrue(found(search(Map.of(), environment), Toolkit.device("sm_90", 13000)).startsWith("nvcc 12.8"));
    }

    @Test
    void theNewestOfSeveralVersionsIsTaken() throws IOException {
        for (String name : new String[] {"cuda-9.2", "cuda-12.10", "cuda-12.9", "cuda-13.0"}) {
            Files.createDirectories(root.resolve(name));
        }
        assertEquals(List.of("cuda-13.0", "cuda-12.10", "cuda-12.9", "cuda-9.2"),
                Places.newestFirst(root, "cuda-*").stream().map(p -> p.getFileName().toString()).toList());
        assertEquals(List.of(), Places.newestFirst(root.resolve("missing"), "*"));
    }

    @ParameterizedTest
    @CsvSource({"sm_90, sm_90", "sm_86, sm_86", "sm_89, sm_86", "sm_103, sm_100", "sm_70, none", "sm_75, sm_75"})
    void codeRunsOnLaterDevicesOfItsGeneration(String device, String target) {
        Set<Capability> known = Set.of(Capability.of(75), Capability.of(80), Capability.of(86), Capability.of(90), Capability.of(100));
        assertEquals(target, Capability.of(device).orElseThrow().bestOf(known).map(Capability::architecture).orElse("none"));
    }
}
