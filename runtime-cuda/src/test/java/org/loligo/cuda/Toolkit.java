package org.loligo.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jcuda.driver.CUdevice;

/** Drivers, compilers and devices for tests that have none. The test that asks for what needs g++ is skipped where there is none. */
final class Toolkit {
    private Toolkit() {}

    /** A device that is only looked at. */
    static CudaDevice device(String architecture, int cuda) {
        return new CudaDevice(new CUdevice(), "Test", Capability.of(architecture).orElseThrow(), 1, 0, 1 << 30, 48 << 10, 99 << 10, 1024,
                new Driver(cuda, ""));
    }

    /** A driver without a device in one folder, and in another's bin the compiler for it. */
    static void rehearsal(Path driver, Path toolkit) throws IOException, InterruptedException {
        Path bin = Files.createDirectories(toolkit.resolve("bin"));
        copy("onhost/onhost.h", bin.resolve("onhost.h"));
        copy("onhost/onhost.cpp", bin.resolve("onhost.cpp"));
        copy("rehearsal/nvcc", bin.resolve("nvcc"));
        if (!bin.resolve("nvcc").toFile().setExecutable(true)) {
            throw new IOException("nvcc cannot be made executable");
        }
        compile(bin, "-O2", "-U_FORTIFY_SOURCE", "onhost.cpp", "-o", "libonhost.so");
        Files.createDirectories(driver);
        copy("rehearsal/driver.cpp", driver.resolve("driver.cpp"));
        compile(driver, "-O1", "-Wl,-soname,libcuda.so.1", "driver.cpp", "-o", "libcuda.so.1", "-ldl", "-pthread");
    }

    /** An NVRTC that compiles nothing, in a folder. */
    static Path nvrtc(Path folder, int version, String capabilities) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String builtins = "libnvrtc-builtins.so." + version / 10 + "." + version % 10;
        copy("rehearsal/nvrtc.cpp", folder.resolve("nvrtc.cpp"));
        Files.writeString(folder.resolve("builtins.cpp"), "extern \"C\" int builtins() { return " + version + "; }\n");
        compile(folder, "-Wl,-soname," + builtins, "builtins.cpp", "-o", builtins);
        String library = "libnvrtc.so." + version / 10;
        // not by the name of the real one: whoever asks the system for that in this process would be given this
        compile(folder, "-DVERSION=" + version, "-DCAPABILITIES=" + capabilities, "-DBUILTINS=\"" + builtins + "\"",
                "-Wl,-soname,rehearsal-" + library, "nvrtc.cpp", "-o", library, "-ldl");
        return folder.resolve(library);
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = Toolkit.class.getResourceAsStream(resource)) {
            Files.copy(in, to);
        }
    }

    private static void compile(Path folder, String... arguments) throws IOException, InterruptedException {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p, "g++"))), "no g++ on PATH");
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed:\n" + log);
        }
    }
}
