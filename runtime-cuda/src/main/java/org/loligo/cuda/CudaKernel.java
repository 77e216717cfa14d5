package org.loligo.cuda;

import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK;
import static jcuda.driver.JCudaDriver.cuFuncGetAttribute;
import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;

import java.util.List;
import jcuda.driver.CUfunction;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.accelerator.Accelerator;

/** A kernel, with its arguments. */
final class CudaKernel implements Accelerator.Kernel {
    private final CUfunction id;
    private final String name;
    private final Context context;
    private final Arguments arguments;
    private boolean isComplete;
    private int sharedBytes;

    CudaKernel(CUfunction id, String name, int parameters, Context context) {
        this.id = id;
        this.name = name;
        this.context = context;
        arguments = new Arguments(parameters);
    }

    CUfunction id() {
        return id;
    }

    String name() {
        return name;
    }

    /** What a launch takes. */
    Address arguments() {
        return arguments.address();
    }

    /** What they are now. */
    List<Long> values() {
        return arguments.values();
    }

    /** Throws if one was never set: CUDA would take whatever lies there. */
    void requireArguments() {
        if (!isComplete) {
            arguments.missing().ifPresent(i -> {
                throw new DeviceException("the CUDA device " + context.device().name() + " failed while launching kernel '" + name
                        + "': its argument " + i + " was never set");
            });
            isComplete = true;
        }
    }

    @Override
    public void set(int index, Accelerator.Memory argument) {
        arguments.set(index, argument == null ? 0L : ((CudaMemory) argument).pointer().address());
    }

    @Override
    public void set(int index, int argument) {
        arguments.set(index, argument);
    }

    @Override
    public void share(long bytes) {
        sharedBytes = Math.toIntExact(bytes);
        // beyond the size that every device has, it must be asked for
        context.enter();
        Status.check(cuFuncSetAttribute(id, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes), context.device(),
                "giving kernel '" + name + "' " + bytes + " bytes of shared memory");
    }

    /** The bytes a block shares. */
    int sharedBytes() {
        return sharedBytes;
    }

    @Override
    public int maxGroupSize() {
        context.enter();
        int[] threads = new int[1];
        Status.check(cuFuncGetAttribute(threads, CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK, id), context.device(),
                "describing kernel '" + name + "'");
        return threads[0];
    }
}
