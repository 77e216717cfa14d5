package org.loligo.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import jcuda.driver.JCudaDriver;
import org.loligo.runtime.accelerator.SystemLibrary;

/** Loads the CUDA driver of this machine and, if there is one, JCuda's library. */
final class NativeLibraries {
    private static final String TEMPORARY = "java.io.tmpdir";

    private NativeLibraries() {}

    /** Loads both and returns nothing, or returns in a sentence why that cannot be. */
    static String load() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            return "there is no CUDA for macOS";
        }
        String driver = system.startsWith("windows") ? "nvcuda.dll" : "libcuda.so.1";
        // most machines have none, and to find that out through JCuda would unpack its library first
        if (!SystemLibrary.isThere(driver)) {
            return "this machine has no NVIDIA driver (" + driver + "); install the driver of the graphics card";
        }
        try {
            Path folder = Files.createTempDirectory("loligo-jcuda");
            try {
                return loadJCuda(folder);
            } finally {
                remove(folder);
            }
        } catch (IOException _) {
            return noFolder();
        }
    }

    /**
     * JCuda unpacks its library under a fixed name in the folder for temporary files and loads what lies there already, whoever wrote it
     * and however much of it: a file cut short kills the JVM. A folder that nobody else has is safe.
     */
    private static String loadJCuda(Path folder) throws IOException {
        String before = System.getProperty(TEMPORARY);
        // another thread that asks for a temporary file just now must not find this folder, and keep it
        Files.delete(File.createTempFile("loligo", null).toPath());
        System.setProperty(TEMPORARY, folder.toString());
        try {
            JCudaDriver.setExceptionsEnabled(false);
            return "";
        } catch (LinkageError e) {
            return explanation(e);
        } finally {
            System.setProperty(TEMPORARY, before);
        }
    }

    /** What a failure to load JCuda means. */
    static String explanation(LinkageError error) {
        String text = String.valueOf(error.getMessage());
        if (text.contains("No resource found")) {
            return "JCuda has no native library here for " + System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        }
        List<String> reasons = text.lines().map(String::strip).filter(l -> l.startsWith("java.lang.UnsatisfiedLinkError:"))
                .filter(l -> !l.contains("java.library.path")).map(l -> l.substring(l.indexOf(':') + 1).strip()).toList();
        if (text.contains("No space left") || reasons.stream().anyMatch(r -> r.contains("failed to map segment"))) {
            return noFolder();
        }
        return "the native library of JCuda cannot be loaded: "
                + (reasons.isEmpty() ? text.lines().findFirst().orElse("it does not say why") : reasons.getFirst());
    }

    private static String noFolder() {
        return "the native library of JCuda cannot be loaded from " + System.getProperty(TEMPORARY)
                + "; start Java with -Djava.io.tmpdir=FOLDER, a folder with room that programs may run from";
    }

    /** What is loaded stays, where the system allows a loaded file to be removed; elsewhere it goes at exit. */
    private static void remove(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = Stream.concat(files, Stream.of(folder)).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            folder.toFile().deleteOnExit();
        }
    }
}
