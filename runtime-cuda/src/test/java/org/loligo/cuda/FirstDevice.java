package org.loligo.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.Candidate;
import org.loligo.runtime.accelerator.Accelerator;
import org.loligo.runtime.accelerator.KernelCache;

/** The device that tests run on; they are skipped where there is none. */
final class FirstDevice {
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

    /** Opens it, with a kernel cache in this folder. */
    static CudaAccelerator open(Path cache) {
        return new CudaAccelerator(get(), CompilerSearch.ofThisMachine(), new KernelCache(cache, 64 << 20));
    }

    /** The first integers of some memory, once the mark is reached. */
    static int[] integers(Accelerator accelerator, Accelerator.Mark after, Accelerator.Memory memory, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(ValueLayout.JAVA_INT, count);
            accelerator.read(after, memory, 0, host);
            return host.toArray(ValueLayout.JAVA_INT);
        }
    }
}
