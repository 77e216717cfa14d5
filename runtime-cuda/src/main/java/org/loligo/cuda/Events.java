package org.loligo.cuda;

import static jcuda.driver.CUevent_flags.CU_EVENT_DEFAULT;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventRecord;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;

/** Events of a device, used again and again: to make one takes as long as a launch. */
final class Events {
    private final CudaDevice device;
    private final List<CUevent> all = new ArrayList<>();
    private final ArrayDeque<CUevent> idle = new ArrayDeque<>();

    Events(CudaDevice device) {
        this.device = device;
    }

    /** An event that happens when a stream has come to here. */
    CUevent record(CUstream stream) {
        CUevent event = idle.poll();
        if (event == null) {
            event = new CUevent();
            Status.check(cuEventCreate(event, CU_EVENT_DEFAULT), device, "making an event");
            all.add(event);
        }
        Status.check(cuEventRecord(event, stream), device, "marking what is queued");
        return event;
    }

    /** Takes an event back. Who waits for it on the device goes on to wait for what it was. */
    void giveBack(CUevent event) {
        idle.add(event);
    }

    /** From one event that has happened to another, in nanoseconds. */
    long between(CUevent first, CUevent last) {
        float[] milliseconds = new float[1];
        Status.check(cuEventElapsedTime(milliseconds, first, last), device, "measuring time");
        return Math.max(0, Math.round(milliseconds[0] * 1e6));
    }

    void release() {
        all.forEach(e -> cuEventDestroy(e));
        all.clear();
        idle.clear();
    }
}
