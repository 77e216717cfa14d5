package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.conformance.accelerator.Copies;
import org.loligo.conformance.accelerator.Integers;
import org.loligo.conformance.accelerator.MemoryCheck;
import org.loligo.runtime.accelerator.Accelerator;

@Tag("gpu")
class MemoryTest {
    @TempDir
    Path cache;

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
    @ValueSource(longs = {1, 3, 4097, (1 << 20) + 7, 4 << 20, 8 << 20, (8 << 20) + 1, (70L << 20) + 13})
    void whatIsWrittenAndCopiedIsRead(long bytes) {
        Copies.throughTheDevice(FirstDevice.subject(accelerator), bytes);
    }

    @Test
    void memoryOnTheHeapServesToo() {
        Accelerator.Memory memory = accelerator.allocate(40);
        accelerator.write(memory, 0, MemorySegment.ofArray(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
        int[] read = new int[3];
        accelerator.read(accelerator.mark(), memory, 16, MemorySegment.ofArray(read));
        assertArrayEquals(new int[] {5, 6, 7}, read);
    }

    @Test
    void anotherThreadMayTakeOver() throws Exception {
        Accelerator.Memory memory = accelerator.allocate(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 9; i++) {
                int now = i;
                threads.submit(() -> accelerator.write(memory, 0, MemorySegment.ofArray(new int[] {now}))).get();
                assertEquals(now, threads.submit(() -> Integers.read(accelerator, accelerator.mark(), memory, 1)[0]).get());
            }
            threads.submit(accelerator::close).get();
        }
    }

    @Test
    void twoAtOnceDoNotDisturbEachOther() {
        try (Accelerator other = FirstDevice.open(cache)) {
            Accelerator.Memory here = accelerator.allocate(4);
            Accelerator.Memory there = other.allocate(4);
            accelerator.write(here, 0, MemorySegment.ofArray(new int[] {1}));
            other.write(there, 0, MemorySegment.ofArray(new int[] {2}));
            assertEquals(1, Integers.read(accelerator, accelerator.mark(), here, 1)[0]);
            assertEquals(2, Integers.read(other, other.mark(), there, 1)[0]);
        }
        // the context outlives the first that leaves it
        accelerator.allocate(100).free();
    }

    @Test
    void whatIsFreedIsUsedNoMore() {
        Accelerator.Memory memory = accelerator.allocate(4);
        memory.free();
        assertThrows(IllegalStateException.class, () -> accelerator.write(memory, 0, MemorySegment.ofArray(new int[1])));
    }
}
