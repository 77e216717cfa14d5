package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_ERROR_NOT_READY;
import static jcuda.driver.JCudaDriver.cuEventQuery;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;

import java.util.Optional;
import jcuda.driver.CUevent;
import org.loligo.runtime.accelerator.Accelerator;

/** A mark: an event, until the device has passed it, and another from before the first command since the mark before. */
final class CudaMark implements Accelerator.Mark {
    private final CudaDevice device;
    private final int commands;
    private final CUevent first;
    private CUevent end;

    /**
     * A mark.
     *
     * @param first    the event before the first command since the mark before; null if there was no command
     * @param end      the event after all of them
     * @param commands how many commands there were
     */
    CudaMark(CudaDevice device, CUevent first, CUevent end, int commands) {
        this.device = device;
        this.first = first;
        this.end = end;
        this.commands = commands;
    }

    /** How many commands there were since the mark before. */
    int commands() {
        return commands;
    }

    /** What to wait for; nothing once it was {@link #settle settled}. */
    Optional<CUevent> toWaitFor() {
        return Optional.ofNullable(end);
    }

    /** Whether the device has passed it. */
    boolean isReached() {
        int status = cuEventQuery(end);
        if (status == CUDA_ERROR_NOT_READY) {
            return false;
        }
        Status.check(status, device, "computing");
        return true;
    }

    /** Waits until the device has passed it. */
    void await() {
        Status.check(cuEventSynchronize(end), device, "computing");
    }

    /** Once it is reached: how long the device took from the first command to here, in nanoseconds; gives the events back. */
    long settle(Events events) {
        long nanoseconds = first == null ? 0 : events.between(first, end);
        if (first != null) {
            events.giveBack(first);
        }
        events.giveBack(end);
        end = null;
        return nanoseconds;
    }
}
