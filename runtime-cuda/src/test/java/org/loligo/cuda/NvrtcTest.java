package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.loligo.runtime.DeviceException;

@EnabledOnOs(OS.LINUX)
class NvrtcTest {
    private static final Capability HOPPER = new Capability(9, 0);
    private static final String WRONG = "extern \"C\" __global__ void put(int *a) {\n    int b = 1;\n    a[0] = b + unknown_name;\n}\n";

    @TempDir
    private Path folder;

    @Test
    void theSourceAndTheOptionsReachTheCompiler() throws Exception {
        Nvrtc nvrtc = Nvrtc.at(Toolkit.nvrtc(folder, 126, "80,90,103"));
        assertEquals("NVRTC 12.6", nvrtc.name());
        assertEquals(12, nvrtc.major());
        assertEquals(folder.toString(), nvrtc.place());
        assertEquals(Set.of(new Capability(8, 0), HOPPER, new Capability(10, 3)), nvrtc.capabilities());
        assertEquals("--gpu-architecture=sm_90 --std=c++17 --fmad=true|kernel.cu:int x; // µ",
                new String(nvrtc.compile("int x; // µ", HOPPER), StandardCharsets.UTF_8));
    }

    @Test
    void anErrorNamesTheLineAndShowsIt() throws Exception {
        Nvrtc nvrtc = Nvrtc.at(Toolkit.nvrtc(folder, 127, "90"));
        assertEquals("NVRTC 12.7 refused a kernel, which is a mistake in Loligo, please report it: line 3: identifier is undefined\n"
                + "  a[0] = b + unknown_name;", assertThrows(DeviceException.class, () -> nvrtc.compile(WRONG, HOPPER)).getMessage());
    }

    @Test
    void withoutItsOtherHalfItSaysWhatItSays() throws Exception {
        Path library = Toolkit.nvrtc(folder, 128, "90");
        Files.delete(folder.resolve("libnvrtc-builtins.so.12.8"));
        Nvrtc nvrtc = Nvrtc.at(library);
        assertEquals("NVRTC 12.8 in " + folder + " failed while compiling a kernel: NVRTC_ERROR_BUILTIN_OPERATION_FAILURE",
                assertThrows(DeviceException.class, () -> nvrtc.compile("int x;", HOPPER)).getMessage());
    }

    @Test
    void anotherBuildIsAnotherCompiler() throws Exception {
        Nvrtc one = Nvrtc.at(Toolkit.nvrtc(folder.resolve("one"), 129, "90"));
        Nvrtc two = Nvrtc.at(Toolkit.nvrtc(folder.resolve("two"), 130, "90"));
        assertNotEquals(Compilation.key(one, HOPPER, "int x;"), Compilation.key(two, HOPPER, "int x;"));
        assertNotEquals(Compilation.key(one, HOPPER, "int x;"), Compilation.key(one, new Capability(8, 0), "int x;"));
        assertNotEquals(Compilation.key(one, HOPPER, "int x;"), Compilation.key(one, HOPPER, "int y;"));
        assertEquals(Compilation.key(one, HOPPER, "int x;"), Compilation.key(one, HOPPER, "int x;"));
    }

    @Test
    void aLibraryThatIsNoneIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("libnvrtc.so.12"), "nothing");
        assertThrows(IllegalArgumentException.class, () -> Nvrtc.at(file));
        assertThrows(IllegalArgumentException.class, () -> Nvrtc.named("libnvrtc.so.99"));
    }

    /** Where there is a GPU there is an NVRTC; it needs no GPU itself. */
    @Test
    @Tag("gpu")
    void theRealOneCompiles() {
        CompilerSearch search = new CompilerSearch(Places.ofThisMachine());
        CudaCompiler found = search.compilerFor(Toolkit.device("sm_90", 99000)).orElse(null);
        assumeTrue(found instanceof Nvrtc, "no NVRTC on this machine");
        byte[] cubin = found.compile("extern \"C\" __global__ void put(int *a) { a[threadIdx.x] = 7; }", HOPPER);
        assertEquals(List.of((byte) 0x7f, (byte) 'E', (byte) 'L', (byte) 'F'), List.of(cubin[0], cubin[1], cubin[2], cubin[3]));
        String message = assertThrows(DeviceException.class, () -> found.compile(WRONG, HOPPER)).getMessage();
        assertTrue(message.contains("line 3: identifier \"unknown_name\" is undefined\n  a[0] = b + unknown_name;"), message);
    }
}
