package org.loligo.conformance.accelerator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.loligo.conformance.Require;
import org.loligo.runtime.accelerator.Accelerator;

/** Bytes that go to a device, and come back from it. */
public final class Copies {
    private Copies() {}

    static MemorySegment random(Arena arena, long bytes, long seed) {
        MemorySegment segment = arena.allocate(bytes);
        Random random = new Random(seed);
        byte[] piece = new byte[1 << 16];
        for (long at = 0; at < bytes; at += piece.length) {
            random.nextBytes(piece);
            MemorySegment.copy(piece, 0, segment, ValueLayout.JAVA_BYTE, at, (int) Math.min(piece.length, bytes - at));
        }
        return segment;
    }

    static void requireSame(MemorySegment expected, MemorySegment actual) {
        Require.equal(-1L, expected.mismatch(actual), () -> "the first byte of " + expected.byteSize() + " that differs");
    }

    /** What is written and copied is read. Which sizes matter depends on the pieces in which a backend copies. */
    public static void throughTheDevice(Subject subject, long bytes) {
        Accelerator accelerator = subject.accelerator();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment written = random(arena, bytes, bytes);
            Accelerator.Memory first = accelerator.allocate(bytes);
            Accelerator.Memory second = accelerator.allocate(bytes + 5);
            accelerator.write(first, 0, written);
            accelerator.copy(first, second, bytes);
            MemorySegment read = arena.allocate(bytes);
            accelerator.read(accelerator.mark(), second, 0, read);
            requireSame(written, read);
            Require.equal(bytes, first.bytes(), () -> "the size of the memory");
        }
    }
}
