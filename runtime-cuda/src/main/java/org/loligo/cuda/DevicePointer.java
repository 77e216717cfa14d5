package org.loligo.cuda;

import jcuda.driver.CUdeviceptr;

/** A place in the memory of a device, whose number kernels take as their argument. */
final class DevicePointer extends CUdeviceptr {
    /** The number. */
    long address() {
        return getNativePointer() + getByteOffset();
    }
}
