package org.loligo.opencl;

import static org.jocl.CL.CL_SUCCESS;
import static org.jocl.CL.clGetDeviceInfo;
import static org.jocl.CL.clGetEventInfo;
import static org.jocl.CL.clGetEventProfilingInfo;
import static org.jocl.CL.clGetKernelInfo;
import static org.jocl.CL.clGetKernelWorkGroupInfo;
import static org.jocl.CL.clGetPlatformInfo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_platform_id;

/** What an object of OpenCL says about itself. Through direct buffers: what is read into arrays can be lost when JNI is checked. */
@FunctionalInterface
interface Info {
    /** Asks the object; returns the status. */
    int query(int parameter, long size, Pointer into);

    /** About a platform. */
    static Info of(cl_platform_id platform) {
        return (parameter, size, into) -> clGetPlatformInfo(platform, parameter, size, into, null);
    }

    /** About a device. */
    static Info of(cl_device_id device) {
        return (parameter, size, into) -> clGetDeviceInfo(device, parameter, size, into, null);
    }

    /** About a kernel. */
    static Info of(cl_kernel kernel) {
        return (parameter, size, into) -> clGetKernelInfo(kernel, parameter, size, into, null);
    }

    /** About a kernel on a device. */
    static Info of(cl_kernel kernel, cl_device_id device) {
        return (parameter, size, into) -> clGetKernelWorkGroupInfo(kernel, device, parameter, size, into, null);
    }

    /** About what became of a command. */
    static Info of(cl_event event) {
        return (parameter, size, into) -> clGetEventInfo(event, parameter, size, into, null);
    }

    /** About when a command ran. */
    static Info times(cl_event event) {
        return (parameter, size, into) -> clGetEventProfilingInfo(event, parameter, size, into, null);
    }

    /** A text; empty where there is none. */
    default String text(int parameter) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        if (query(parameter, buffer.capacity(), Pointer.to(buffer)) != CL_SUCCESS) {
            return "";
        }
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.substring(0, Math.max(0, text.indexOf('\0'))).strip();
    }

    /** A 64-bit number, or {@code otherwise} where there is none. */
    default long number(int parameter, long otherwise) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        return query(parameter, Long.BYTES, Pointer.to(buffer)) == CL_SUCCESS ? buffer.getLong(0) : otherwise;
    }

    /** A 32-bit number, or {@code otherwise} where there is none. */
    default int integer(int parameter, int otherwise) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        return query(parameter, Integer.BYTES, Pointer.to(buffer)) == CL_SUCCESS ? buffer.getInt(0) : otherwise;
    }
}
