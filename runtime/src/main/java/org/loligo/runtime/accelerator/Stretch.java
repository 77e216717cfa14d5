package org.loligo.runtime.accelerator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.loligo.runtime.accelerator.Accelerator.Mark;
import org.loligo.runtime.accelerator.Accelerator.Memory;

/** One of the two sets of buffers through which stretches of steps go: what the host tells the kernels, and what comes back. */
final class Stretch {
    final Memory plan;
    final Memory input;
    final Memory samples;
    final Memory times;
    final Memory spikes;
    final Memory states;
    final Memory lastSpikes;
    final MemorySegment hostPlan;
    final MemorySegment hostInput;
    /** How many samples of each series are due in the stretch under way. */
    final long[] sampleCounts;
    /** Where the samples of each series begin in {@code samples} or {@code times}. */
    final long[] sampleStarts;
    Mark done;

    Stretch(Accelerator accelerator, DeviceLayout layout, Arena arena) {
        long steps = layout.maxSteps();
        plan = accelerator.allocate(layout.planBytes(steps));
        input = accelerator.allocate(layout.inputBytes(steps));
        samples = accelerator.allocate(layout.sampleBytes(steps, false));
        times = accelerator.allocate(layout.sampleBytes(steps, true));
        spikes = accelerator.allocate(layout.spikeBytes(steps));
        states = accelerator.allocate(layout.networkBytes());
        lastSpikes = accelerator.allocate(layout.lastSpikeBytes());
        hostPlan = arena.allocate(layout.planBytes(steps), Long.BYTES);
        hostInput = arena.allocate(layout.inputBytes(steps), Long.BYTES);
        sampleCounts = new long[layout.recorders().size()];
        sampleStarts = new long[layout.recorders().size()];
    }
}
