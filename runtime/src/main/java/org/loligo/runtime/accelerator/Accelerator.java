package org.loligo.runtime.accelerator;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A device that is programmed in C, as narrow as an engine needs it: memory, kernels, one queue that computes and another that reads while
 * it does. Not safe for use by several threads at once.
 *
 * <p>Every method throws {@link org.loligo.runtime.DeviceException} when the device fails and
 * {@link org.loligo.runtime.CapacityException} when its memory does not suffice.
 */
public interface Accelerator extends AutoCloseable {
    /** A piece of device memory. What it holds at first is undefined. */
    interface Memory {
        /** Its size in bytes. */
        long bytes();

        /** Gives it back. */
        void free();
    }

    /** A kernel of a program, with its arguments. */
    interface Kernel {
        /** Sets a pointer; null is a null pointer. */
        void set(int index, Memory argument);

        /** Sets a 32-bit integer. */
        void set(int index, int argument);

        /** Says how many bytes a work-group shares, where the source leaves that to the launch; elsewhere this says nothing new. */
        void share(long bytes);

        /** The largest work-group that it can run with. */
        int maxGroupSize();
    }

    /** A kernel to be launched in so many groups of that many work items. */
    record Launch(Kernel kernel, int groups, int groupSize) {}

    /**
     * A number that kernels know as the sum of two integers of 32 bits, so that what was queued for one number serves for another.
     *
     * @param argument the index of the argument that is one of them
     * @param base     the memory that holds the other
     * @param offset   where, in bytes
     */
    record Counter(int argument, Memory base, long offset) {}

    /** A compiled program. */
    interface Program {
        /** The kernel with this name. */
        Kernel kernel(String name);
    }

    /** A point on the computing queue. */
    interface Mark {}

    /** The name of the device. */
    String name();

    /** Its whole memory in bytes. */
    long memoryBytes();

    /** The most bytes of one {@link Memory}. */
    long maxAllocationBytes();

    /** The most bytes a work-group can share. */
    long sharedMemoryBytes();

    /** The most work items of a work-group. */
    int maxGroupSize();

    /**
     * Compiles a program, or loads it from the disk where it was compiled before.
     *
     * @throws org.loligo.runtime.DeviceException with the line of the source that the compiler of the device refuses
     */
    Program compile(String source);

    /** Takes memory. */
    Memory allocate(long bytes);

    /** Copies from the host; done on return. It does not wait for what computes, so nothing queued may use that memory. */
    void write(Memory to, long offset, MemorySegment from);

    /** Queues the kernel with the arguments it has now. */
    void launch(Kernel kernel, int groups, int groupSize);

    /**
     * Queues launches, one after the other, so many times over, with the arguments that their kernels have now. The counter is the number
     * of the time, from 0 on. Its memory holds 0 before, and is not defined after; its argument neither.
     */
    default void repeat(List<Launch> launches, Counter counter, int times) {
        for (int k = 0; k < times; k++) {
            for (Launch l : launches) {
                l.kernel().set(counter.argument(), k);
                launch(l.kernel(), l.groups(), l.groupSize());
            }
        }
    }

    /** Queues a copy on the device. */
    void copy(Memory from, Memory to, long bytes);

    /** The point after all that is queued for computing, which starts to run now if it has not. */
    Mark mark();

    /** Copies to the host once the mark is reached, whatever is queued for computing after it; done on return. */
    void read(Mark after, Memory from, long offset, MemorySegment into);

    /** What the time went into so far. */
    Spent spent();

    /** Waits for what is queued, and gives back all memory. */
    @Override
    void close();
}
