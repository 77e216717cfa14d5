package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_ERROR_OUT_OF_MEMORY;
import static jcuda.driver.JCudaDriver.cuMemAlloc;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.loligo.runtime.CapacityException;
import org.loligo.runtime.accelerator.Accelerator;
import org.loligo.runtime.accelerator.KernelCache;
import org.loligo.runtime.accelerator.Spent;

/** A CUDA device in use: its primary context, a stream that computes and one that copies. */
final class CudaAccelerator implements Accelerator {
    private final CudaDevice device;
    private final Context context;
    private final Compilation compilation;
    private final Events events;
    private final ComputeStream computing;
    private final TransferStream transferring;
    private final List<CudaProgram> programs = new ArrayList<>();
    private final Set<CudaMemory> memories = new HashSet<>();
    /** What to give back at the end, the last taken first. */
    private final Deque<Runnable> toRelease = new ArrayDeque<>();
    private long taken;
    private boolean isClosed;

    CudaAccelerator(CudaDevice device, CompilerSearch compilers, KernelCache cache) {
        this.device = device;
        context = new Context(device);
        toRelease.push(context::release);
        toRelease.push(() -> memories.forEach(CudaMemory::release));
        toRelease.push(() -> programs.forEach(CudaProgram::release));
        try {
            context.enter();
            compilation = new Compilation(context, compilers, cache);
            events = new Events(device);
            toRelease.push(events::release);
            Staging staging = new Staging(device, events);
            toRelease.push(staging::release);
            computing = new ComputeStream(device, events);
            toRelease.push(computing::release);
            transferring = new TransferStream(device, events, staging);
            toRelease.push(transferring::release);
        } catch (RuntimeException | Error e) {
            toRelease.forEach(Runnable::run);
            throw e;
        }
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public long memoryBytes() {
        return device.memoryBytes();
    }

    @Override
    public long maxAllocationBytes() {
        return device.memoryBytes();
    }

    @Override
    public long sharedMemoryBytes() {
        return device.mostSharedBytes();
    }

    @Override
    public int maxGroupSize() {
        return device.maxGroupSize();
    }

    @Override
    public Program compile(String source) {
        enter();
        CudaProgram program = compilation.compile(source);
        programs.add(program);
        return program;
    }

    @Override
    public Memory allocate(long bytes) {
        enter();
        DevicePointer pointer = new DevicePointer();
        // CUDA has no empty memory
        int status = cuMemAlloc(pointer, Math.max(1, bytes));
        if (status == CUDA_ERROR_OUT_OF_MEMORY) {
            throw new CapacityException("the CUDA device " + device.name() + " has no room for another " + bytes + " bytes: "
                    + Status.room(device) + ", and " + taken + " are taken by this run");
        }
        Status.check(status, device, "allocating " + bytes + " bytes");
        CudaMemory memory = new CudaMemory(pointer, bytes, this::forget);
        memories.add(memory);
        taken += bytes;
        return memory;
    }

    /** Before memory is freed one by one. */
    private void forget(CudaMemory freed) {
        enter();
        // what is queued may still use it
        computing.await();
        memories.remove(freed);
        taken -= freed.bytes();
    }

    @Override
    public void write(Memory to, long offset, MemorySegment from) {
        enter();
        Objects.checkFromIndexSize(offset, from.byteSize(), to.bytes());
        transferring.write((CudaMemory) to, offset, from);
    }

    @Override
    public void launch(Kernel kernel, int groups, int groupSize) {
        enter();
        computing.launch((CudaKernel) kernel, groups, groupSize);
    }

    @Override
    public void repeat(List<Launch> launches, Counter counter, int times) {
        enter();
        Objects.checkFromIndexSize(counter.offset(), Integer.BYTES, counter.base().bytes());
        computing.repeat(launches, counter, times);
    }

    @Override
    public void copy(Memory from, Memory to, long bytes) {
        enter();
        Objects.checkFromIndexSize(0, bytes, Math.min(from.bytes(), to.bytes()));
        if (bytes > 0) {
            computing.copy((CudaMemory) from, (CudaMemory) to, bytes);
        }
    }

    @Override
    public Mark mark() {
        enter();
        return computing.mark();
    }

    @Override
    public void read(Mark after, Memory from, long offset, MemorySegment into) {
        enter();
        Objects.checkFromIndexSize(offset, into.byteSize(), from.bytes());
        transferring.read((CudaMark) after, (CudaMemory) from, offset, into);
    }

    @Override
    public Spent spent() {
        enter();
        return computing.spent(transferring.transferring());
    }

    /** The engine may be used by one thread after another. */
    private void enter() {
        if (isClosed) {
            // what was given back is a pointer to nowhere, and the driver would follow it
            throw new IllegalStateException("this accelerator was closed");
        }
        context.enter();
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        context.enterIfPossible();
        // the streams come first, and wait for what uses the rest
        toRelease.forEach(Runnable::run);
    }
}
