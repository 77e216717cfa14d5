package org.loligo.opencl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.loligo.codegen.emit.Dialect;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.accelerator.Subject;
import org.loligo.runtime.accelerator.Accelerator;
import org.loligo.runtime.accelerator.KernelCache;

/** The device that tests run on; they are skipped where there is none. */
final class FirstDevice {
    private static final Subject.Complaints COMPLAINTS = new Subject.Complaints("OpenCL",
            ": of its %1$d bytes 1000 are taken.* at most %2$d", "CL_INVALID_WORK_GROUP_SIZE",
            " with 1 groups of 1: CL_INVALID_KERNEL_ARGS");

    private FirstDevice() {}

    /** The device. */
    static OpenClDevice get() {
        Discovery discovery = Discovery.ofThisMachine();
        assumeTrue(!discovery.devices().isEmpty(), discovery.absence());
        return discovery.devices().getFirst();
    }

    /** The device in a schedule, as the checks of any backend take it. */
    static Candidate in(Schedule schedule) {
        get();
        return Candidate.of(new OpenClBackend().devices().getFirst(), schedule.toString());
    }

    /** Opens it, with a kernel cache in this folder. */
    static OpenClAccelerator open(Path cache) {
        return new OpenClAccelerator(get(), new KernelCache(cache, 64 << 20));
    }

    /** What was opened, as the checks of any accelerator take it. */
    static Subject subject(Accelerator accelerator) {
        return new Subject(accelerator, Dialect.OPENCL_C, "__kernel void", COMPLAINTS);
    }
}
