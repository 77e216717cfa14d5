package org.loligo.opencl;

import static org.jocl.CL.CL_CONTEXT_PLATFORM;
import static org.jocl.CL.CL_MEM_READ_WRITE;
import static org.jocl.CL.CL_QUEUE_PROFILING_ENABLE;
import static org.jocl.CL.CL_SUCCESS;
import static org.jocl.CL.clCreateBuffer;
import static org.jocl.CL.clCreateCommandQueue;
import static org.jocl.CL.clCreateContext;
import static org.jocl.CL.clReleaseContext;
import static org.jocl.CL.clReleaseMemObject;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;
import org.loligo.runtime.CapacityException;
import org.loligo.runtime.accelerator.Accelerator;
import org.loligo.runtime.accelerator.KernelCache;
import org.loligo.runtime.accelerator.Spent;

/** An OpenCL device in use: one context, a queue that computes and one that copies. */
final class OpenClAccelerator implements Accelerator {
    private final OpenClDevice device;
    private final cl_context context;
    private final Compilation compilation;
    private final ComputeQueue computing;
    private final TransferQueue transferring;
    private final List<OpenClProgram> programs = new ArrayList<>();
    private final Set<OpenClMemory> memories = new HashSet<>();
    private long taken;
    private boolean isClosed;

    OpenClAccelerator(OpenClDevice device, KernelCache cache) {
        this.device = device;
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL_CONTEXT_PLATFORM, device.platform());
        int[] status = {CL_SUCCESS};
        context = clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, status);
        Status.check(status[0], device, "being opened");
        compilation = new Compilation(context, device, cache);
        computing = new ComputeQueue(queue(), device);
        transferring = new TransferQueue(queue(), device);
    }

    // the call of OpenCL 2.0 does not exist on devices with 1.2, this one does everywhere
    @SuppressWarnings("deprecation")
    private cl_command_queue queue() {
        int[] status = {CL_SUCCESS};
        cl_command_queue queue = clCreateCommandQueue(context, device.id(), CL_QUEUE_PROFILING_ENABLE, status);
        Status.check(status[0], device, "making a queue");
        return queue;
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
        return device.maxAllocationBytes();
    }

    @Override
    public long sharedMemoryBytes() {
        return device.localBytes();
    }

    @Override
    public int maxGroupSize() {
        return device.maxGroupSize();
    }

    @Override
    public Program compile(String source) {
        requireOpen();
        OpenClProgram program = compilation.compile(source);
        programs.add(program);
        return program;
    }

    @Override
    public Memory allocate(long bytes) {
        requireOpen();
        int[] status = {CL_SUCCESS};
        // OpenCL has no empty buffers
        cl_mem buffer = clCreateBuffer(context, CL_MEM_READ_WRITE, Math.max(1, bytes), null, status);
        if (status[0] == CL_SUCCESS) {
            status[0] = transferring.occupy(buffer);
            if (status[0] != CL_SUCCESS) {
                clReleaseMemObject(buffer);
            }
        }
        if (Status.isLackOfMemory(status[0])) {
            throw new CapacityException("the OpenCL device " + device.name() + " has no room for another " + bytes + " bytes: of its "
                    + device.memoryBytes() + " bytes " + taken + " are taken by this run, and one piece holds at most "
                    + device.maxAllocationBytes());
        }
        Status.check(status[0], device, "allocating " + bytes + " bytes");
        OpenClMemory memory = new OpenClMemory(buffer, bytes, this::forget);
        memories.add(memory);
        taken += bytes;
        return memory;
    }

    private void forget(OpenClMemory freed) {
        memories.remove(freed);
        taken -= freed.bytes();
    }

    @Override
    public void write(Memory to, long offset, MemorySegment from) {
        requireOpen();
        Objects.checkFromIndexSize(offset, from.byteSize(), to.bytes());
        transferring.write((OpenClMemory) to, offset, from);
    }

    @Override
    public void launch(Kernel kernel, int groups, int groupSize) {
        requireOpen();
        computing.launch((OpenClKernel) kernel, groups, groupSize);
    }

    @Override
    public void copy(Memory from, Memory to, long bytes) {
        requireOpen();
        Objects.checkFromIndexSize(0, bytes, Math.min(from.bytes(), to.bytes()));
        if (bytes > 0) {
            computing.copy((OpenClMemory) from, (OpenClMemory) to, bytes);
        }
    }

    @Override
    public Mark mark() {
        requireOpen();
        return computing.mark();
    }

    @Override
    public void read(Mark after, Memory from, long offset, MemorySegment into) {
        requireOpen();
        Objects.checkFromIndexSize(offset, into.byteSize(), from.bytes());
        transferring.read((OpenClMark) after, (OpenClMemory) from, offset, into);
    }

    @Override
    public Spent spent() {
        requireOpen();
        return computing.spent(transferring.transferring());
    }

    private void requireOpen() {
        if (isClosed) {
            // what was given back is a pointer to nowhere, and the driver would follow it
            throw new IllegalStateException("this accelerator was closed");
        }
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        computing.release();
        transferring.release();
        programs.forEach(OpenClProgram::release);
        List.copyOf(memories).forEach(OpenClMemory::free);
        clReleaseContext(context);
    }
}
