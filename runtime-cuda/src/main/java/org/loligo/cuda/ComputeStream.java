package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_SUCCESS;
import static jcuda.driver.CUstream_flags.CU_STREAM_NON_BLOCKING;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.util.List;
import java.util.function.BiConsumer;
import jcuda.driver.CUevent;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import org.loligo.runtime.accelerator.Accelerator.Counter;
import org.loligo.runtime.accelerator.Accelerator.Launch;
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
    private final Graphs graphs;
    private CUevent first;

    ComputeStream(CudaDevice device, Events events) {
        this.device = device;
        this.events = events;
        Status.check(cuStreamCreate(id, CU_STREAM_NON_BLOCKING), device, "making a stream");
        graphs = new Graphs(device, id);
    }

    void launch(CudaKernel kernel, int groups, int size) {
        kernel.requireArguments();
        if (groups > 0) {
            long start = System.nanoTime();
            beforeCommand();
            put(kernel, groups, size);
            pacing.launched(start);
        }
    }

    /** Puts a kernel on the stream, or into the graph that is recorded from it. */
    private void put(CudaKernel kernel, int groups, int size) {
        int status = cuLaunchKernel(kernel.id(), groups, 1, 1, size, 1, 1, kernel.sharedBytes(), id, kernel.arguments(), null);
        if (status != CUDA_SUCCESS) {
            throw Status.failure(status, device, "launching kernel '" + kernel.name() + "' with " + groups + " groups of " + size);
        }
    }

    /** Launches a graph of as many times as suit one, over and over, and what is left kernel by kernel. */
    void repeat(List<Launch> launches, Counter counter, int times) {
        // CUDA has no empty grids
        List<Launch> actual = launches.stream().filter(l -> l.groups() > 0).toList();
        for (Launch l : actual) {
            l.kernel().set(counter.argument(), 0);
            ((CudaKernel) l.kernel()).requireArguments();
        }
        int inGraph = Graphs.times(actual.size());
        int done = 0;
        if (!actual.isEmpty() && times >= inGraph) {
            CUgraphExec graph = graphs.of(actual, () -> each(actual, counter.argument(), inGraph,
                    (kernel, l) -> put(kernel, l.groups(), l.groupSize())));
            for (; times - done >= inGraph; done += inGraph) {
                setBase(counter, done);
                long start = System.nanoTime();
                graphs.launch(graph);
                pacing.launched(start);
            }
            setBase(counter, done);
        }
        each(actual, counter.argument(), times - done, (kernel, l) -> launch(kernel, l.groups(), l.groupSize()));
    }

    private static void each(List<Launch> launches, int counter, int times, BiConsumer<CudaKernel, Launch> doing) {
        for (int k = 0; k < times; k++) {
            for (Launch l : launches) {
                l.kernel().set(counter, k);
                doing.accept((CudaKernel) l.kernel(), l);
            }
        }
    }

    private void setBase(Counter counter, int value) {
        beforeCommand();
        Status.check(cuMemsetD32Async(((CudaMemory) counter.base()).pointer(counter.offset()), value, 1, id), device, "counting launches");
        pacing.queued();
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
        graphs.release();
        cuStreamDestroy(id);
    }
}
