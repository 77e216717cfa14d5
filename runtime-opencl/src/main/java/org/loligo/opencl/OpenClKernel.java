package org.loligo.opencl;

import static org.jocl.CL.CL_KERNEL_NUM_ARGS;
import static org.jocl.CL.CL_KERNEL_WORK_GROUP_SIZE;
import static org.jocl.CL.clReleaseKernel;
import static org.jocl.CL.clSetKernelArg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.loligo.runtime.accelerator.Accelerator;

/** A kernel. It remembers its arguments, because setting one costs a quarter of a launch and most are the same from step to step. */
final class OpenClKernel implements Accelerator.Kernel {
    /** Stands for a null pointer among the arguments that are set. */
    private static final Object NULL = new Object();
    /** Stands for the integer in {@link #integers}. */
    private static final Object INTEGER = new Object();

    final cl_kernel id;
    final String name;
    private final OpenClDevice device;
    private final Object[] arguments;
    private final int[] integers;
    private final ByteBuffer integer = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
    private final Pointer toInteger = Pointer.to(integer);

    OpenClKernel(cl_kernel id, String name, OpenClDevice device) {
        this.id = id;
        this.name = name;
        this.device = device;
        int count = Info.of(id).integer(CL_KERNEL_NUM_ARGS, 0);
        arguments = new Object[count];
        integers = new int[count];
    }

    @Override
    public void set(int index, Accelerator.Memory argument) {
        Object now = argument == null ? NULL : argument;
        if (arguments[index] != now) {
            check(clSetKernelArg(id, index, Sizeof.cl_mem, argument == null ? null : ((OpenClMemory) argument).argument()), index);
            arguments[index] = now;
        }
    }

    @Override
    public void set(int index, int argument) {
        if (arguments[index] != INTEGER || integers[index] != argument) {
            integer.putInt(0, argument);
            check(clSetKernelArg(id, index, Integer.BYTES, toInteger), index);
            arguments[index] = INTEGER;
            integers[index] = argument;
        }
    }

    private void check(int status, int index) {
        if (status != 0) {
            arguments[index] = null;
            throw Status.failure(status, device, "setting argument " + index + " of kernel '" + name + "'");
        }
    }

    @Override
    public void share(long bytes) {
        // OpenCL C says it in the source
    }

    @Override
    public int maxGroupSize() {
        return (int) Math.min(device.maxGroupSize(), Info.of(id, device.id()).number(CL_KERNEL_WORK_GROUP_SIZE, device.maxGroupSize()));
    }

    void release() {
        clReleaseKernel(id);
    }
}
