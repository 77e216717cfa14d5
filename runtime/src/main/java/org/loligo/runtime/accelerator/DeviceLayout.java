package org.loligo.runtime.accelerator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.emit.DeviceProgram;
import org.loligo.codegen.feed.Ticks;
import org.loligo.model.Precision;
import org.loligo.runtime.ChunkBudget;
import org.loligo.runtime.MemoryUse;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.RunOptions;

/** The sizes of everything a run holds on a device, and so the most steps of a stretch. */
final class DeviceLayout {
    /** What the tables and spikes of one stretch may take where the user sets no budget. */
    private static final long TABLE_BYTES = 64L << 20;
    /** Nor more than this share of the device's memory. */
    private static final long SHARE = 32;
    /** Longer stretches gain nothing: even where a step takes a microsecond, the host loop asks for no more. */
    private static final long MOST_STEPS = 1 << 18;

    private final StepProgram program;
    private final DeviceProgram kernels;
    private final Precision precision;
    private final List<Recorder> recorders;
    private final StepTables tables;
    private final long maxSteps;

    DeviceLayout(StepProgram program, DeviceProgram kernels, Precision precision, RunLayout layout, RunOptions options, Limits limits) {
        this.program = program;
        this.kernels = kernels;
        this.precision = precision;
        recorders = Recorder.of(layout, program);
        tables = new StepTables(program, kernels, recorders, precision, new Ticks(program.time(), program.tableau()));
        long budget = Math.min(options.memoryBytes() > 0 ? options.memoryBytes() / 2 : TABLE_BYTES, limits.memoryBytes() / SHARE);
        maxSteps = mostSteps(Math.min(MOST_STEPS, ChunkBudget.maxSteps(layout, options)), budget);
    }

    /** The most steps, no more than {@code most}, whose tables and spikes fit the budget; at least one. */
    private long mostSteps(long most, long budget) {
        long low = 1;
        long high = most;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (tableBytes(middle) <= budget && tables.planBytes(middle) < Integer.MAX_VALUE) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private long tableBytes(long steps) {
        try {
            return Math.addExact(Math.addExact(planBytes(steps), inputBytes(steps)), spikeBytes(steps));
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    List<Recorder> recorders() {
        return recorders;
    }

    StepTables tables() {
        return tables;
    }

    long maxSteps() {
        return maxSteps;
    }

    long planBytes(long steps) {
        return tables.planBytes(steps);
    }

    long inputBytes(long steps) {
        return tables.inputBytes(steps);
    }

    /** The bytes of the bits of spikes. */
    long spikeBytes(long steps) {
        return Math.multiplyExact(Math.multiplyExact(Math.ceilDiv(steps, 32L), (long) Integer.BYTES * kernels.firingCount()),
                (long) program.instances());
    }

    /** The bytes of all samples of a stretch: those of states, or those of last spikes. */
    long sampleBytes(long steps, boolean lastSpikes) {
        long bytes = 0;
        for (Recorder r : recorders) {
            if (r.recorded().isLastSpike() == lastSpikes) {
                long samples = Math.multiplyExact(r.series().mostSamplesIn(steps), (long) program.instances());
                bytes = Math.addExact(bytes, Math.multiplyExact(Math.multiplyExact(samples, (long) r.count()), (long) r.bytes()));
            }
        }
        return bytes;
    }

    long stateBytes() {
        return Math.multiplyExact(kernels.state().size(program.instances()), (long) precision.bytes());
    }

    /** The bytes of the states and their tallies alone, which come first. */
    long networkBytes() {
        long elements = program.blocks().stream().mapToLong(b -> (long) b.count() * b.states().size()).sum() + registers(false);
        return Math.multiplyExact(Math.multiplyExact(elements, (long) program.instances()), (long) precision.bytes());
    }

    /** The registers of all tallies of one instance: the integers or the reals. */
    private long registers(boolean integers) {
        return kernels.tallies().stream().filter(t -> t.isOfSpikes() == integers)
                .mapToLong(t -> (long) program.blocks().get(t.block()).count() * t.registers().size()).sum();
    }

    private long tallyBytes(boolean integers) {
        return Math.multiplyExact(registers(integers) * (integers ? Long.BYTES : precision.bytes()), (long) program.instances());
    }

    long memoryBytes() {
        return Math.multiplyExact(kernels.memory().size(program.instances()), (long) Long.BYTES);
    }

    /** The bytes of the steps of the last spikes and of the tallies of spikes alone, which come first. */
    long lastSpikeBytes() {
        return Math.multiplyExact(Math.multiplyExact(kernels.firingCount() + registers(true), (long) program.instances()),
                (long) Long.BYTES);
    }

    long constantBytes() {
        return Math.multiplyExact(kernels.constants().size(program.instances()), (long) precision.bytes());
    }

    long indexBytes() {
        return Math.multiplyExact(kernels.indices().size(program.instances()), (long) Integer.BYTES);
    }

    /** What is held on the device. */
    List<MemoryUse> uses() {
        List<MemoryUse> uses = new ArrayList<>();
        uses.add(new MemoryUse("states and stages", stateBytes() - tallyBytes(false)));
        uses.add(new MemoryUse("memory of spikes", memoryBytes() - tallyBytes(true)));
        if (!kernels.tallies().isEmpty()) {
            uses.add(new MemoryUse("summaries", Math.addExact(tallyBytes(false), tallyBytes(true))));
        }
        uses.add(new MemoryUse("parameters and weights", constantBytes()));
        uses.add(new MemoryUse("connectivity", indexBytes()));
        uses.add(new MemoryUse("stimuli and times, twice", 2 * (planBytes(maxSteps) + inputBytes(maxSteps))));
        uses.add(new MemoryUse("samples, twice", 2 * (sampleBytes(maxSteps, false) + sampleBytes(maxSteps, true))));
        uses.add(new MemoryUse("spikes, twice", 2 * spikeBytes(maxSteps)));
        uses.add(new MemoryUse("states at ends, twice", 2 * (networkBytes() + lastSpikeBytes())));
        return uses;
    }

    /** The largest piece. */
    long largest() {
        return LongStream.of(stateBytes(), memoryBytes(), constantBytes(), indexBytes(), planBytes(maxSteps),
                inputBytes(maxSteps), sampleBytes(maxSteps, false), sampleBytes(maxSteps, true), spikeBytes(maxSteps)).max().getAsLong();
    }
}
