package org.loligo.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.conformance.accelerator.Integers;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.accelerator.Accelerator;
import org.loligo.runtime.accelerator.KernelCache;

class CompilationTest {
    private static final String SEVEN = "__kernel void put(__global int *a) { a[0] = 7; }\n";

    @TempDir
    private Path cache;

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    private static int seven(Accelerator accelerator) {
        Accelerator.Memory memory = accelerator.allocate(4);
        Accelerator.Kernel put = accelerator.compile(SEVEN).kernel("put");
        put.set(0, memory);
        accelerator.launch(put, 1, 1);
        return Integers.read(accelerator, accelerator.mark(), memory, 1)[0];
    }

    @Test
    void aBinaryIsKeptAndUsed() throws IOException {
        try (Accelerator accelerator = FirstDevice.open(cache)) {
            assertEquals(7, seven(accelerator));
        }
        assertEquals(1, entries().size());
        // another kernel's binary in its place is what then runs, so it is the binary that counts
        Path entry = entries().getFirst();
        try (Accelerator accelerator = FirstDevice.open(cache)) {
            accelerator.compile(SEVEN.replace("7", "8"));
        }
        Path other = entries().stream().filter(e -> !e.equals(entry)).findFirst().orElseThrow();
        Files.copy(other, entry, StandardCopyOption.REPLACE_EXISTING);
        try (Accelerator accelerator = FirstDevice.open(cache)) {
            assertEquals(8, seven(accelerator));
        }
    }

    @Test
    void aBinaryThatTheDriverRefusesIsCompiledAnew() {
        OpenClDevice device = FirstDevice.get();
        KernelCache damaged = new KernelCache(cache, 1 << 20);
        damaged.put(Compilation.key(device, SEVEN), "not a binary".getBytes(StandardCharsets.US_ASCII));
        try (Accelerator accelerator = FirstDevice.open(cache)) {
            assertEquals(7, seven(accelerator));
        }
        assertTrue(damaged.get(Compilation.key(device, SEVEN)).orElseThrow().length > 12);
    }

    @Test
    void anErrorNamesTheLineAndShowsIt() {
        String source = """
                __kernel void put(__global int *a) {
                    int b = 1;
                    a[0] = b + unknown_name;
                }
                """;
        try (Accelerator accelerator = FirstDevice.open(cache)) {
            String message = assertThrows(DeviceException.class, () -> accelerator.compile(source)).getMessage();
            assertTrue(message.startsWith("the OpenCL compiler of " + accelerator.name()
                    + " refused a kernel, which is a mistake in Loligo, please report it: line 3: "), message);
            assertTrue(message.contains("unknown_name"), message);
            assertTrue(message.endsWith("\n  a[0] = b + unknown_name;"), message);
            assertEquals(2, message.lines().count(), message);
        }
    }

    /** As PoCL, NVIDIA, Intel and AMD write it. */
    @ParameterizedTest
    @ValueSource(strings = {
        "error: /home/u/.cache/tempfile_QtXUV0.cl:2:9: use of undeclared identifier 'y'\nDevice x failed to build",
        "<kernel>:2:9: error: use of undeclared identifier 'y'\n    x = y;\n        ^\n",
        "1:2:9: error: use of undeclared identifier 'y'\n    x = y;\n        ^\n",
        "warning: no debug information\n/tmp/comgr-1/input/CompileSource:2:9: error: use of undeclared identifier 'y'\n1 error.\n"})
    void everyDriversErrorsAreRead(String log) {
        assertEquals("the OpenCL compiler of X refused a kernel, which is a mistake in Loligo, please report it: "
                + "line 2: use of undeclared identifier 'y'\n  x = y;", Compilation.complaint("X", "int x;\n    x = y;\n", log));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n"})
    void aSilentCompilerIsSaidToBeOne(String log) {
        assertTrue(Compilation.complaint("X", SEVEN, log).endsWith("please report it: it does not say why"));
    }

    @Test
    void aLogWithoutALineIsShownAsItIs() {
        assertTrue(Compilation.complaint("X", SEVEN, "ptxas fatal: too much\n").endsWith("please report it: ptxas fatal: too much"));
    }
}
