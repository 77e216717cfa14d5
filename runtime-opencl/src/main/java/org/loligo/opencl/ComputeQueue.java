package org.loligo.opencl;

import static org.jocl.CL.clEnqueueCopyBuffer;
import static org.jocl.CL.clEnqueueMarkerWithWaitList;
import static org.jocl.CL.clEnqueueNDRangeKernel;
import static org.jocl.CL.clFinish;
import static org.jocl.CL.clFlush;
import static org.jocl.CL.clReleaseCommandQueue;
import static org.jocl.CL.clReleaseEvent;

import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.loligo.runtime.accelerator.Pacing;
import org.loligo.runtime.accelerator.Spent;

/**
 * The queue that computes. Asking for the time of every kernel would make launches dearer, so it asks for those of the first command after
 * a mark and of the next mark: what lies between is the time of the device, with the gaps between its kernels.
 */
final class ComputeQueue {
    /** So many commands are queued before the device hears of them: telling it costs, letting it idle too. */
    private static final int UNFLUSHED = 64;

    private final cl_command_queue queue;
    private final OpenClDevice device;
    private final Pacing<OpenClMark> pacing = new Pacing<>(this::putMark);
    private final long[] globalSize = new long[1];
    private final long[] groupSize = new long[1];
    private cl_event first;
    private int unflushed;

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
        pacing.launched(start);
    }

    void copy(OpenClMemory from, OpenClMemory to, long bytes) {
        cl_event event = firstSinceMark();
        Status.check(clEnqueueCopyBuffer(queue, from.buffer(), to.buffer(), 0, 0, bytes, 0, null, event), device,
                "copying " + bytes + " bytes");
        added(event);
        pacing.queued();
    }

    private cl_event firstSinceMark() {
        return first == null ? new cl_event() : null;
    }

    private void added(cl_event event) {
        if (event != null) {
            first = event;
        }
        if (++unflushed >= UNFLUSHED) {
            flush();
        }
    }

    private void flush() {
        Status.check(clFlush(queue), device, "starting what is queued");
        unflushed = 0;
    }

    private OpenClMark putMark() {
        cl_event marker = new cl_event();
        Status.check(clEnqueueMarkerWithWaitList(queue, 0, null, marker), device, "marking what is queued");
        flush();
        OpenClMark mark = new OpenClMark(device, first, marker);
        first = null;
        return mark;
    }

    OpenClMark mark() {
        return pacing.mark();
    }

    /** Where the time went, that of copying from and to the host given. */
    Spent spent(long transferring) {
        return pacing.spent(transferring);
    }

    /** Waits for all of it, and gives it back; here nobody is left to hear of errors. */
    void release() {
        clFinish(queue);
        pacing.open().forEach(OpenClMark::release);
        if (first != null) {
            clReleaseEvent(first);
        }
        clReleaseCommandQueue(queue);
    }
}
