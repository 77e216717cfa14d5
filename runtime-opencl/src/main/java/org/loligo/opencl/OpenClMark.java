package org.loligo.opencl;

import static org.jocl.CL.CL_COMPLETE;
import static org.jocl.CL.CL_EVENT_COMMAND_EXECUTION_STATUS;
import static org.jocl.CL.CL_PROFILING_COMMAND_END;
import static org.jocl.CL.CL_PROFILING_COMMAND_START;
import static org.jocl.CL.clReleaseEvent;
import static org.jocl.CL.clWaitForEvents;

import org.jocl.cl_event;
import org.loligo.runtime.accelerator.Pacing;

/** A mark: the event of a marker, until the device has passed it, and that of the first command since the mark before. */
final class OpenClMark implements Pacing.TimedMark {
    private static final cl_event[] NOTHING = {};

    private final OpenClDevice device;
    private final cl_event first;
    private cl_event[] marker;

    /**
     * A mark.
     *
     * @param first  the event of the first command since the mark before; null if there was none
     * @param marker that of the marker
     */
    OpenClMark(OpenClDevice device, cl_event first, cl_event marker) {
        this.device = device;
        this.first = first;
        this.marker = new cl_event[] {marker};
    }

    /** What to wait for; nothing once it was {@link #settle settled}. */
    cl_event[] toWaitFor() {
        return marker;
    }

    @Override
    public boolean isReached() {
        int status = Info.of(marker[0]).integer(CL_EVENT_COMMAND_EXECUTION_STATUS, CL_COMPLETE);
        if (status < 0) {
            throw Status.failure(status, device, "computing");
        }
        return status == CL_COMPLETE;
    }

    @Override
    public void await() {
        Status.check(clWaitForEvents(1, marker), device, "computing");
    }

    @Override
    public long settle() {
        long nanoseconds = first == null ? 0 : between(first, marker[0]);
        release();
        return nanoseconds;
    }

    /** How long from the start of one command to the end of another; 0 where the driver does not say. */
    static long between(cl_event first, cl_event last) {
        long start = Info.times(first).number(CL_PROFILING_COMMAND_START, 0);
        long end = Info.times(last).number(CL_PROFILING_COMMAND_END, 0);
        return start == 0 ? 0 : Math.max(0, end - start);
    }

    /** Gives the events back. */
    void release() {
        if (marker.length > 0) {
            clReleaseEvent(marker[0]);
            marker = NOTHING;
            if (first != null) {
                clReleaseEvent(first);
            }
        }
    }
}
