package org.loligo.opencl;

import static org.jocl.CL.clReleaseMemObject;

import java.util.function.Consumer;
import org.jocl.Pointer;
import org.jocl.cl_mem;
import org.loligo.runtime.accelerator.Accelerator;

/** A buffer. */
final class OpenClMemory implements Accelerator.Memory {
    private final long bytes;
    private final Consumer<OpenClMemory> freed;
    /** What a kernel takes as its argument, made once because kernels take it often. */
    private final Pointer argument;
    private cl_mem buffer;

    OpenClMemory(cl_mem buffer, long bytes, Consumer<OpenClMemory> freed) {
        this.buffer = buffer;
        this.bytes = bytes;
        this.freed = freed;
        argument = Pointer.to(buffer);
    }

    cl_mem buffer() {
        if (buffer == null) {
            throw new IllegalStateException("this memory was freed");
        }
        return buffer;
    }

    Pointer argument() {
        buffer();
        return argument;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** What is queued still runs: the driver keeps the memory until then. */
    @Override
    public void free() {
        if (buffer != null) {
            clReleaseMemObject(buffer);
            buffer = null;
            freed.accept(this);
        }
    }
}
