package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spoilt files of every kind are refused with a sentence; see {@link Fuzz}. */
class FuzzTest {
    private static final int MOST = 10_000;
    private static final int FEW = 500;

    @TempDir
    private Path folder;

    @Test
    void someSpoiltFiles() throws IOException, InterruptedException {
        check(0, FEW);
    }

    @Test
    @Tag("full")
    void manySpoiltFiles() throws IOException, InterruptedException {
        check(FEW, MOST);
    }

    private void check(int from, int to) throws IOException, InterruptedException {
        ProcessBuilder fuzz = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", Fuzz.class.getName(), folder.resolve("fuzz").toString(),
                Integer.toString(from), Integer.toString(to)).redirectErrorStream(true);
        fuzz.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = fuzz.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
