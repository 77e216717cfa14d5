package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jcuda.driver.CUresult;
import org.junit.jupiter.api.Test;
import org.loligo.runtime.DeviceException;

class StatusTest {
    @Test
    void afterSomeErrorsTheProcessIsDoneWithCuda() {
        CudaDevice device = Toolkit.device("sm_90", 12080);
        assertEquals("the CUDA device Test failed while computing, or in a kernel launched before: CUDA_ERROR_ILLEGAL_ADDRESS; its "
                + "context is lost "
                + "and every further call of this process fails, so the run must be started anew",
                Status.failure(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, device, "computing").getMessage());
        assertEquals("the CUDA device Test failed while launching: CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
                Status.failure(CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, device, "launching").getMessage());
    }

    @Test
    void aFailureWithoutADeviceIsNamed() {
        assertEquals("CUDA failed while listing: CUDA_ERROR_INVALID_DEVICE",
                assertThrows(DeviceException.class, () -> Status.check(CUresult.CUDA_ERROR_INVALID_DEVICE, "listing")).getMessage());
        Status.check(CUresult.CUDA_SUCCESS, "listing");
    }
}
