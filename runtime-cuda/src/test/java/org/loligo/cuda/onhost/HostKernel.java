package org.loligo.cuda.onhost;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;
import org.loligo.runtime.accelerator.Accelerator;

/** A kernel in a library. */
final class HostKernel implements Accelerator.Kernel {
    private static final FunctionDescriptor LAUNCH = FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    private static final int MOST_ARGUMENTS = 16;

    private final String name;
    private final int maxGroupSize;
    private final MethodHandle launch;
    private final MemorySegment pointers;
    private final MemorySegment values;
    private final HostMemory[] memories = new HostMemory[MOST_ARGUMENTS];
    private final BitSet given = new BitSet();
    private int sharedBytes;

    HostKernel(String name, int maxGroupSize, MemorySegment address, Arena arena) {
        this.name = name;
        this.maxGroupSize = maxGroupSize;
        launch = launcher(address);
        values = arena.allocate(ValueLayout.JAVA_LONG, MOST_ARGUMENTS);
        pointers = arena.allocate(ValueLayout.ADDRESS, MOST_ARGUMENTS);
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            pointers.setAtIndex(ValueLayout.ADDRESS, i, values.asSlice((long) i * Long.BYTES));
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle launcher(MemorySegment address) {
        return Linker.nativeLinker().downcallHandle(address, LAUNCH);
    }

    @Override
    public void set(int index, Accelerator.Memory argument) {
        memories[index] = (HostMemory) argument;
        given.set(index);
        values.setAtIndex(ValueLayout.JAVA_LONG, index, argument == null ? 0 : memories[index].segment().address());
    }

    @Override
    public void set(int index, int argument) {
        memories[index] = null;
        given.set(index);
        values.set(ValueLayout.JAVA_INT, (long) index * Long.BYTES, argument);
    }

    @Override
    public void share(long bytes) {
        sharedBytes = Math.toIntExact(bytes);
    }

    @Override
    public int maxGroupSize() {
        return maxGroupSize;
    }

    /** Runs it. */
    @SuppressWarnings("restricted")
    void run(int groups, int groupSize, ThreadOrder order) {
        if (groups < 1 || groupSize < 1 || groupSize > maxGroupSize || given.nextClearBit(0) != given.length()) {
            throw new AssertionError("kernel " + name + ": " + groups + " groups of " + groupSize + " of at most " + maxGroupSize
                    + ", arguments " + given);
        }
        MemorySegment complaint;
        // the fibres are the same for all
        synchronized (HostKernel.class) {
            try {
                complaint = (MemorySegment) launch.invokeExact(groups, groupSize, order == ThreadOrder.REVERSE ? 1 : 0, sharedBytes,
                        pointers);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            if (complaint.address() != 0) {
                throw new AssertionError("kernel " + name + ": " + complaint.reinterpret(Integer.MAX_VALUE).getString(0));
            }
        }
        for (int i = 0; i < memories.length; i++) {
            if (memories[i] != null) {
                memories[i].requireUntouched(name, "argument " + i);
            }
        }
    }
}
