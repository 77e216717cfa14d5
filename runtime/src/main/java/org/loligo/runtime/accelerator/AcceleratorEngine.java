package org.loligo.runtime.accelerator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tally;
import org.loligo.codegen.emit.Content;
import org.loligo.codegen.emit.DeviceProgram;
import org.loligo.codegen.emit.DeviceProgram.Argument;
import org.loligo.codegen.emit.Schedule;
import org.loligo.codegen.feed.LastSpikes;
import org.loligo.codegen.feed.Ticks;
import org.loligo.model.Precision;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Engine;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Stretches;
import org.loligo.runtime.accelerator.Accelerator.Kernel;
import org.loligo.runtime.accelerator.Accelerator.Memory;

/**
 * A program on an accelerator. The state stays there. A stretch of steps is launches, then a copy of the state as it is at its end; while
 * the next one computes, its samples, spikes and that copy are read.
 */
public final class AcceleratorEngine implements Engine {
    private final Accelerator accelerator;
    private final StepProgram program;
    private final DeviceProgram kernels;
    private final Precision precision;
    private final RunLayout layout;
    private final DeviceLayout sizes;
    private final Contents contents;
    private final Arena arena = Arena.ofAuto();
    private final Memory state;
    private final Memory memory;
    private final List<Kernel> first = new ArrayList<>();
    private final List<Kernel> steps = new ArrayList<>();
    private final LastSpikes[] start;
    private final Stretches stretches = new Stretches();
    private final Deque<Stretch> underWay = new ArrayDeque<>();
    private final Stretch[] buffers;
    private int turn;
    /** Where the state on the device will stand when all that is started is done. */
    private long step;

    AcceleratorEngine(Accelerator accelerator, Accelerator.Program compiled, StepProgram program, DeviceProgram kernels,
            Precision precision, RunLayout layout, DeviceLayout sizes) {
        this.accelerator = accelerator;
        this.program = program;
        this.kernels = kernels;
        this.precision = precision;
        this.layout = layout;
        this.sizes = sizes;
        contents = new Contents(program, kernels, precision);
        kernels.first().forEach(k -> first.add(compiled.kernel(k.name())));
        kernels.steps().forEach(k -> steps.add(compiled.kernel(k.name())));
        state = accelerator.allocate(sizes.stateBytes());
        memory = accelerator.allocate(sizes.memoryBytes());
        Memory constants = accelerator.allocate(sizes.constantBytes());
        Memory indices = accelerator.allocate(sizes.indexBytes());
        contents.writeConstants(accelerator, constants);
        contents.writeIndices(accelerator, indices);
        contents.writeStates(accelerator, state);
        start = lastSpikes();
        List<Object[]> none = contents.noTallies();
        contents.writeTallies(accelerator, state, none, precision);
        contents.writeSpikes(accelerator, memory, start, none);
        buffers = new Stretch[] {new Stretch(accelerator, sizes, arena), new Stretch(accelerator, sizes, arena)};
        for (Kernel k : all()) {
            k.set(Argument.STATE.ordinal(), state);
            k.set(Argument.MEMORY.ordinal(), memory);
            k.set(Argument.CONSTANTS.ordinal(), constants);
            k.set(Argument.INDICES.ordinal(), indices);
            k.share(kernels.sharedBytes());
        }
    }

    private List<Kernel> all() {
        List<Kernel> all = new ArrayList<>(first);
        all.addAll(steps);
        return all;
    }

    /** The memory of spikes at the start of the run, by block. */
    private LastSpikes[] lastSpikes() {
        Ticks ticks = new Ticks(program.time(), program.tableau());
        return program.blocks().stream().map(b -> b.firing().isPresent() ? new LastSpikes(b, program.instances(), ticks) : null)
                .toArray(LastSpikes[]::new);
    }

    /** Takes a step and goes back: drivers put off what they can until the first launch. */
    void warmUp() {
        NetworkState begin = state();
        Chunk chunk = new Chunk(layout, 1, arena);
        chunk.reset(0, Math.min(1, program.time().steps()));
        advance(chunk);
        restore(begin);
    }

    @Override
    public String schedule() {
        return kernels.schedule().toString();
    }

