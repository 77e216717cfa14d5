package org.loligo.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_MODE;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;
import static jcuda.driver.CUresult.CUDA_SUCCESS;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDeviceTotalMem;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import jcuda.driver.CUcomputemode;
import jcuda.driver.CUdevice;

/**
 * A device of CUDA and what it says about itself.
 *
 * @param id               itself
 * @param name             its name
 * @param capability       its compute capability
 * @param multiprocessors  how many multiprocessors it has
 * @param kilohertz        their highest clock; 0 where the driver does not say
 * @param memoryBytes      its whole memory
 * @param sharedBytes      the memory that a block shares and declares with a fixed size
 * @param mostSharedBytes  the most that a block can share, declared without a size and asked for at each launch
 * @param maxGroupSize     the most threads of a block
 * @param driver           its driver
 */
record CudaDevice(CUdevice id, String name, Capability capability, int multiprocessors, int kilohertz, long memoryBytes, long sharedBytes,
        long mostSharedBytes, int maxGroupSize, Driver driver) {

    /** The device with this number; empty if its owner forbids to compute on it. */
    static Optional<CudaDevice> usable(int ordinal, Driver driver) {
        String doing = "asking for device " + ordinal;
        CUdevice id = new CUdevice();
        Status.check(cuDeviceGet(id, ordinal), doing);
        if (number(id, CU_DEVICE_ATTRIBUTE_COMPUTE_MODE, CUcomputemode.CU_COMPUTEMODE_DEFAULT) == CUcomputemode.CU_COMPUTEMODE_PROHIBITED) {
            return Optional.empty();
        }
        byte[] name = new byte[256];
        Status.check(cuDeviceGetName(name, name.length, id), doing);
        long[] bytes = new long[1];
        Status.check(cuDeviceTotalMem(bytes, id), doing);
        Capability capability = new Capability(number(id, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, doing),
                number(id, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, doing));
        int shared = number(id, CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK, doing);
        return Optional.of(new CudaDevice(id, text(name), capability, number(id, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, doing),
                number(id, CU_DEVICE_ATTRIBUTE_CLOCK_RATE, 0), bytes[0], shared,
                Math.max(shared, number(id, CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, shared)),
                number(id, CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK, doing), driver));
    }

    private static String text(byte[] zeroTerminated) {
        String text = new String(zeroTerminated, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    private static int number(CUdevice id, int attribute, String doing) {
        int[] value = new int[1];
        Status.check(cuDeviceGetAttribute(value, attribute, id), doing);
        return value[0];
    }

    private static int number(CUdevice id, int attribute, int otherwise) {
        int[] value = new int[1];
        return cuDeviceGetAttribute(value, attribute, id) == CUDA_SUCCESS ? value[0] : otherwise;
    }

    /** What it can do, in a line. */
    String description() {
        String clock = kilohertz == 0 ? "" : String.format(Locale.ROOT, " at up to %.2f GHz", kilohertz / 1e6);
        return String.format(Locale.ROOT,
                "compute capability %s, %d multiprocessors%s, %.1f GiB memory, %d KiB shared memory (%d at most), "
                + "%s", capability, multiprocessors, clock, memoryBytes / 0x1p30, sharedBytes >> 10, mostSharedBytes >> 10, driver);
    }
}
