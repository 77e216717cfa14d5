package org.loligo.opencl;

import static org.jocl.CL.CL_SUCCESS;
import static org.jocl.CL.clCreateKernel;
import static org.jocl.CL.clReleaseProgram;

import java.util.ArrayList;
import java.util.List;
import org.jocl.cl_kernel;
import org.jocl.cl_program;
import org.loligo.runtime.accelerator.Accelerator;

/** A program that was built, and the kernels taken from it. */
final class OpenClProgram implements Accelerator.Program {
    private final cl_program id;
    private final OpenClDevice device;
    private final List<OpenClKernel> kernels = new ArrayList<>();

    OpenClProgram(cl_program id, OpenClDevice device) {
        this.id = id;
        this.device = device;
    }

    /** A kernel with arguments of its own, however often it is asked for. */
    @Override
    public Accelerator.Kernel kernel(String name) {
        int[] status = {CL_SUCCESS};
        cl_kernel kernel = clCreateKernel(id, name, status);
        Status.check(status[0], device, "taking the kernel '" + name + "' from its program");
        OpenClKernel taken = new OpenClKernel(kernel, name, device);
        kernels.add(taken);
        return taken;
    }

    void release() {
        kernels.forEach(OpenClKernel::release);
        kernels.clear();
        clReleaseProgram(id);
    }
}
