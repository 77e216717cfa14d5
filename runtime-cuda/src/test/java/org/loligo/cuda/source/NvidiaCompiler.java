package org.loligo.cuda.source;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * nvcc as the tests want it: for sm_90, warnings are errors, telling what a kernel needs.
 *
 * @param file the program
 */
record NvidiaCompiler(Path file) {
    private static final Pattern SPILLS = Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
    private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");

    /**
     * What came of a source.
     *
     * @param cubin the file
     * @param log   what the compiler said
     */
    record Compiled(byte[] cubin, String log) {
        /** The registers of a thread of the first kernel. */
        int registers() {
            Matcher m = REGISTERS.matcher(log);
            if (!m.find()) {
                throw new AssertionError("no registers in\n" + log);
            }
            return Integer.parseInt(m.group(1));
        }

        /** The bytes that all kernels spill. */
        int spilledBytes() {
            return SPILLS.matcher(log).results().mapToInt(m -> Integer.parseInt(m.group(1)) + Integer.parseInt(m.group(2))).sum();
        }
    }

    /** The compiler on the path or in the usual folder; the test that asks for it is skipped where there is none. */
    static NvidiaCompiler get() {
        Path file = Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/local/cuda/bin"))
                .map(p -> Path.of(p, "nvcc")).filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(file != null, "no nvcc on PATH or in /usr/local/cuda/bin");
        return new NvidiaCompiler(file);
    }

    /** Compiles a source; a warning fails. */
    Compiled compile(CudaSource source) {
        return compile(source.text(), source.toString());
    }

    Compiled compile(String text, String what) {
        try {
            Path folder = Files.createTempDirectory("nvcc");
            Path input = folder.resolve("source.cu");
            Path output = folder.resolve("source.cubin");
            try {
                Files.writeString(input, text);
                Process process = new ProcessBuilder(file.toString(), "-cubin", "-arch=sm_90", "-Werror", "all-warnings", "-Xptxas", "-v",
                        "-o", output.toString(), input.toString()).redirectErrorStream(true).start();
                String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new AssertionError(what + ":\n" + log + "\n" + text);
                }
                return new Compiled(Files.readAllBytes(output), log);
            } finally {
                Files.deleteIfExists(input);
                Files.deleteIfExists(output);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
