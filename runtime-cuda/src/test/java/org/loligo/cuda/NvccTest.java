package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loligo.runtime.DeviceException;

class NvccTest {
    private static final Capability HOPPER = new Capability(9, 0);

    @TempDir
    private Path folder;

    private static Nvcc nvcc() {
        Path file = Places.ofThisMachine().nvcc().stream().flatMap(p -> p.paths().stream()).map(p -> p.resolve("nvcc"))
                .filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(file != null, "no nvcc on this machine");
        return Nvcc.at(file);
    }

    @Test
    void itCompilesForTheOldestAndTheNewestItKnows() throws Exception {
        Nvcc nvcc = nvcc();
        assertTrue(nvcc.version().matches("\\d+\\.\\d+"), nvcc.version());
        String source = "extern \"C\" __global__ void put(int *a) { a[threadIdx.x] = 7; }";
        for (Capability target : new Capability[] {nvcc.capabilities().stream().min(Capability::compareTo).orElseThrow(), HOPPER}) {
            byte[] cubin = nvcc.compile(source, target);
            assertArrayEquals(new byte[] {0x7f, 'E', 'L', 'F'}, Arrays.copyOf(cubin, 4));
        }
    }

    @Test
    void anErrorNamesTheLineAndShowsIt() {
        String source = "extern \"C\" __global__ void put(int *a) {\n    int b = 1;\n    a[0] = b + unknown_name;\n}\n";
        Nvcc nvcc = nvcc();
        assertEquals(nvcc.name() + " refused a kernel, which is a mistake in Loligo, please report it: line 3: identifier "
                + "\"unknown_name\" is undefined\n  a[0] = b + unknown_name;",
                assertThrows(DeviceException.class, () -> nvcc.compile(source, HOPPER)).getMessage());
    }

    @Test
    void whatCannotBeAssembledIsSaidToo() {
        String source = "extern \"C\" __global__ void put(int *a) { __shared__ int x[99999]; x[a[0]] = 1; __syncthreads(); a[1] = "
                + "x[a[2]]; }";
        String message = assertThrows(DeviceException.class, () -> nvcc().compile(source, HOPPER)).getMessage();
        assertTrue(message.contains("please report it: ptxas error : Entry function 'put' uses too much shared data"), message);
    }

    @Test
    void warningsAreErrorsWhereThatIsAskedFor() {
        String source = "extern \"C\" __global__ void put(int *a) { int unused; a[0] = 1; }";
        Nvcc nvcc = nvcc();
        assertTrue(nvcc.compile(source, HOPPER).length > 0);
        Nvcc strict = nvcc.with("-Werror", "all-warnings");
        String message = assertThrows(DeviceException.class, () -> strict.compile(source, HOPPER)).getMessage();
        assertTrue(message.contains("line 1: variable \"unused\" was declared but never referenced"), message);
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        nvcc();
        FreshJvm jvm = new FreshJvm(java.util.Map.of(), java.util.List.of("-Djava.io.tmpdir=" + folder));
        assertEquals("ELF", jvm.prints(Compiling.class));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(java.util.List.of(), left.filter(f -> f.toString().contains("nvcc") || f.toString().contains("tmpxft")).toList());
        }
    }

    /** Compiles something in a JVM of its own. */
    static final class Compiling {
        private Compiling() {}

        public static void main(String[] arguments) {
            byte[] cubin = nvcc().compile("extern \"C\" __global__ void put(int *a) { a[0] = 7; }", HOPPER);
            System.out.println(new String(cubin, 1, 3, java.nio.charset.StandardCharsets.US_ASCII));
        }
    }
}
