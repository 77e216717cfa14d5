package org.loligo.cuda.onhost;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compiles CUDA sources to libraries for this machine. What was compiled once in this process is not compiled again. */
final class HostCompiler {
    private static final Pattern KERNEL = Pattern.compile("__global__\\s+void\\s+(?:__launch_bounds__\\((\\d+)\\)\\s+)?(\\w+)\\(");
    private static final Pattern DYNAMIC = Pattern.compile("extern __shared__ (\\w+) shared\\[\\];");
    private static final Pattern APPROXIMATE = Pattern.compile(
            "asm\\(\"(\\w+)\\.approx\\.ftz\\.f32 [^\"]*\" : \"=f\"\\((\\w+)\\) : (.*)\\);");
    // glibc's checks of _longjmp take another stack for a mistake; the C library has functions with names that kernels may have
    private static final List<String> COMMAND = List.of("g++", "-std=c++17", "-O2", "-Wall", "-Wextra", "-Werror", "-U_FORTIFY_SOURCE",
            "-fPIC", "-shared", "-Wl,-Bsymbolic");
    private static HostCompiler instance;

    private final Path folder;
    private final Map<String, Compiled> compiled = new HashMap<>();

    /**
     * A library.
     *
     * @param library the file
     * @param kernels the kernels in it, and the most threads of a block of each
     */
    record Compiled(Path library, Map<String, Integer> kernels) {}

    private HostCompiler() throws IOException {
        folder = Files.createTempDirectory("onhost");
        Runtime.getRuntime().addShutdownHook(new Thread(this::clear));
        for (String name : List.of("onhost.h", "onhost.cpp")) {
            try (InputStream in = HostCompiler.class.getResourceAsStream(name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
        run("onhost.cpp", "-o", "libonhost.so");
    }

    /** The compiler; the test that asks for it is skipped where there is none. */
    static synchronized HostCompiler get() {
        if (instance == null) {
            assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p, "g++"))), "no g++ on PATH");
            try {
                instance = new HostCompiler();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return instance;
    }

    /** Compiles a source. */
    synchronized Compiled compile(String source) {
        return compiled.computeIfAbsent(source, s -> {
            try {
                return compileAnew(s);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Compiled compileAnew(String source) throws IOException {
        Map<String, Integer> kernels = new HashMap<>();
        StringBuilder text = new StringBuilder(onHost(source)).append('\n');
        for (MatchResult kernel : KERNEL.matcher(source).results().toList()) {
            kernels.put(kernel.group(2), kernel.group(1) == null ? 1024 : Integer.parseInt(kernel.group(1)));
            text.append("ONHOST_KERNEL(").append(kernel.group(2)).append(")\n");
        }
        String name = "source" + compiled.size();
        Files.writeString(folder.resolve(name + ".cpp"), text);
        // a kernel has all arguments, whether it uses them or not; that a thread reads only what it has written, g++ does not see
        run("-Wno-unused-parameter", "-Wno-maybe-uninitialized", "-include", "onhost.h", name + ".cpp", "-o", name + ".so",
                folder.resolve("libonhost.so").toString());
        return new Compiled(folder.resolve(name + ".so"), kernels);
    }

    /** What g++ does not know: an array without a size in a function, and instructions of a GPU. */
    private static String onHost(String source) {
        String dynamic = DYNAMIC.matcher(source).replaceAll("$1 *const shared = static_cast<$1 *>(onhost::dynamic());");
        return APPROXIMATE.matcher(dynamic).replaceAll(m -> m.group(2) + " = onhost::" + m.group(1) + "_approx_ftz("
                + m.group(3).replace("\"f\"", "") + ");");
    }

    private void run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(COMMAND);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed:\n" + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void clear() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException _) {
            // it is a temporary folder
        }
    }
}
