package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_ERROR_OUT_OF_MEMORY;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;

import java.lang.foreign.MemorySegment;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import org.loligo.runtime.CapacityException;

/**
 * Two pieces of the host's memory that the system never moves: only from and to such memory does a device copy by itself, while the host
 * does something else. Here it fills or empties the other piece.
 */
final class Staging {
    /** Long enough that a copy takes much longer than to start it, short enough that the two soon overlap. */
    static final long PIECE = 4L << 20;
    private static final int PIECES = 2;

    private final CudaDevice device;
    private final Events events;
    private final Pointer whole = new Pointer();
    private final List<MemorySegment> pieces;
    private final List<Address> addresses;
    private final CUevent[] busy = new CUevent[PIECES];

    Staging(CudaDevice device, Events events) {
        this.device = device;
        this.events = events;
        int status = cuMemAllocHost(whole, PIECES * PIECE);
        if (status == CUDA_ERROR_OUT_OF_MEMORY) {
            throw new CapacityException("the host has no " + PIECES * PIECE + " bytes of memory that it may pin for the CUDA device "
                    + device.name());
        }
        Status.check(status, device, "pinning " + PIECES * PIECE + " bytes of the host's memory");
        MemorySegment memory = MemorySegment.ofBuffer(whole.getByteBuffer());
        pieces = List.of(memory.asSlice(0, PIECE), memory.asSlice(PIECE, PIECE));
        addresses = pieces.stream().map(p -> new Address(p.address())).toList();
    }

    /** The piece whose turn it is. */
    MemorySegment piece(long turn) {
        return pieces.get((int) (turn % PIECES));
    }

    /** The same as a copy takes it. */
    Address address(long turn) {
        return addresses.get((int) (turn % PIECES));
    }

    /** Says that what is on the stream by now uses the piece. */
    void use(long turn, CUstream by) {
        busy[(int) (turn % PIECES)] = events.record(by);
    }

    /** Waits until nobody uses the piece. */
    void await(long turn, String doing) {
        int piece = (int) (turn % PIECES);
        if (busy[piece] != null) {
            Status.check(cuEventSynchronize(busy[piece]), device, doing);
            events.giveBack(busy[piece]);
            busy[piece] = null;
        }
    }

    void release() {
        cuMemFreeHost(whole);
    }
}
