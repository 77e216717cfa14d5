package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_ERROR_NOT_READY;
import static jcuda.driver.JCudaDriver.cuEventQuery;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;

import java.util.Optional;
import jcuda.driver.CUevent;
import org.loligo.runtime.accelerator.Pacing;

/** A mark: an event, until the device has passed it, and another from before the first command since the mark before. */
final class CudaMark implements Pacing.TimedMark {
    private final CudaDevice device;
    private final Events events;
    private final CUevent first;
    private CUevent end;

    /**
     * A mark.
     *
     * @param first the event before the first command since the mark before; null if there was no command
     * @param end   the event after all of them
     */
    CudaMark(CudaDevice device, Events events, CUevent first, CUevent end) {
        this.device = device;
        this.events = events;
        this.first = first;
        this.end = end;
    }

    /** What to wait for; nothing once it was {@link #settle settled}. */
    Optional<CUevent> toWaitFor() {
        return Optional.ofNullable(end);
    }

    @Override
    public boolean isReached() {
        int status = cuEventQuery(end);
        if (status == CUDA_ERROR_NOT_READY) {
            return false;
        }
        Status.check(status, device, "computing");
        return true;
    }

    @Override
    public void await() {
        Status.check(cuEventSynchronize(end), device, "computing");
    }

    @Override
    public long settle() {
        long nanoseconds = first == null ? 0 : events.between(first, end);
        if (first != null) {
            events.giveBack(first);
        }
        events.giveBack(end);
        end = null;
        return nanoseconds;
    }
}
