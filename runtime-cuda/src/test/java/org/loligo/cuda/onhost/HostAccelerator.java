package org.loligo.cuda.onhost;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.loligo.codegen.emit.Dialect;
import org.loligo.model.Precision;
import org.loligo.runtime.accelerator.Accelerator;
import org.loligo.runtime.accelerator.AcceleratorDevice;
import org.loligo.runtime.accelerator.Limits;
import org.loligo.runtime.accelerator.Spent;

/** The processor as a device for CUDA sources: everything is done when the call returns. */
final class HostAccelerator implements Accelerator {
    private static final Limits LIMITS = new Limits(4L << 30, 1L << 30, 227 << 10, 1024, 4);

    private final ThreadOrder order;
    private final UnaryOperator<String> change;
    private final Arena arena = Arena.ofShared();
    private long computing;

    private HostAccelerator(ThreadOrder order, UnaryOperator<String> change) {
        this.order = order;
        this.change = change;
    }

    /** A device that runs threads in this order. The test that asks for it is skipped where there is no compiler. */
    static AcceleratorDevice device(ThreadOrder order) {
        return device(order, LIMITS.maxGroupSize());
    }

    /** One whose blocks have at most so many threads. */
    static AcceleratorDevice device(ThreadOrder order, int maxGroupSize) {
        return device(order, maxGroupSize, s -> s);
    }

    /** One that runs another source than it is given. */
    static AcceleratorDevice device(ThreadOrder order, UnaryOperator<String> change) {
        return device(order, LIMITS.maxGroupSize(), change);
    }

    /** One whose blocks share at most so many bytes. */
    static AcceleratorDevice sharing(long bytes) {
        return device(ThreadOrder.FORWARD, new Limits(LIMITS.memoryBytes(), LIMITS.maxAllocationBytes(), bytes, LIMITS.maxGroupSize(),
                LIMITS.multiprocessors()),
                s -> s);
    }

    private static AcceleratorDevice device(ThreadOrder order, int maxGroupSize, UnaryOperator<String> change) {
        return device(order, new Limits(LIMITS.memoryBytes(), LIMITS.maxAllocationBytes(), LIMITS.sharedBytes(), maxGroupSize,
                LIMITS.multiprocessors()), change);
    }

    private static AcceleratorDevice device(ThreadOrder order, Limits limits, UnaryOperator<String> change) {
        HostCompiler.get();
        return new AcceleratorDevice("cuda-on-host", "processor, " + order, "threads of a block one after the other",
                EnumSet.allOf(Precision.class), Dialect.CUDA_C, limits, () -> new HostAccelerator(order, change));
    }

    @Override
    public String name() {
        return "processor, " + order;
    }

    @Override
    public long memoryBytes() {
        return LIMITS.memoryBytes();
    }

    @Override
    public long maxAllocationBytes() {
        return LIMITS.maxAllocationBytes();
    }

    @Override
    public long sharedMemoryBytes() {
        return LIMITS.sharedBytes();
    }

    @Override
    public int maxGroupSize() {
        return LIMITS.maxGroupSize();
    }

    @Override
    @SuppressWarnings("restricted")
    public Program compile(String source) {
        HostCompiler.Compiled compiled = HostCompiler.get().compile(change.apply(source));
        SymbolLookup library = SymbolLookup.libraryLookup(compiled.library(), arena);
        return name -> new HostKernel(name, compiled.kernels().get(name), library.find("onhost_launch_" + name).orElseThrow(), arena);
    }

    @Override
    public HostMemory allocate(long bytes) {
        return new HostMemory(arena, bytes);
    }

    @Override
    public void write(Memory to, long offset, MemorySegment from) {
        ((HostMemory) to).segment().asSlice(offset, from.byteSize()).copyFrom(from);
    }

    @Override
    public void launch(Kernel kernel, int groups, int groupSize) {
        long start = System.nanoTime();
        ((HostKernel) kernel).run(groups, groupSize, order);
        computing += System.nanoTime() - start;
    }

    /** As a device would that repeats three times at once: what a kernel takes for its counter must be both its parts. */
    @Override
    public void repeat(List<Launch> launches, Counter counter, int times) {
        MemorySegment base = ((HostMemory) counter.base()).segment();
        for (int k = 0; k < times; k++) {
            base.set(ValueLayout.JAVA_INT, counter.offset(), k - k % 3);
            for (Launch l : launches) {
                l.kernel().set(counter.argument(), k % 3);
                launch(l.kernel(), l.groups(), l.groupSize());
            }
        }
    }

    @Override
    public void copy(Memory from, Memory to, long bytes) {
        ((HostMemory) to).segment().asSlice(0, bytes).copyFrom(((HostMemory) from).segment().asSlice(0, bytes));
    }

    @Override
    public Mark mark() {
        return new Mark() {};
    }

    @Override
    public void read(Mark after, Memory from, long offset, MemorySegment into) {
        into.copyFrom(((HostMemory) from).segment().asSlice(offset, into.byteSize()));
    }

    @Override
    public Spent spent() {
        return new Spent(0, computing, 0);
    }

    @Override
    public void close() {
        arena.close();
    }
}
