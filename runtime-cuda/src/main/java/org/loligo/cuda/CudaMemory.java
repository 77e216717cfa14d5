package org.loligo.cuda;

import static jcuda.driver.JCudaDriver.cuMemFree;

import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import org.loligo.runtime.accelerator.Accelerator;

/** Memory of a device. */
final class CudaMemory implements Accelerator.Memory {
    private final long bytes;
    private final Consumer<CudaMemory> freeing;
    private final DevicePointer pointer;
    private boolean isFree;

    /**
     * Memory that was taken.
     *
     * @param freeing called before it is given back
     */
    CudaMemory(DevicePointer pointer, long bytes, Consumer<CudaMemory> freeing) {
        this.pointer = pointer;
        this.bytes = bytes;
        this.freeing = freeing;
    }

    /** Where it begins. */
    DevicePointer pointer() {
        if (isFree) {
            throw new IllegalStateException("this memory was freed");
        }
        return pointer;
    }

    /** A place in it. */
    CUdeviceptr pointer(long offset) {
        return offset == 0 ? pointer() : pointer().withByteOffset(offset);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void free() {
        if (!isFree) {
            freeing.accept(this);
            release();
        }
    }

    /** Gives it back, whatever uses it; here nobody is left to hear of errors. */
    void release() {
        isFree = true;
        cuMemFree(pointer);
    }
}
