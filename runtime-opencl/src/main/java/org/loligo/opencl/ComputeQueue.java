package org.loligo.opencl;

import static org.jocl.CL.clEnqueueCopyBuffer;
import static org.jocl.CL.clEnqueueMarkerWithWaitList;
import static org.jocl.CL.clEnqueueNDRangeKernel;
import static org.jocl.CL.clFinish;
import static org.jocl.CL.clFlush;
import static org.jocl.CL.clReleaseCommandQueue;
import static org.jocl.CL.clReleaseEvent;

import java.util.ArrayDeque;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;

/**
 * The queue that computes. Asking for the time of every kernel would make launches dearer, so it asks for those of the first command after
 * a mark and of the next mark: what lies between is the time of the device, with the gaps between its kernels.
 */
final class ComputeQueue {
    /** So many commands are queued before the device hears of them: telling it costs, letting it idle too. */
    private static final int UNFLUSHED = 64;
    /** So many commands go without a mark. */
    private static final int UNMARKED = 2048;
    /** A driver keeps something for each command; beyond these the host waits. */
    private static final int QUEUED = 8192;
    /** Nor are more marks left open. */
    private static final int MARKS = 256;

    private final cl_command_queue queue;
    private final OpenClDevice device;
    private final ArrayDeque<OpenClMark> open = new ArrayDeque<>();
    private final long[] globalSize = new long[1];
    private final long[] groupSize = new long[1];
    private cl_event first;
    private int unflushed;
    private int unmarked;
    private int queued;
    private long launching;
    private long computing;

    ComputeQueue(cl_command_queue queue, OpenClDevice device) {
        this.queue = queue;
        this.device = device;
    }

    void launch(OpenClKernel kernel, int groups, int size) {
        long start = System.nanoTime();
        groupSize[0] = size;
        globalSize[0] = (long) groups * size;
        cl_event event = firstSinceMark();
        int status = clEnqueueNDRangeKernel(queue, kernel.id, 1, null, globalSize, groupSize, 0, null, event);
        if (status != 0) {
            throw Status.failure(status, device, "launching kernel '" + kernel.name + "' with " + groups + " groups of " + size);
        }
        added(event);
        launching += System.nanoTime() - start;
    }

    void copy(OpenClMemory from, OpenClMemory to, long bytes) {
        cl_event event = firstSinceMark();
        Status.check(clEnqueueCopyBuffer(queue, from.buffer(), to.buffer(), 0, 0, bytes, 0, null, event), device,
                "copying " + bytes + " bytes");
        added(event);
    }

    private cl_event firstSinceMark() {
        return unmarked == 0 ? new cl_event() : null;
    }

    private void added(cl_event event) {
        if (unmarked++ == 0) {
            first = event;
        }
        if (++unflushed >= UNFLUSHED) {
            flush();
        }
        if (unmarked >= UNMARKED) {
            mark();
        }
    }

    private void flush() {
        Status.check(clFlush(queue), device, "starting what is queued");
        unflushed = 0;
    }

    OpenClMark mark() {
        cl_event marker = new cl_event();
        Status.check(clEnqueueMarkerWithWaitList(queue, 0, null, marker), device, "marking what is queued");
        OpenClMark mark = new OpenClMark(device, first, marker, unmarked);
        open.add(mark);
        queued += unmarked;
        first = null;
        unmarked = 0;
        flush();
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
            OpenClMark reached = open.remove();
            queued -= reached.commands();
            computing += reached.settle();
        }
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
        clFinish(queue);
        open.forEach(OpenClMark::release);
        open.clear();
        if (first != null) {
            clReleaseEvent(first);
        }
        clReleaseCommandQueue(queue);
    }
}
