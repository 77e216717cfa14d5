package org.loligo.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/**
 * The arguments of a kernel as a launch takes them: an array of the addresses of the arguments, and behind it the arguments, eight bytes
 * for each. It is made once; a launch copies what the arguments are then, so they are changed in place.
 */
final class Arguments {
    private static final int SLOT = Long.BYTES;

    private final MemorySegment memory;
    private final Address address;
    private final boolean[] isSet;

    Arguments(int count) {
        memory = Arena.ofAuto().allocate(Math.max(1, 2L * count * SLOT), SLOT);
        address = new Address(memory.address());
        isSet = new boolean[count];
        for (int i = 0; i < count; i++) {
            memory.setAtIndex(ValueLayout.JAVA_LONG, i, memory.address() + place(i));
        }
    }

    private long place(int index) {
        return (long) (isSet.length + index) * SLOT;
    }

    /** Sets a pointer of the device. */
    void set(int index, long pointer) {
        isSet[index] = true;
        memory.set(ValueLayout.JAVA_LONG, place(index), pointer);
    }

    /** Sets a 32-bit integer. */
    void set(int index, int value) {
        isSet[index] = true;
        memory.set(ValueLayout.JAVA_INT, place(index), value);
    }

    /** All of them, as they are now. */
    List<Long> values() {
        return LongStream.of(memory.asSlice(place(0)).toArray(ValueLayout.JAVA_LONG)).boxed().toList();
    }

    /** The first that was never set. */
    OptionalInt missing() {
        for (int i = 0; i < isSet.length; i++) {
            if (!isSet[i]) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** What a launch takes; right as long as this object is reachable. */
    Address address() {
        return address;
    }

    /** The memory itself, for tests: addresses, then values. */
    MemorySegment memory() {
        return memory;
    }

    @Override
    public String toString() {
        return "arguments " + values();
    }
}
