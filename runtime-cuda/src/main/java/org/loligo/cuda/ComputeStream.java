package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_SUCCESS;
import static jcuda.driver.CUstream_flags.CU_STREAM_NON_BLOCKING;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import org.loligo.runtime.accelerator.Pacing;
import org.loligo.runtime.accelerator.Spent;

/**
 * The stream that computes. An event around every kernel would make launches dearer, so there is one before the first command after a mark
 * and one at the next mark: what lies between is the time of the device, with the gaps between its kernels.
 */
final class ComputeStream {
    private final CudaDevice device;
    private final Events events;
    // not blocking: it waits for nothing that others do on the stream without a name
    private final CUstream id = new CUstream();
    private final Pacing<CudaMark> pacing = new Pacing<>(this::putMark);
    private CUevent first;

    ComputeStream(CudaDevice device, Events events) {
        this.device = device;
        this.events = events;
        Status.check(cuStreamCreate(id, CU_STREAM_NON_BLOCKING), device, "making a stream");
    }

    void launch(CudaKernel kernel, int groups, int size) {
        kernel.requireArguments();
        if (groups == 0) {
            // CUDA has no empty grids
            return;
        }
        long start = System.nanoTime();
        beforeCommand();
        int status = cuLaunchKernel(kernel.id(), groups, 1, 1, size, 1, 1, 0, id, kernel.arguments(), null);
        if (status != CUDA_SUCCESS) {
            throw Status.failure(status, device, "launching kernel '" + kernel.name() + "' with " + groups + " groups of " + size);
        }
        pacing.launched(start);
    }

    void copy(CudaMemory from, CudaMemory to, long bytes) {
        beforeCommand();
        Status.check(cuMemcpyDtoDAsync(to.pointer(), from.pointer(), bytes, id), device, "copying " + bytes + " bytes");
        pacing.queued();
    }

    private void beforeCommand() {
        if (first == null) {
            first = events.record(id);
        }
    }

    private CudaMark putMark() {
        // on Windows, drivers gather commands, and to ask for an event, as is done next, makes them start
        CudaMark mark = new CudaMark(device, events, first, events.record(id));
        first = null;
        return mark;
    }

    CudaMark mark() {
        return pacing.mark();
    }

    /** Where the time went, that of copying from and to the host given. */
    Spent spent(long transferring) {
        return pacing.spent(transferring);
    }

    /** Waits for all that is queued. */
    void await() {
        Status.check(cuStreamSynchronize(id), device, "computing");
    }

    /** Waits for all of it, and gives it back; here nobody is left to hear of errors. */
    void release() {
        cuStreamSynchronize(id);
        cuStreamDestroy(id);
    }
}
