package org.loligo.cuda.onhost;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.loligo.runtime.accelerator.Accelerator;

/** Memory between two guards. At first it holds what is not a number, nor an index of anything. */
final class HostMemory implements Accelerator.Memory {
    /** Two floats that are no numbers, a double that is none, an integer far outside. */
    private static final long POISON = 0x7FF4DEADFFF4DEADL;
    private static final long ALIGNMENT = 256;
    private static final MemorySegment GUARD = guard();

    private final MemorySegment before;
    private final MemorySegment segment;
    private final MemorySegment after;

    HostMemory(Arena arena, long bytes) {
        MemorySegment whole = arena.allocate(bytes + 2 * GUARD.byteSize(), ALIGNMENT);
        before = whole.asSlice(0, GUARD.byteSize());
        segment = whole.asSlice(GUARD.byteSize(), bytes);
        after = whole.asSlice(GUARD.byteSize() + bytes);
        poison(segment);
        before.copyFrom(GUARD);
        after.copyFrom(GUARD);
    }

    private static MemorySegment guard() {
        MemorySegment guard = Arena.global().allocate(ALIGNMENT, ALIGNMENT);
        poison(guard);
        return guard;
    }

    private static void poison(MemorySegment segment) {
        for (long i = 0; i < segment.byteSize() / Long.BYTES; i++) {
            segment.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, POISON);
        }
        for (long i = segment.byteSize() & -Long.BYTES; i < segment.byteSize(); i++) {
            segment.set(ValueLayout.JAVA_BYTE, i, (byte) (POISON >> 8 * (i % Long.BYTES)));
        }
    }

    MemorySegment segment() {
        return segment;
    }

    /** Fails if something was written outside. */
    void requireUntouched(String kernel, String what) {
        long low = before.mismatch(GUARD);
        long high = after.mismatch(GUARD);
        if (low >= 0 || high >= 0) {
            before.copyFrom(GUARD);
            after.copyFrom(GUARD);
            throw new AssertionError("kernel " + kernel + " wrote outside " + what + ", " + segment.byteSize() + " bytes, "
                    + (low >= 0 ? before.byteSize() - low + " bytes before it" : high + " bytes after it"));
        }
    }

    @Override
    public long bytes() {
        return segment.byteSize();
    }

    @Override
    public void free() {
        // the accelerator's arena gives all of it back
    }
}
