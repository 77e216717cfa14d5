package org.loligo.opencl;

import static org.jocl.CL.CL_DEVICE_AVAILABLE;
import static org.jocl.CL.CL_DEVICE_COMPILER_AVAILABLE;
import static org.jocl.CL.CL_DEVICE_DOUBLE_FP_CONFIG;
import static org.jocl.CL.CL_DEVICE_GLOBAL_MEM_SIZE;
import static org.jocl.CL.CL_DEVICE_LOCAL_MEM_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_COMPUTE_UNITS;
import static org.jocl.CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_WORK_GROUP_SIZE;
import static org.jocl.CL.CL_DEVICE_NAME;
import static org.jocl.CL.CL_DEVICE_SINGLE_FP_CONFIG;
import static org.jocl.CL.CL_DEVICE_TYPE;
import static org.jocl.CL.CL_DEVICE_TYPE_ACCELERATOR;
import static org.jocl.CL.CL_DEVICE_TYPE_CPU;
import static org.jocl.CL.CL_DEVICE_TYPE_GPU;
import static org.jocl.CL.CL_DEVICE_VERSION;
import static org.jocl.CL.CL_DRIVER_VERSION;
import static org.jocl.CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT;
import static org.jocl.CL.CL_PLATFORM_NAME;
import static org.jocl.CL.CL_PLATFORM_VERSION;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device of OpenCL and what it says about itself.
 *
 * @param platform           its platform
 * @param id                 itself
 * @param kind               what it is
 * @param name               its name
 * @param platformName       the name of the platform
 * @param platformVersion    the version of the platform
 * @param version            the version of OpenCL, e.g. 3.0
 * @param driver             the version of its driver
 * @param computeUnits       how many work-groups it runs at once, at least
 * @param memoryBytes        its whole memory
 * @param maxAllocationBytes the most of it in one piece
 * @param localBytes         the memory of a work-group
 * @param maxGroupSize       the most work items of a work-group
 * @param hasFloat64         whether it computes in double precision
 * @param dividesExactly     whether its compiler can be told to round division and square root correctly in single precision
 */
record OpenClDevice(cl_platform_id platform, cl_device_id id, Kind kind, String name, String platformName, String platformVersion,
        String version, String driver, int computeUnits, long memoryBytes, long maxAllocationBytes, long localBytes, int maxGroupSize,
        boolean hasFloat64, boolean dividesExactly) {

    /** What a device is, the best first. */
    enum Kind { GPU, ACCELERATOR, CPU }

    private static final Pattern VERSION = Pattern.compile("OpenCL (\\d+)\\.(\\d+).*");

    /** The device, if it can compile and run what Loligo writes, OpenCL C 1.2. */
    static Optional<OpenClDevice> usable(cl_platform_id platform, cl_device_id id) {
        Info device = Info.of(id);
        Matcher version = VERSION.matcher(device.text(CL_DEVICE_VERSION));
        Optional<Kind> kind = kind(device.number(CL_DEVICE_TYPE, 0));
        if (kind.isEmpty() || !version.matches() || device.integer(CL_DEVICE_AVAILABLE, 0) == 0
                || device.integer(CL_DEVICE_COMPILER_AVAILABLE, 0) == 0) {
            return Optional.empty();
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        if (major == 1 && minor < 2) {
            return Optional.empty();
        }
        return Optional.of(new OpenClDevice(platform, id, kind.get(), device.text(CL_DEVICE_NAME), Info.of(platform).text(CL_PLATFORM_NAME),
                Info.of(platform).text(CL_PLATFORM_VERSION), major + "." + minor, device.text(CL_DRIVER_VERSION),
                device.integer(CL_DEVICE_MAX_COMPUTE_UNITS, 1), device.number(CL_DEVICE_GLOBAL_MEM_SIZE, 0),
                device.number(CL_DEVICE_MAX_MEM_ALLOC_SIZE, 0), device.number(CL_DEVICE_LOCAL_MEM_SIZE, 0),
                (int) Math.min(Integer.MAX_VALUE, device.number(CL_DEVICE_MAX_WORK_GROUP_SIZE, 1)),
                device.number(CL_DEVICE_DOUBLE_FP_CONFIG, 0) != 0,
                (device.number(CL_DEVICE_SINGLE_FP_CONFIG, 0) & CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0));
    }

    private static Optional<Kind> kind(long type) {
        if ((type & CL_DEVICE_TYPE_GPU) != 0) {
            return Optional.of(Kind.GPU);
        }
        if ((type & CL_DEVICE_TYPE_ACCELERATOR) != 0) {
            return Optional.of(Kind.ACCELERATOR);
        }
        // the rest are custom devices, which are not programmed in C
        return (type & CL_DEVICE_TYPE_CPU) != 0 ? Optional.of(Kind.CPU) : Optional.empty();
    }

    /** What it can do, in a line. */
    String description() {
        return String.format(Locale.ROOT, "%s, OpenCL %s, driver %s, %d compute units, %.1f GiB memory, %d KiB local memory, "
                + "work-groups up to %d, %s", platformName, version, driver, computeUnits, memoryBytes / 0x1p30, localBytes >> 10,
                maxGroupSize, hasFloat64 ? "fp64" : "no fp64");
    }

    /**
     * Whether its driver is better left to keep what it compiles. PoCL compiles a kernel again for each size of work-groups, when it is
     * first launched, and keeps that; to hand out a binary it compiles all kernels once more, into one that does not save that first
     * launch.
     */
    boolean keepsKernels() {
        return platformName.equals("Portable Computing Language");
    }

    /** How its compiler is called. Never with what makes arithmetic fast and wrong. */
    String options() {
        return "-cl-std=CL1.2" + (dividesExactly ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");
    }
}
