package org.loligo.opencl;

import static org.jocl.CL.CL_DEVICE_NOT_FOUND;
import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.CL_PLATFORM_NAME;
import static org.jocl.CL.CL_PLATFORM_NOT_FOUND_KHR;
import static org.jocl.CL.CL_SUCCESS;
import static org.jocl.CL.clGetDeviceIDs;
import static org.jocl.CL.clGetPlatformIDs;
import static org.jocl.CL.stringFor_errorCode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.loligo.runtime.DeviceException;

/**
 * What OpenCL offers.
 *
 * @param devices the devices that can run kernels, the best first
 * @param absence why there are none, in a sentence; empty when there are some
 */
record Discovery(List<OpenClDevice> devices, String absence) {

    /** That of this machine, looked for once: drivers take long to start, and a failed load of a class is never tried again. */
    static Discovery ofThisMachine() {
        return Once.DISCOVERY;
    }

    private static final class Once {
        static final Discovery DISCOVERY = look();
    }

    private static Discovery look() {
        String reason = NativeLibraries.load();
        return reason.isEmpty() ? list() : none(reason);
    }

    private static Discovery none(String reason) {
        return new Discovery(List.of(), reason);
    }

    private static Discovery list() {
        int[] count = new int[1];
        int status = clGetPlatformIDs(0, null, count);
        if (status == CL_PLATFORM_NOT_FOUND_KHR || status == CL_SUCCESS && count[0] == 0) {
            return none("there is an OpenCL library but no OpenCL driver; " + NativeLibraries.whatToInstall());
        }
        if (status != CL_SUCCESS) {
            return none("the OpenCL library cannot list its drivers: " + stringFor_errorCode(status));
        }
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        clGetPlatformIDs(platforms.length, platforms, null);
        List<OpenClDevice> devices = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (cl_platform_id platform : platforms) {
            String name = Info.of(platform).text(CL_PLATFORM_NAME);
            try {
                List<OpenClDevice> found = devices(platform);
                devices.addAll(found);
                if (found.isEmpty()) {
                    without.add(name);
                }
            } catch (DeviceException e) {
                // one driver that is broken must not hide the others
                without.add(name + " (" + e.getMessage() + ")");
            }
        }
        devices.sort(Comparator.comparing(OpenClDevice::kind)
                .thenComparing(Comparator.comparingLong(OpenClDevice::memoryBytes).reversed()));
        return devices.isEmpty()
                ? none("no OpenCL driver here has a device that compiles OpenCL C 1.2: " + String.join(", ", without) + "; "
                        + NativeLibraries.whatToInstall())
                : new Discovery(List.copyOf(devices), "");
    }

    private static List<OpenClDevice> devices(cl_platform_id platform) {
        int[] count = new int[1];
        int status = clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, count);
        if (status == CL_DEVICE_NOT_FOUND) {
            return List.of();
        }
        Status.check(status, "listing devices");
        cl_device_id[] ids = new cl_device_id[count[0]];
        Status.check(clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, ids.length, ids, null), "listing devices");
        List<OpenClDevice> usable = new ArrayList<>();
        for (cl_device_id id : ids) {
            OpenClDevice.usable(platform, id).ifPresent(usable::add);
        }
        return usable;
    }
}
