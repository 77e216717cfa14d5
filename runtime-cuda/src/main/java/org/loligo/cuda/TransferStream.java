package org.loligo.cuda;

import static jcuda.driver.CUstream_flags.CU_STREAM_NON_BLOCKING;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;

import java.lang.foreign.MemorySegment;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;

/** The stream that copies from and to the host while the other computes. */
final class TransferStream {
    private static final int NO_FLAGS = 0;

    private final CudaDevice device;
    private final Events events;
    private final Staging staging;
    private final CUstream id = new CUstream();
    private long transferring;

    TransferStream(CudaDevice device, Events events, Staging staging) {
        this.device = device;
        this.events = events;
        this.staging = staging;
        Status.check(cuStreamCreate(id, CU_STREAM_NON_BLOCKING), device, "making a stream");
    }

    void write(CudaMemory to, long offset, MemorySegment from) {
        long bytes = from.byteSize();
        if (bytes == 0) {
            return;
        }
        String doing = "writing " + bytes + " bytes";
        CUevent start = events.record(id);
        for (long turn = 0; turn * Staging.PIECE < bytes; turn++) {
            long done = turn * Staging.PIECE;
            long length = Math.min(Staging.PIECE, bytes - done);
            staging.await(turn, doing);
            MemorySegment.copy(from, done, staging.piece(turn), 0, length);
            Status.check(cuMemcpyHtoDAsync(to.pointer(offset + done), staging.address(turn), length, id), device, doing);
            staging.use(turn, id);
        }
        finish(start, doing);
    }

    void read(CudaMark after, CudaMemory from, long offset, MemorySegment into) {
        long bytes = into.byteSize();
        if (bytes == 0) {
            return;
        }
        String doing = "reading " + bytes + " bytes";
        after.toWaitFor().ifPresent(event -> Status.check(cuStreamWaitEvent(id, event, NO_FLAGS), device, doing));
        CUevent start = events.record(id);
        long pieces = Math.ceilDiv(bytes, Staging.PIECE);
        queue(0, from, offset, bytes, doing);
        for (long turn = 0; turn < pieces; turn++) {
            if (turn + 1 < pieces) {
                // comes while this piece is copied on
                queue(turn + 1, from, offset, bytes, doing);
            }
            staging.await(turn, doing);
            long done = turn * Staging.PIECE;
            MemorySegment.copy(staging.piece(turn), 0, into, done, Math.min(Staging.PIECE, bytes - done));
        }
        finish(start, doing);
    }

    private void queue(long turn, CudaMemory from, long offset, long bytes, String doing) {
        long done = turn * Staging.PIECE;
        Status.check(cuMemcpyDtoHAsync(staging.address(turn), from.pointer(offset + done), Math.min(Staging.PIECE, bytes - done), id),
                device, doing);
        staging.use(turn, id);
    }

    /** Waits for all of it, and adds up its time. */
    private void finish(CUevent start, String doing) {
        CUevent end = events.record(id);
        Status.check(cuEventSynchronize(end), device, doing);
        staging.await(0, doing);
        staging.await(1, doing);
        transferring += events.between(start, end);
        events.giveBack(start);
        events.giveBack(end);
    }

    /** The time of the device that copies took, with the gaps between their pieces, in nanoseconds. */
    long transferring() {
        return transferring;
    }

    /** Waits for all of it, and gives it back. */
    void release() {
        cuStreamSynchronize(id);
        cuStreamDestroy(id);
    }
}
