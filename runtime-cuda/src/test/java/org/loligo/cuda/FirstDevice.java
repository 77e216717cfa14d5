package org.loligo.cuda;

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
    private static final Subject.Complaints COMPLAINTS = new Subject.Complaints("CUDA",
            ": \\d+ of its %1$d bytes are free, and 1000 are taken by this run", "CUDA_ERROR_INVALID_VALUE",
            ": its argument 0 was never set");

    private FirstDevice() {}

    /** The device. */
    static CudaDevice get() {
        Discovery discovery = Discovery.ofThisMachine();
        assumeTrue(!discovery.devices().isEmpty(), discovery.absence());
        return discovery.devices().getFirst();
    }

    /** The device in a schedule, as the checks of any backend take it. */
    static Candidate in(Schedule schedule) {
        get();
        return Candidate.of(new CudaBackend().devices().getFirst(), schedule.toString());
    }

    /** The same, with fast math. */
    static Candidate fastIn(Schedule schedule) {
        return new Candidate(in(schedule).device(), in(schedule).options().withFastMath());
    }

    /** Opens it, with a kernel cache in this folder. */
    static CudaAccelerator open(Path cache) {
        return new CudaAccelerator(get(), CompilerSearch.ofThisMachine(), new KernelCache(cache, 64 << 20));
    }

    /** What was opened, as the checks of any accelerator take it. */
    static Subject subject(Accelerator accelerator) {
        return new Subject(accelerator, Dialect.CUDA_C, "extern \"C\" __global__ void", COMPLAINTS);
    }
}
