package org.loligo.cuda;

import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import org.loligo.runtime.accelerator.Accelerator;

/** A program that was loaded. */
final class CudaProgram implements Accelerator.Program {
    private final CUmodule id;
    private final String source;
    private final Context context;

    CudaProgram(CUmodule id, String source, Context context) {
        this.id = id;
        this.source = source;
        this.context = context;
    }

    /** A kernel with arguments of its own, however often it is asked for. */
    @Override
    public Accelerator.Kernel kernel(String name) {
        context.enter();
        CUfunction function = new CUfunction();
        Status.check(cuModuleGetFunction(function, id, name), context.device(), "taking the kernel '" + name + "' from its program");
        return new CudaKernel(function, name, Signature.parameters(source, name), context);
    }

    void release() {
        cuModuleUnload(id);
    }
}
