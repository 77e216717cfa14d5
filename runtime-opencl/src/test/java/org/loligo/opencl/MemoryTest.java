package org.loligo.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.runtime.CapacityException;
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
    @ValueSource(longs = {1, 3, 4097, (1 << 20) + 7, (70L << 20) + 13})
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
        assertTrue(message.contains("of its " + accelerator.memoryBytes() + " bytes 1000 are taken"), message);
        assertTrue(message.endsWith("at most " + accelerator.maxAllocationBytes()), message);
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
