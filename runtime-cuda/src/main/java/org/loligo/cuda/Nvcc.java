package org.loligo.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.loligo.runtime.DeviceException;

/**
 * nvcc, the compiler as a program. It takes a second where NVRTC takes a tenth, and needs a C++ compiler beside it.
 *
 * @param file         the program
 * @param version      its version, major and minor
 * @param build        what tells builds of the same version apart
 * @param capabilities what it compiles for
 * @param flags        options beside those that Loligo gives always
 */
record Nvcc(Path file, String version, String build, Set<Capability> capabilities, List<String> flags) implements CudaCompiler {
    private static final Pattern RELEASE = Pattern.compile("release (\\d+\\.\\d+)");
    private static final int ANSWER_SECONDS = 30;
    private static final int COMPILING_SECONDS = 600;

    /** What a run of a program came to. */
    private record Outcome(int status, String output) {}

    /**
     * Asks the program what it is.
     *
     * @throws IllegalArgumentException saying why it cannot be used
     */
    static Nvcc at(Path file) {
        try {
            return inFolder(folder -> {
                String version = answer(folder, file, "--version");
                Matcher release = RELEASE.matcher(version);
                if (!release.find()) {
                    throw new IllegalArgumentException("it does not say its version");
                }
                Set<Capability> capabilities = new TreeSet<>();
                answer(folder, file, "--list-gpu-code").lines().map(Capability::of).flatMap(Optional::stream).forEach(capabilities::add);
                String build = version.lines().reduce((_, last) -> last).orElse("");
                return new Nvcc(file, release.group(1), build, capabilities, List.of());
            });
        } catch (DeviceException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String answer(Path folder, Path file, String question) throws IOException {
        Outcome outcome = run(folder, ANSWER_SECONDS, List.of(file.toString(), question));
        if (outcome.status() != 0) {
            throw new IllegalArgumentException("it does not answer to " + question);
        }
        return outcome.output();
    }

    /** The same with more options. */
    Nvcc with(String... more) {
        return new Nvcc(file, version, build, capabilities, List.of(more));
    }

    @Override
    public String name() {
        return "nvcc " + version;
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public int major() {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    @Override
    public String identity() {
        return name() + ", " + build + ", " + String.join(" ", options(new Capability(0, 0)));
    }

    private List<String> options(Capability target) {
        List<String> options = new ArrayList<>(List.of("-cubin", "-arch=" + target.architecture(), "-std=c++17", "-fmad=true"));
        options.addAll(flags);
        return options;
    }

    @Override
    public byte[] compile(String source, Capability target) {
        return inFolder(folder -> {
            Path in = Files.writeString(folder.resolve("kernel.cu"), source);
            Path out = folder.resolve("kernel.cubin");
            List<String> command = new ArrayList<>(List.of(file.toString()));
            command.addAll(options(target));
            command.addAll(List.of("-o", out.toString(), in.toString()));
            Outcome outcome = run(folder, COMPILING_SECONDS, command);
            if (outcome.status() != 0) {
                throw new DeviceException(Complaint.about(name(), source, outcome.output()).orElseGet(() -> name() + " (" + file
                        + ") cannot compile, it needs a C++ compiler that it knows, as NVRTC does not: "
                        + Complaint.gist(outcome.output())));
            }
            return Files.readAllBytes(out);
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T in(Path folder) throws IOException;
    }

    /** Does something in a folder of its own. */
    private static <T> T inFolder(Work<T> work) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("loligo-nvcc");
            return work.in(folder);
        } catch (IOException e) {
            throw new DeviceException("nvcc cannot be run: " + e.getMessage());
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // it lies where the system clears away
        }
    }

    private static Outcome run(Path folder, int seconds, List<String> command) throws IOException {
        // into a file: nobody need read while it runs, and it cannot be held up by a full pipe
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.PIPE).redirectOutput(output.toFile());
        // its passes write their files there
        builder.environment().put("TMPDIR", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new DeviceException(command.getFirst() + " took longer than " + seconds + " seconds");
            }
            return new Outcome(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new DeviceException("interrupted while " + command.getFirst() + " was running");
        } finally {
            // the passes are processes too, and nobody waits for them any more
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
