package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.runtime.CapacityException;
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

    private static MemorySegment random(Arena arena, long bytes, long seed) {
        MemorySegment segment = arena.allocate(bytes);
        Random random = new Random(seed);
        byte[] piece = new byte[1 << 16];
        for (long at = 0; at < bytes; at += piece.length) {
            random.nextBytes(piece);
            MemorySegment.copy(piece, 0, segment, ValueLayout.JAVA_BYTE, at, (int) Math.min(piece.length, bytes - at));
        }
        return segment;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 4097, (1 << 20) + 7, 4 << 20, 8 << 20, (8 << 20) + 1, (70L << 20) + 13})
    void whatIsWrittenAndCopiedIsRead(long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment written = random(arena, bytes, bytes);
            Accelerator.Memory first = accelerator.allocate(bytes);
            Accelerator.Memory second = accelerator.allocate(bytes + 5);
            accelerator.write(first, 0, written);
            accelerator.copy(first, second, bytes);
            MemorySegment read = arena.allocate(bytes);
            accelerator.read(accelerator.mark(), second, 0, read);
            assertEquals(-1, written.mismatch(read));
            assertEquals(bytes, first.bytes());
        }
    }

    @Test
    void offsetsAreBytesOfTheDevice() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment whole = random(arena, 1001, 1);
            MemorySegment part = random(arena, 333, 2);
            Accelerator.Memory memory = accelerator.allocate(1001);
            accelerator.write(memory, 0, whole);
            accelerator.write(memory, 77, part);
            whole.asSlice(77, 333).copyFrom(part);
            MemorySegment read = arena.allocate(1001 - 70);
            accelerator.read(accelerator.mark(), memory, 70, read);
            assertEquals(-1, whole.asSlice(70).mismatch(read));
        }
    }

    @Test
    void nothingIsAPieceOfMemoryToo() {
        Accelerator.Memory nothing = accelerator.allocate(0);
        try (Arena arena = Arena.ofConfined()) {
            accelerator.write(nothing, 0, arena.allocate(0));
            accelerator.copy(nothing, nothing, 0);
            accelerator.read(accelerator.mark(), nothing, 0, arena.allocate(0));
        }
        assertEquals(0, nothing.bytes());
    }

    @Test
    void beyondTheEndIsRefused() {
        Accelerator.Memory memory = accelerator.allocate(10);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(8);
            assertThrows(IndexOutOfBoundsException.class, () -> accelerator.write(memory, 3, host));
            assertThrows(IndexOutOfBoundsException.class, () -> accelerator.read(accelerator.mark(), memory, -1, host));
            assertThrows(IndexOutOfBoundsException.class, () -> accelerator.copy(memory, memory, 11));
        }
    }

    @Test
    void tooMuchIsACapacityException() {
        long tooMuch = Math.max(accelerator.memoryBytes(), accelerator.maxAllocationBytes()) * 4;
        accelerator.allocate(1000);
        String message = assertThrows(CapacityException.class, () -> accelerator.allocate(tooMuch)).getMessage();
        assertTrue(message.contains("no room for another " + tooMuch + " bytes"), message);
        assertTrue(message.matches(".*: \\d+ of its " + accelerator.memoryBytes() + " bytes are free, and 1000 are taken by this run"),
                message);
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
                assertEquals(now, threads.submit(() -> FirstDevice.integers(accelerator, accelerator.mark(), memory, 1)[0]).get());
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
            assertEquals(1, FirstDevice.integers(accelerator, accelerator.mark(), here, 1)[0]);
            assertEquals(2, FirstDevice.integers(other, other.mark(), there, 1)[0]);
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

    @Test
    void whatIsFreedCanBeTakenAgain() {
        long most = Math.min(accelerator.maxAllocationBytes(), 64 << 20);
        for (int i = 0; i < 2000; i++) {
            Accelerator.Memory memory = accelerator.allocate(most);
            memory.free();
            memory.free();
        }
    }

    @Test
    void afterClosingNothingReachesTheDriver() {
        Accelerator.Memory memory = accelerator.allocate(10);
        accelerator.close();
        accelerator.close();
        memory.free();
        assertThrows(IllegalStateException.class, () -> accelerator.allocate(10));
        assertThrows(IllegalStateException.class, accelerator::mark);
    }
}