    @Override
    public int width() {
        return kernels.groupSize();
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public long maxSteps() {
        return sizes.maxSteps();
    }

    @Override
    public OptionalLong computeNanos() {
        return OptionalLong.of(accelerator.spent().computing());
    }

    /** Where the time of the device went so far. */
    public Spent spent() {
        return accelerator.spent();
    }

    // --- taking steps ------------------------------------------------------------------------------------------------

    @Override
    public void start(long fromStep, long toStep) {
        if (toStep - fromStep > sizes.maxSteps()) {
            throw new IllegalArgumentException(toStep - fromStep + " steps in one stretch, expected at most " + sizes.maxSteps());
        }
        stretches.start(step, fromStep, toStep);
        Stretch s = buffers[turn];
        turn = 1 - turn;
        prepare(s, fromStep, toStep);
        for (Kernel k : all()) {
            k.set(Argument.PLAN.ordinal(), s.plan);
            k.set(Argument.INPUT.ordinal(), s.input);
            k.set(Argument.SAMPLES.ordinal(), s.samples);
            k.set(Argument.TIMES.ordinal(), s.times);
            k.set(Argument.SPIKES.ordinal(), s.spikes);
        }
        launch(s, Math.toIntExact(toStep - fromStep));
        accelerator.copy(state, s.states, sizes.networkBytes());
        accelerator.copy(memory, s.lastSpikes, sizes.lastSpikeBytes());
        s.done = accelerator.mark();
        underWay.addLast(s);
        step = toStep;
    }

    private void prepare(Stretch s, long from, long to) {
        long real = 0;
        long counted = 0;
        for (int i = 0; i < s.sampleCounts.length; i++) {
            Recorder r = sizes.recorders().get(i);
            s.sampleCounts[i] = r.series().samplesUpTo(to) - (from == 0 ? 0 : r.series().samplesUpTo(from));
            s.sampleStarts[i] = r.recorded().isLastSpike() ? counted : real;
            long length = StepTables.distance(r, s.sampleCounts[i]) * program.instances();
            if (r.recorded().isLastSpike()) {
                counted += length;
            } else {
                real += length;
            }
        }
        long used = sizes.tables().fill(from, to, s.sampleCounts, s.sampleStarts, s.hostPlan, s.hostInput);
        accelerator.write(s.plan, 0, s.hostPlan.asSlice(0, sizes.planBytes(to - from)));
        accelerator.write(s.input, 0, s.hostInput.asSlice(0, used));
    }

    private void launch(Stretch s, int count) {
        int last = Argument.STEPS.ordinal();
        if (kernels.schedule() != Schedule.STAGED) {
            for (int i = 0; i < steps.size(); i++) {
                steps.get(i).set(last, count);
                accelerator.launch(steps.get(i), groups(kernels.steps().get(i)), kernels.groupSize());
            }
            return;
        }
        for (int i = 0; i < first.size(); i++) {
            first.get(i).set(last, -1);
            accelerator.launch(first.get(i), groups(kernels.first().get(i)), kernels.groupSize());
        }
        List<Accelerator.Launch> launches = IntStream.range(0, steps.size())
                .mapToObj(i -> new Accelerator.Launch(steps.get(i), groups(kernels.steps().get(i)), kernels.groupSize())).toList();
        accelerator.repeat(launches, new Accelerator.Counter(last, s.plan, (long) kernels.inputs().base() * Long.BYTES), count);
    }

    private int groups(DeviceProgram.Kernel kernel) {
        if (kernels.schedule() == Schedule.RESIDENT) {
            return program.instances();
        }
        return Math.toIntExact(kernel.blocks().stream()
                .mapToLong(b -> Math.ceilDiv((long) program.blocks().get(b).count() * program.instances(), (long) kernels.groupSize()))
                .sum());
    }

    // --- what comes back ---------------------------------------------------------------------------------------------

    @Override
    public NetworkState finish(Chunk chunk) {
        stretches.finish(chunk);
        Stretch s = underWay.removeFirst();
        for (int i = 0; i < sizes.recorders().size(); i++) {
            samples(s, i, chunk);
        }
        try (Arena staging = Arena.ofConfined()) {
            spikes(s, chunk, staging);
            return network(chunk.toStep(), s, staging);
        }
    }

    private void samples(Stretch s, int i, Chunk chunk) {
        Recorder r = sizes.recorders().get(i);
        Memory from = r.recorded().isLastSpike() ? s.times : s.samples;
        long bytes = StepTables.distance(r, s.sampleCounts[i]) * program.instances() * r.bytes();
        if (bytes == 0) {
            return;
        }
        if (r.isExact()) {
            accelerator.read(s.done, from, s.sampleStarts[i] * r.bytes(), chunk.data(i));
            return;
        }
        try (Arena staging = Arena.ofConfined()) {
            MemorySegment raw = staging.allocate(bytes, Long.BYTES);
            accelerator.read(s.done, from, s.sampleStarts[i] * r.bytes(), raw);
            int b = r.recorded().block();
            r.expand(raw, chunk.data(i), start[b], program.time(), program.blocks().get(b).count(), Math.toIntExact(s.sampleCounts[i]));
        }
    }

    private void spikes(Stretch s, Chunk chunk, Arena staging) {
        long count = chunk.toStep() - chunk.fromStep();
        if (layout.spikes().isEmpty() || count == 0) {
            return;
        }
        MemorySegment bits = staging.allocate(sizes.spikeBytes(count), Integer.BYTES);
        accelerator.read(s.done, s.spikes, 0, bits);
        for (int p = 0; p < layout.spikes().size(); p++) {
            int b = program.blockIndex(layout.spikes().get(p).population());
            SpikeBits.decode(bits, count, (long) kernels.firingCount() * program.instances(),
                    (long) kernels.firing()[b] * program.instances(),
                    program.blocks().get(b).count(), program.instances(), chunk.fromStep(), chunk.spikes(p));
        }
    }

    private NetworkState network(long at, Stretch s, Arena staging) {
        MemorySegment states = staging.allocate(sizes.networkBytes(), Long.BYTES);
        MemorySegment lastSpikes = staging.allocate(sizes.lastSpikeBytes(), Long.BYTES);
        accelerator.read(s.done, s.states, 0, states);
        accelerator.read(s.done, s.lastSpikes, 0, lastSpikes);
        return network(at, states, lastSpikes);
    }

    private NetworkState network(long at, MemorySegment states, MemorySegment lastSpikes) {
        List<Object[]> arrays = new ArrayList<>();
        List<long[]> spikes = new ArrayList<>();
        for (int b = 0; b < program.blocks().size(); b++) {
            Block block = program.blocks().get(b);
            int n = block.count() * program.instances();
            Object[] ofBlock = new Object[block.states().size()];
            for (int k = 0; k < ofBlock.length; k++) {
                ofBlock[k] = reals(states, new Content.State(b, k), n);
            }
            arrays.add(ofBlock);
            spikes.add(block.firing().isEmpty() ? null : integers(lastSpikes, new Content.LastSpike(b), n));
        }
        List<Object[]> tallies = new ArrayList<>();
        for (int t = 0; t < kernels.tallies().size(); t++) {
            int index = t;
            Tally tally = kernels.tallies().get(t);
            int n = program.blocks().get(tally.block()).count() * program.instances();
            tallies.add(tally.registers().stream().map(r -> r.isInteger()
                    ? integers(lastSpikes, new Content.Counted(tally.block(), index, r), n)
                    : reals(states, new Content.Tallied(index, r), n)).toArray());
        }
        return new NetworkState(at, precision, arrays, spikes, tallies);
    }

    private Object reals(MemorySegment from, Content.Real content, int count) {
        Object values = precision.allocate(count);
        long at = kernels.state().at(content, program.instances()) * precision.bytes();
        MemorySegment.copy(from, precision.layout(), at, values, 0, count);
        return values;
    }

    private long[] integers(MemorySegment from, Content.Memory content, int count) {
        return from.asSlice(kernels.memory().at(content, program.instances()) * Long.BYTES, (long) count * Long.BYTES)
                .toArray(ValueLayout.JAVA_LONG);
    }

    @Override
    public NetworkState state() {
        stretches.requireNone();
        try (Arena staging = Arena.ofConfined()) {
            MemorySegment states = staging.allocate(sizes.networkBytes(), Long.BYTES);
            MemorySegment lastSpikes = staging.allocate(sizes.lastSpikeBytes(), Long.BYTES);
            Accelerator.Mark now = accelerator.mark();
            accelerator.read(now, state, 0, states);
            accelerator.read(now, memory, 0, lastSpikes);
            return network(step, states, lastSpikes);
        }
    }

    @Override
    public void restore(NetworkState from) {
        stretches.requireNone();
        step = from.step();
        LastSpikes[] spikes = lastSpikes();
        for (int b = 0; b < program.blocks().size(); b++) {
            int n = program.blocks().get(b).count() * program.instances();
            for (int k = 0; k < program.blocks().get(b).states().size(); k++) {
                double[] values = new double[n];
                for (int i = 0; i < n; i++) {
                    values[i] = from.precision().get(from.states().get(b)[k], i);
                }
                contents.writeState(accelerator, state, new Content.State(b, k), values);
            }
            if (spikes[b] != null) {
                spikes[b].restore(from.lastSpikes().get(b));
            }
        }
        contents.writeTallies(accelerator, state, from.tallies(), from.precision());
        contents.writeSpikes(accelerator, memory, spikes, from.tallies());
    }

    @Override
    public void close() {
        accelerator.close();
    }
}
