package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Programs that are not ours, which read what we wrote; a test is skipped where one is not installed. */
final class Command {
    private Command() {}

    /** Runs Python with NumPy and returns what it printed. */
    static String numpy(String script, Object... arguments) throws IOException, InterruptedException {
        return python("numpy", script, arguments);
    }

    /** Runs Python with h5py and returns what it printed. */
    static String h5py(String script, Object... arguments) throws IOException, InterruptedException {
        return python("h5py", script, arguments);
    }

    private static String python(String module, String script, Object... arguments) throws IOException, InterruptedException {
        assumeTrue(succeeds("python3", "-c", "import " + module), "python3 with " + module + " is not installed");
        return run(Stream.concat(Stream.of("python3", "-c", script), Arrays.stream(arguments).map(Object::toString)).toList());
    }

    /** Runs a command that must succeed, and returns what it printed. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** Whether a command is there and exits with 0. */
    static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** All files below a folder with a fingerprint of what is in them. */
    static Map<String, Integer> contents(Path folder) throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
