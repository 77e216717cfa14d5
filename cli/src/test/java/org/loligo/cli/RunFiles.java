package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a run left behind. */
final class RunFiles {
    private RunFiles() {}

    /** All files below a folder with what is in them, but for {@code run.json}, which has times in it. */
    static Map<String, byte[]> of(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        contents.remove("run.json");
        return contents;
    }

    /** Nothing is lost, nothing is doubled, and nothing is left over. */
    static void assertSame(Path expected, Path folder) throws IOException {
        Map<String, byte[]> all = of(expected);
        Map<String, byte[]> found = of(folder);
        assertEquals(all.keySet(), found.keySet());
        for (String name : all.keySet()) {
            assertArrayEquals(all.get(name), found.get(name), name);
        }
    }

    /** Copies a folder to another place. */
    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
