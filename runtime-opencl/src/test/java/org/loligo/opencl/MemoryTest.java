package org.loligo.opencl;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.conformance.accelerator.Copies;
import org.loligo.conformance.accelerator.MemoryCheck;
import org.loligo.runtime.accelerator.Accelerator;

class MemoryTest {
    @TempDir
    private Path cache;

    private Accelerator accelerator;

    @BeforeEach
    void open() {
        accelerator = FirstDevice.open(cache);
    }

    @AfterEach
    void close() {
        if (accelerator != null) {
            accelerator.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void holds(MemoryCheck check) {
        check.on(FirstDevice.subject(accelerator));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 4097, (1 << 20) + 7, (70L << 20) + 13})
    void whatIsWrittenAndCopiedIsRead(long bytes) {
        Copies.throughTheDevice(FirstDevice.subject(accelerator), bytes);
    }
}
