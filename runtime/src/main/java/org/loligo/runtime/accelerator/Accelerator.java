package org.loligo.runtime.accelerator;

import java.lang.foreign.MemorySegment;

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

        /** The largest work-group that it can run with. */
        int maxGroupSize();
    }

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
