package org.loligo.opencl;

import static org.jocl.CL.CL_INVALID_BUFFER_SIZE;
import static org.jocl.CL.CL_MEM_OBJECT_ALLOCATION_FAILURE;
import static org.jocl.CL.CL_OUT_OF_HOST_MEMORY;
import static org.jocl.CL.CL_OUT_OF_RESOURCES;
import static org.jocl.CL.CL_SUCCESS;
import static org.jocl.CL.stringFor_errorCode;

import org.loligo.runtime.CapacityException;
import org.loligo.runtime.DeviceException;

/** What the numbers mean that calls of OpenCL return. */
final class Status {
    private Status() {}

    /** Throws if a call that belongs to no device yet failed. */
    static void check(int status, String doing) {
        if (status != CL_SUCCESS) {
            throw new DeviceException("OpenCL failed while " + doing + ": " + stringFor_errorCode(status));
        }
    }

    /** Throws if a call to a device failed. */
    static void check(int status, OpenClDevice device, String doing) {
        if (status != CL_SUCCESS) {
            throw failure(status, device, doing);
        }
    }

    /** What a failed call to a device is to the user. */
    static RuntimeException failure(int status, OpenClDevice device, String doing) {
        String sentence = "the OpenCL device " + device.name() + " failed while " + doing + ": " + stringFor_errorCode(status);
        return switch (status) {
            // drivers that allocate late find out only now
            case CL_MEM_OBJECT_ALLOCATION_FAILURE, CL_OUT_OF_HOST_MEMORY -> new CapacityException(sentence + "; it has "
                    + device.memoryBytes() + " bytes of memory");
            default -> new DeviceException(sentence);
        };
    }

    /** Whether an allocation failed for want of memory. */
    static boolean isLackOfMemory(int status) {
        return status == CL_MEM_OBJECT_ALLOCATION_FAILURE || status == CL_OUT_OF_HOST_MEMORY || status == CL_OUT_OF_RESOURCES
                || status == CL_INVALID_BUFFER_SIZE;
    }
}
