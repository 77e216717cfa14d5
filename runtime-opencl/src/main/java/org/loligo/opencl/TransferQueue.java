package org.loligo.opencl;

import static org.jocl.CL.CL_MIGRATE_MEM_OBJECT_CONTENT_UNDEFINED;
import static org.jocl.CL.CL_SUCCESS;
import static org.jocl.CL.clEnqueueMigrateMemObjects;
import static org.jocl.CL.clEnqueueReadBuffer;
import static org.jocl.CL.clEnqueueWriteBuffer;
import static org.jocl.CL.clFinish;
import static org.jocl.CL.clReleaseCommandQueue;
import static org.jocl.CL.clReleaseEvent;

import java.lang.foreign.MemorySegment;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_mem;

/** The queue that copies from and to the host while the other computes. */
final class TransferQueue {
    /** Buffers of Java hold less than 2³¹ bytes. */
    private static final long PIECE = 1L << 30;

    private final cl_command_queue queue;
    private final OpenClDevice device;
    private long transferring;

    TransferQueue(cl_command_queue queue, OpenClDevice device) {
        this.queue = queue;
        this.device = device;
    }

    void write(OpenClMemory to, long offset, MemorySegment from) {
        long bytes = from.byteSize();
        for (long done = 0; done < bytes; done += PIECE) {
            long piece = Math.min(PIECE, bytes - done);
            cl_event event = new cl_event();
            Status.check(clEnqueueWriteBuffer(queue, to.buffer(), true, offset + done, piece, pointer(from, done, piece), 0, null, event),
                    device, "writing " + bytes + " bytes");
            settle(event);
        }
    }

    void read(OpenClMark after, OpenClMemory from, long offset, MemorySegment into) {
        long bytes = into.byteSize();
        for (long done = 0; done < bytes; done += PIECE) {
            long piece = Math.min(PIECE, bytes - done);
            cl_event[] before = after.toWaitFor();
            cl_event event = new cl_event();
            Status.check(clEnqueueReadBuffer(queue, from.buffer(), true, offset + done, piece, pointer(into, done, piece), before.length,
                    before.length == 0 ? null : before, event), device, "reading " + bytes + " bytes");
            settle(event);
        }
    }

    private static Pointer pointer(MemorySegment segment, long from, long bytes) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("OpenCL copies only from and to memory outside the heap");
        }
        return Pointer.to(segment.asSlice(from, bytes).asByteBuffer());
    }

    private void settle(cl_event event) {
        transferring += OpenClMark.between(event, event);
        clReleaseEvent(event);
    }

    /** Makes the driver take the memory of a buffer now rather than at its first use. Returns the status. */
    int occupy(cl_mem buffer) {
        int status = clEnqueueMigrateMemObjects(queue, 1, new cl_mem[] {buffer}, CL_MIGRATE_MEM_OBJECT_CONTENT_UNDEFINED, 0, null, null);
        return status == CL_SUCCESS ? clFinish(queue) : status;
    }

    /** The time of the device that copies took, in nanoseconds. */
    long transferring() {
        return transferring;
    }

    /** Waits for all of it, and gives it back. */
    void release() {
        clFinish(queue);
        clReleaseCommandQueue(queue);
    }
}
