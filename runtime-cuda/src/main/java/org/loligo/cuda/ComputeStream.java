package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_SUCCESS;
import static jcuda.driver.CUstream_flags.CU_STREAM_NON_BLOCKING;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.util.ArrayDeque;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;

/**
 * The stream that computes. An event around every kernel would make launches dearer, so there is one before the first command after a mark
 * and one at the next mark: what lies between is the time of the device, with the gaps between its kernels.
 */
final class ComputeStream {
    /** So many commands go without a mark. */
    private static final int UNMARKED = 2048;
    /** A driver keeps something for each command; beyond these the host waits. */
    private static final int QUEUED = 8192;
    /** Nor are more marks left open. */
    private static final int MARKS = 256;

    private final CudaDevice device;
    private final Events events;
    // not blocking: it waits for nothing that others do on the stream without a name
    private final CUstream id = new CUstream();
    private final ArrayDeque<CudaMark> open = new ArrayDeque<>();
    private CUevent first;
    private int unmarked;
    private int queued;
    private long launching;
    private long computing;

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
        afterCommand();
        launching += System.nanoTime() - start;
    }

    void copy(CudaMemory from, CudaMemory to, long bytes) {
        beforeCommand();
        Status.check(cuMemcpyDtoDAsync(to.pointer(), from.pointer(), bytes, id), device, "copying " + bytes + " bytes");
        afterCommand();
    }

    private void beforeCommand() {
        if (first == null) {
            first = events.record(id);
        }
    }

    private void afterCommand() {
        unmarked++;
        if (unmarked >= UNMARKED) {
            mark();
        }
    }

    CudaMark mark() {
        CudaMark mark = new CudaMark(device, first, events.record(id), unmarked);
        open.add(mark);
        queued += unmarked;
        first = null;
        unmarked = 0;
        // on Windows, drivers gather commands, and to ask for an event makes them start
        settle();
        while (queued > QUEUED || open.size() > MARKS) {
            open.peek().await();
            settle();
        }
        return mark;
    }

    /** Settles the marks that were reached. */
    private void settle() {
        while (!open.isEmpty() && open.peek().isReached()) {
            CudaMark reached = open.remove();
            queued -= reached.commands();
            computing += reached.settle(events);
        }
    }

    /** Waits for all that is queued. */
    void await() {
        Status.check(cuStreamSynchronize(id), device, "computing");
    }

    /** The time of the host that launches took, in nanoseconds. */
    long launching() {
        return launching;
    }

    /** The time of the device from the first command after each mark to the next mark, as far as it has come. */
    long computing() {
        settle();
        return computing;
    }

    /** Waits for all of it, and gives it back; here nobody is left to hear of errors. */
    void release() {
        cuStreamSynchronize(id);
        cuStreamDestroy(id);
    }
}
