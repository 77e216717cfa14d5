package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.runtime.Backend;

class DiscoveryTest {
    @TempDir
    private Path folder;

    @Test
    void theBackendIsFound() {
        Backend backend = ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get).filter(b -> b.name().equals("cuda"))
                .findFirst().orElseThrow();
        assertEquals(backend.devices().isEmpty(), !backend.absence().isEmpty());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutADriverItSaysWhatToInstallAndNothingElse() throws Exception {
        // the loader finds this first, and it is no library
        Files.writeString(folder.resolve("libcuda.so.1"), "nothing that could be loaded");
        FreshJvm jvm = new FreshJvm(Map.of("LD_LIBRARY_PATH", folder.toString()), List.of());
        assertEquals("0 0 this machine has no NVIDIA driver (libcuda.so.1); install the driver of the graphics card",
                jvm.prints(LookingForDevices.class));
    }

    @Test
    void whatJCudaSaysIsUnderstood() {
        String machine = NativeLibraries.explanation(new UnsatisfiedLinkError("""
                Error while loading native library "JCudaDriver-12.6.0-linux-aarch64"
                java.io.IOException: No resource found with name '/lib/libJCudaDriver-12.6.0-linux-aarch64.so'
                """));
        assertTrue(machine.startsWith("JCuda has no native library here for "), machine);
        String broken = NativeLibraries.explanation(new UnsatisfiedLinkError("""
                Error while loading native library "JCudaDriver-12.6.0-linux-x86_64"
                Stack trace from the attempt to load the library as a file:
                java.lang.UnsatisfiedLinkError: no JCudaDriver-12.6.0-linux-x86_64 in java.library.path: /usr/lib
                Stack trace from the attempt to load the library as a resource:
                java.lang.UnsatisfiedLinkError: /tmp/x.so: /lib/libc.so.6: version `GLIBC_2.34' not found (required by /tmp/x.so)
                """));
        assertEquals("the native library of JCuda cannot be loaded: /tmp/x.so: /lib/libc.so.6: version `GLIBC_2.34' not "
                + "found (required by /tmp/x.so)", broken);
        String room = NativeLibraries.explanation(new UnsatisfiedLinkError("x\njava.io.IOException: No space left on device\n"));
        assertTrue(room.contains("start Java with -Djava.io.tmpdir=FOLDER"), room);
    }

    @ParameterizedTest
    @CsvSource({"12000,''", "13010,''", "11080,'the NVIDIA driver of this machine is too old, it supports CUDA 11.8 and Loligo needs "
            + "CUDA 12.0; "
            + "install version 525 or later'"})
    void aDriverThatIsTooOldIsRefused(int cuda, String refusal) {
        assertEquals(refusal, new Driver(cuda, "").refusal());
    }

    @ParameterizedTest
    @CsvSource({"'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023\nGCC version:  gcc 12.2.0', "
            + "535.104.05",
        "'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build  (root@x)  Thu Jan 23', 570.86.15",
        "'GCC version: gcc version 12.2.0 (Debian)', ''"})
    void theDriversVersionIsRead(String file, String version) {
        assertEquals(version, Driver.version(file));
    }
}
