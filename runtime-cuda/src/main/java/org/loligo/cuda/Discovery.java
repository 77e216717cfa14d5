package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_ERROR_NO_DEVICE;
import static jcuda.driver.CUresult.CUDA_ERROR_STUB_LIBRARY;
import static jcuda.driver.CUresult.CUDA_SUCCESS;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuInit;

import java.util.ArrayList;
import java.util.List;
import org.loligo.runtime.DeviceException;

/**
 * What CUDA offers.
 *
 * @param devices the devices, in the order of the driver: the fastest first, unless the user's environment says otherwise
 * @param absence why there are none, in a sentence; empty when there are some
 */
record Discovery(List<CudaDevice> devices, String absence) {

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
        // this may be asked of any driver; functions that an old one has not would kill the process
        int[] cuda = new int[1];
        int status = cuDriverGetVersion(cuda);
        if (status != CUDA_SUCCESS) {
            return none(unusable(status));
        }
        Driver driver = Driver.of(cuda[0]);
        if (!driver.refusal().isEmpty()) {
            return none(driver.refusal());
        }
        int[] count = new int[1];
        status = cuInit(0);
        status = status == CUDA_SUCCESS ? cuDeviceGetCount(count) : status;
        if (status == CUDA_ERROR_NO_DEVICE || status == CUDA_SUCCESS && count[0] == 0) {
            return none("there is an NVIDIA driver but no device that it can use"
                    + (System.getenv("CUDA_VISIBLE_DEVICES") == null ? "" : "; CUDA_VISIBLE_DEVICES is set, and hides "
                    + "all but those it names"));
        }
        if (status != CUDA_SUCCESS) {
            return none(unusable(status));
        }
        return devices(count[0], driver);
    }

    private static Discovery devices(int count, Driver driver) {
        List<CudaDevice> devices = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                CudaDevice.usable(i, driver).ifPresentOrElse(devices::add, () -> without.add("its compute mode is 'prohibited'"));
            } catch (DeviceException e) {
                // one device that is broken must not hide the others
                without.add(e.getMessage());
            }
        }
        return devices.isEmpty() ? none("no CUDA device here can be used: " + String.join(", ", without))
                : new Discovery(List.copyOf(devices), "");
    }

    private static String unusable(int status) {
        if (status == CUDA_ERROR_STUB_LIBRARY) {
            return "the libcuda.so.1 found first is the one of the CUDA toolkit that only serves for linking; "
                    + "take the folder with 'stubs' out of LD_LIBRARY_PATH";
        }
        return "the NVIDIA driver of this machine cannot be used: " + Status.name(status) + "; see what nvidia-smi says";
    }
}
