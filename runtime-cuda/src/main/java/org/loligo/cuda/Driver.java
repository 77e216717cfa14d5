package org.loligo.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The driver of the devices.
 *
 * @param cuda    the CUDA it supports, as CUDA writes it: 1000·major + 10·minor
 * @param version its own version, or nothing where it is not known
 */
record Driver(int cuda, String version) {
    /** JCuda calls functions of this version. */
    private static final int OLDEST = 12000;
    private static final Path VERSION = Path.of("/proc/driver/nvidia/version");
    /** {@code NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 ...}. */
    private static final Pattern NUMBER = Pattern.compile("NVRM version:.*?\\s(\\d{3,}(\\.\\d+)+)\\s");

    /** The driver that says it supports this CUDA. */
    static Driver of(int cuda) {
        try {
            return new Driver(cuda, version(Files.readString(VERSION)));
        } catch (IOException _) {
            // only Linux has that file, and not in every container
            return new Driver(cuda, "");
        }
    }

    /** The version in what the kernel module says; nothing where there is none. */
    static String version(String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** The generation of CUDA. */
    int major() {
        return cuda / 1000;
    }

    private static String text(int cuda) {
        return "CUDA " + cuda / 1000 + "." + cuda % 1000 / 10;
    }

    /** Why it cannot be used, in a sentence; nothing when it can. */
    String refusal() {
        return cuda >= OLDEST ? "" : "the NVIDIA driver of this machine is too old, it supports " + text(cuda) + " and Loligo needs "
                + text(OLDEST) + "; install version 525 or later";
    }

    @Override
    public String toString() {
        return (version.isEmpty() ? "" : "driver " + version + ", ") + text(cuda);
    }
}
