package org.loligo.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;

import jcuda.driver.CUcontext;

/** The primary context of a device: the one that other libraries in the process share with us. */
final class Context {
    private final CudaDevice device;
    private final CUcontext id = new CUcontext();

    Context(CudaDevice device) {
        this.device = device;
        Status.check(cuDevicePrimaryCtxRetain(id, device.id()), device, "being opened");
    }

    CudaDevice device() {
        return device;
    }

    /** Makes it that of this thread. Another device may have been in use here since the last call, so this must be said every time. */
    void enter() {
        Status.check(cuCtxSetCurrent(id), device, "being used by another thread");
    }

    /** The same, where what is to be given back is given back even if that fails. */
    void enterIfPossible() {
        cuCtxSetCurrent(id);
    }

    /** Gives it back; what is left in it goes when its last user does so. */
    void release() {
        // this thread must not stay in a context that may be gone
        cuCtxSetCurrent(new CUcontext());
        cuDevicePrimaryCtxRelease(device.id());
    }
}
