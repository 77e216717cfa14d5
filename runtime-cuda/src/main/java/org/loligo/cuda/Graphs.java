package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_SUCCESS;
import static jcuda.driver.CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import org.loligo.runtime.accelerator.Accelerator.Launch;

/**
 * Graphs of kernels that a stream launches again and again, each as one command. A graph keeps the arguments that the kernels had when it
 * was recorded, so there is one for each set of them: two, where two sets of buffers take turns.
 */
final class Graphs {
    /** A graph of so many kernels takes a device milliseconds, and the host a thousandth of that to launch. */
    private static final int KERNELS = 1024;
    private static final long NO_FLAGS = 0;

    /** What a graph does: kernels with their arguments. */
    private record Node(CudaKernel kernel, int groups, int groupSize, List<Long> arguments) {}

    private final CudaDevice device;
    private final CUstream stream;
    private final Map<List<Node>, CUgraphExec> graphs = new HashMap<>();

    Graphs(CudaDevice device, CUstream stream) {
        this.device = device;
        this.stream = stream;
    }

    /** How many times so many launches are repeated in one graph. */
    static int times(int launches) {
        return Math.max(1, KERNELS / Math.max(1, launches));
    }

    /**
     * The graph of these launches with the arguments they have now, the counter being 0, made now if there is none.
     *
     * @param launching puts all of it on the stream
     */
    CUgraphExec of(List<Launch> launches, Runnable launching) {
        List<Node> nodes = launches.stream().map(l -> {
            CudaKernel kernel = (CudaKernel) l.kernel();
            return new Node(kernel, l.groups(), l.groupSize(), kernel.values());
        }).toList();
        return graphs.computeIfAbsent(nodes, _ -> made(launching, times(launches.size()) * launches.size() + " kernels"));
    }

    private CUgraphExec made(Runnable launching, String what) {
        CUgraph graph = recorded(launching, what);
        try {
            CUgraphExec executable = new CUgraphExec();
            Status.check(cuGraphInstantiate(executable, graph, NO_FLAGS), device, "making a graph of " + what);
            return executable;
        } finally {
            cuGraphDestroy(graph);
        }
    }

    /** What would run on the stream goes into a graph instead. */
    private CUgraph recorded(Runnable launching, String what) {
        String doing = "recording a graph of " + what;
        CUgraph graph = new CUgraph();
        Status.check(cuStreamBeginCapture(stream, CU_STREAM_CAPTURE_MODE_THREAD_LOCAL), device, doing);
        try {
            launching.run();
        } catch (RuntimeException | Error e) {
            // the stream must not stay as it is
            if (cuStreamEndCapture(stream, graph) == CUDA_SUCCESS) {
                cuGraphDestroy(graph);
            }
            throw e;
        }
        Status.check(cuStreamEndCapture(stream, graph), device, doing);
        return graph;
    }

    void launch(CUgraphExec graph) {
        Status.check(cuGraphLaunch(graph, stream), device, "launching a graph");
    }

    /** Gives all back, once the stream is done with them. */
    void release() {
        graphs.values().forEach(g -> cuGraphExecDestroy(g));
        graphs.clear();
    }
}
