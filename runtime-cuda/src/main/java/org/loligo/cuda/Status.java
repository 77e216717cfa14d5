package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_ERROR_ASSERT;
import static jcuda.driver.CUresult.CUDA_ERROR_ECC_UNCORRECTABLE;
import static jcuda.driver.CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR;
import static jcuda.driver.CUresult.CUDA_ERROR_ILLEGAL_ADDRESS;
import static jcuda.driver.CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE;
import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_PC;
import static jcuda.driver.CUresult.CUDA_ERROR_LAUNCH_FAILED;
import static jcuda.driver.CUresult.CUDA_ERROR_LAUNCH_TIMEOUT;
import static jcuda.driver.CUresult.CUDA_ERROR_MISALIGNED_ADDRESS;
import static jcuda.driver.CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE;
import static jcuda.driver.CUresult.CUDA_ERROR_OUT_OF_MEMORY;
import static jcuda.driver.CUresult.CUDA_SUCCESS;
import static jcuda.driver.JCudaDriver.cuGetErrorName;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import jcuda.driver.CUresult;
import org.loligo.runtime.CapacityException;
import org.loligo.runtime.DeviceException;

/** What the numbers mean that calls of CUDA return. A call also returns what kernels did wrong that were launched before it. */
final class Status {
    private Status() {}

    /** Throws if a call that belongs to no device yet failed. */
    static void check(int status, String doing) {
        if (status != CUDA_SUCCESS) {
            throw new DeviceException("CUDA failed while " + doing + ": " + name(status));
        }
    }

    /** Throws if a call to a device failed. */
    static void check(int status, CudaDevice device, String doing) {
        if (status != CUDA_SUCCESS) {
            throw failure(status, device, doing);
        }
    }

    /** What a failed call to a device is to the user. */
    static RuntimeException failure(int status, CudaDevice device, String doing) {
        String sentence = "the CUDA device " + device.name() + " failed while " + doing;
        if (status == CUDA_ERROR_OUT_OF_MEMORY) {
            return new CapacityException(sentence + ": " + name(status) + "; " + room(device));
        }
        return new DeviceException(!isForGood(status) ? sentence + ": " + name(status) : sentence + ", or in a kernel launched before: "
                + name(status) + "; its context is lost and every further call of this process fails, so the run must be started anew");
    }

    /** How much memory of a device is free, in a clause. */
    static String room(CudaDevice device) {
        long[] free = new long[1];
        long[] total = new long[1];
        // where even this fails, the size alone is known
        return cuMemGetInfo(free, total) == CUDA_SUCCESS ? free[0] + " of its " + total[0] + " bytes are free"
                : "it has " + device.memoryBytes() + " bytes";
    }

    /** The name of a status, e.g. {@code CUDA_ERROR_ILLEGAL_ADDRESS}. */
    static String name(int status) {
        String name = CUresult.stringFor(status);
        if (name.startsWith("CUDA_")) {
            return name;
        }
        // a driver newer than JCuda
        String[] known = new String[1];
        return cuGetErrorName(status, known) == CUDA_SUCCESS && known[0] != null ? known[0] : "error " + status;
    }

    /** Whether the process cannot use CUDA any more, as the documentation of {@code CUresult} says of these. */
    static boolean isForGood(int status) {
        return switch (status) {
            case CUDA_ERROR_ECC_UNCORRECTABLE, CUDA_ERROR_NVLINK_UNCORRECTABLE, CUDA_ERROR_ILLEGAL_ADDRESS, CUDA_ERROR_LAUNCH_TIMEOUT,
                    CUDA_ERROR_ASSERT, CUDA_ERROR_HARDWARE_STACK_ERROR, CUDA_ERROR_ILLEGAL_INSTRUCTION, CUDA_ERROR_MISALIGNED_ADDRESS,
                    CUDA_ERROR_INVALID_ADDRESS_SPACE, CUDA_ERROR_INVALID_PC, CUDA_ERROR_LAUNCH_FAILED -> true;
            default -> false;
        };
    }
}
