package org.loligo.conformance.accelerator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.loligo.conformance.Require;
import org.loligo.runtime.CapacityException;
import org.loligo.runtime.accelerator.Accelerator;

/** What the memory of every accelerator does; {@link Copies} looks at what it holds. */
public enum MemoryCheck {
    /** Writing and reading may begin anywhere. */
    OFFSETS_ARE_BYTES_OF_THE_DEVICE(MemoryCheck::offsetsAreBytesOfTheDevice),
    /** An empty population has memory as any other. */
    NOTHING_IS_A_PIECE_OF_MEMORY_TOO(MemoryCheck::nothingIsAPieceOfMemoryToo),
    /** No access leaves its memory. */
    BEYOND_THE_END_IS_REFUSED(MemoryCheck::beyondTheEndIsRefused),
    /** It says what was asked for, and what there is. */
    TOO_MUCH_IS_A_CAPACITY_EXCEPTION(MemoryCheck::tooMuchIsACapacityException),
    /** More in turn than the device could hold at once. */
    WHAT_IS_FREED_CAN_BE_TAKEN_AGAIN(MemoryCheck::whatIsFreedCanBeTakenAgain),
    /** A driver need not survive a handle that it has given up. */
    AFTER_CLOSING_NOTHING_REACHES_THE_DRIVER(MemoryCheck::afterClosingNothingReachesTheDriver);

    private final Consumer<Subject> body;

    MemoryCheck(Consumer<Subject> body) {
        this.body = body;
    }

    /** Checks an accelerator that was just opened. */
    public void on(Subject subject) {
        body.accept(subject);
    }

    private static void offsetsAreBytesOfTheDevice(Subject subject) {
        Accelerator accelerator = subject.accelerator();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment whole = Copies.random(arena, 1001, 1);
            MemorySegment part = Copies.random(arena, 333, 2);
            Accelerator.Memory memory = accelerator.allocate(1001);
            accelerator.write(memory, 0, whole);
            accelerator.write(memory, 77, part);
            whole.asSlice(77, 333).copyFrom(part);
            MemorySegment read = arena.allocate(1001 - 70);
            accelerator.read(accelerator.mark(), memory, 70, read);
            Copies.requireSame(whole.asSlice(70), read);
        }
    }

    private static void nothingIsAPieceOfMemoryToo(Subject subject) {
        Accelerator accelerator = subject.accelerator();
        Accelerator.Memory nothing = accelerator.allocate(0);
        try (Arena arena = Arena.ofConfined()) {
            accelerator.write(nothing, 0, arena.allocate(0));
            accelerator.copy(nothing, nothing, 0);
            accelerator.read(accelerator.mark(), nothing, 0, arena.allocate(0));
        }
        Require.equal(0L, nothing.bytes(), () -> "the size of the memory");
    }

    private static void beyondTheEndIsRefused(Subject subject) {
        Accelerator accelerator = subject.accelerator();
        Accelerator.Memory memory = accelerator.allocate(10);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(8);
            Require.thrown(IndexOutOfBoundsException.class, () -> accelerator.write(memory, 3, host), () -> "writing beyond the end");
            Require.thrown(IndexOutOfBoundsException.class, () -> accelerator.read(accelerator.mark(), memory, -1, host),
                    () -> "reading before the start");
            Require.thrown(IndexOutOfBoundsException.class, () -> accelerator.copy(memory, memory, 11), () -> "copying too much");
        }
    }

    private static void tooMuchIsACapacityException(Subject subject) {
        Accelerator accelerator = subject.accelerator();
        long tooMuch = Math.max(accelerator.memoryBytes(), accelerator.maxAllocationBytes()) * 4;
        accelerator.allocate(1000);
        String message = Require.thrown(CapacityException.class, () -> accelerator.allocate(tooMuch), () -> "taking " + tooMuch + " bytes")
                .getMessage();
        String pattern = ".*no room for another " + tooMuch + " bytes"
                + subject.complaints().noRoom().formatted(accelerator.memoryBytes(), accelerator.maxAllocationBytes());
        Require.that(message.matches(pattern), () -> "expected " + pattern + ", got " + message);
    }

    private static void whatIsFreedCanBeTakenAgain(Subject subject) {
        long most = Math.min(subject.accelerator().maxAllocationBytes(), 64 << 20);
        for (int i = 0; i < 2000; i++) {
            Accelerator.Memory memory = subject.accelerator().allocate(most);
            memory.free();
            memory.free();
        }
    }

    private static void afterClosingNothingReachesTheDriver(Subject subject) {
        Accelerator accelerator = subject.accelerator();
        Accelerator.Memory memory = accelerator.allocate(10);
        accelerator.close();
        accelerator.close();
        memory.free();
        Require.thrown(IllegalStateException.class, () -> accelerator.allocate(10), () -> "taking memory after closing");
        Require.thrown(IllegalStateException.class, accelerator::mark, () -> "a mark after closing");
    }
}
