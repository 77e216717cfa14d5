package org.loligo.conformance.accelerator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.loligo.runtime.accelerator.Accelerator;

/** 32-bit integers in the memory of an accelerator. */
public final class Integers {
    private Integers() {}

    /** Takes memory for these numbers. */
    public static Accelerator.Memory write(Accelerator accelerator, int... numbers) {
        Accelerator.Memory memory = accelerator.allocate(4L * numbers.length);
        try (Arena arena = Arena.ofConfined()) {
            accelerator.write(memory, 0, arena.allocateFrom(ValueLayout.JAVA_INT, numbers));
        }
        return memory;
    }

    /** The first integers of some memory, once the mark is reached. */
    public static int[] read(Accelerator accelerator, Accelerator.Mark after, Accelerator.Memory memory, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(ValueLayout.JAVA_INT, count);
            accelerator.read(after, memory, 0, host);
            return host.toArray(ValueLayout.JAVA_INT);
        }
    }
}
