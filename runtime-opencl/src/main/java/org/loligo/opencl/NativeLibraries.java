package org.loligo.opencl;

import java.util.List;
import java.util.Locale;
import org.jocl.CL;
import org.loligo.runtime.accelerator.SystemLibrary;

/** Loads the OpenCL library of this machine and, if there is one, JOCL's. */
final class NativeLibraries {
    private static final String UNIQUE_NAMES = "uniqueLibraryNames";

    private NativeLibraries() {}

    /** Loads both and returns nothing, or returns in a sentence why that cannot be. */
    static String load() {
        // JOCL would say on standard output that there is none
        if (names().stream().noneMatch(SystemLibrary::isThere)) {
            return "this machine has no OpenCL library (" + names().getFirst() + "); " + whatToInstall();
        }
        // JOCL unpacks its library under a fixed name in the folder for temporary files and loads what lies there already, whoever wrote it
        // and however much of it: a file cut short kills the JVM. A name that nobody else has is safe; JOCL deletes it at exit.
        String before = System.getProperty(UNIQUE_NAMES);
        System.setProperty(UNIQUE_NAMES, "true");
        try {
            CL.setExceptionsEnabled(false);
            return "";
        } catch (LinkageError e) {
            return explanation(e);
        } finally {
            if (before == null) {
                System.clearProperty(UNIQUE_NAMES);
            } else {
                System.setProperty(UNIQUE_NAMES, before);
            }
        }
    }

    /** What a failure to load JOCL means. */
    static String explanation(LinkageError error) {
        String text = String.valueOf(error.getMessage());
        if (text.contains("No resource found")) {
            return "JOCL has no native library for " + System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        }
        if (text.contains("Error while loading native library")) {
            return "the native library of JOCL cannot be loaded from " + System.getProperty("java.io.tmpdir")
                    + "; start Java with -Djava.io.tmpdir=FOLDER, a folder with room that programs may run from";
        }
        return "the OpenCL library of this machine (" + names().getFirst() + ") cannot be loaded: " + text.lines().findFirst().orElse("")
                + "; " + whatToInstall();
    }

    /** What gives this machine an OpenCL device. */
    static String whatToInstall() {
        return "install the driver of the graphics card" + (isLinux() ? ", or PoCL to use the processor "
                + "(on Debian and Ubuntu: apt install ocl-icd-libopencl1 pocl-opencl-icd)" : "");
    }

    /** The names that JOCL tries. */
    private static List<String> names() {
        String system = system();
        if (system.startsWith("mac")) {
            return List.of("/System/Library/Frameworks/OpenCL.framework/Versions/Current/OpenCL", "libOpenCL.dylib");
        }
        return system.startsWith("windows") ? List.of("OpenCL.dll") : List.of("libOpenCL.so.1", "libOpenCL.so");
    }

    private static boolean isLinux() {
        return system().startsWith("linux");
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }
}
