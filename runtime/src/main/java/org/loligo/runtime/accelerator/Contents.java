package org.loligo.runtime.accelerator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tally;
import org.loligo.codegen.emit.Content;
import org.loligo.codegen.emit.DeviceProgram;
import org.loligo.codegen.emit.Slot;
import org.loligo.codegen.feed.Delays;
import org.loligo.codegen.feed.LastSpikes;
import org.loligo.model.Precision;
import org.loligo.model.Synapses;
import org.loligo.model.Values;
import org.loligo.runtime.NetworkState;

/** Writes what the arrays of a program hold at the start into the memory of a device, one array after the other. */
final class Contents {
    private final StepProgram program;
    private final DeviceProgram kernels;
    private final Precision precision;
    private final int instances;

    Contents(StepProgram program, DeviceProgram kernels, Precision precision) {
        this.program = program;
        this.kernels = kernels;
        this.precision = precision;
        instances = program.instances();
    }

    void writeConstants(Accelerator accelerator, Accelerator.Memory memory) {
        for (Content.Constant c : kernels.constants().slots().keySet()) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment segment = arena.allocate(
                        Math.multiplyExact(kernels.constants().length(c, instances), (long) precision.bytes()), 8);
                switch (c) {
                    case Content.Numbers n -> numbers(segment, n.values().data());
                    case Content.Matrix m -> matrix(segment, m.sum().synapses(), m.sum().weight());
                }
                accelerator.write(memory, kernels.constants().at(c, instances) * precision.bytes(), segment);
            }
        }
    }

    void writeIndices(Accelerator accelerator, Accelerator.Memory memory) {
        for (Content.Indices c : kernels.indices().slots().keySet()) {
            accelerator.write(memory, kernels.indices().at(c, instances) * Integer.BYTES, copy(c.values()));
        }
    }

    private static MemorySegment copy(int[] values) {
        MemorySegment segment = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, values.length);
        MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_INT, 0, values.length);
        return segment;
    }

    /** Writes the states at the start. */
    void writeStates(Accelerator accelerator, Accelerator.Memory memory) {
        for (Content.Real c : kernels.state().slots().keySet()) {
            if (c instanceof Content.State(int b, int s)) {
                Values initial = program.blocks().get(b).states().get(s).initial();
                int count = program.blocks().get(b).count();
                double[] values = new double[Math.multiplyExact(count, instances)];
                for (int k = 0; k < values.length; k++) {
                    values[k] = initial.at(k / count, k % count);
                }
                writeState(accelerator, memory, c, values);
            }
        }
    }

    /** Writes the numbers of one state. */
    void writeState(Accelerator accelerator, Accelerator.Memory memory, Content.Real state, double[] values) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate((long) values.length * precision.bytes(), 8);
            numbers(segment, values);
            accelerator.write(memory, kernels.state().at(state, instances) * precision.bytes(), segment);
        }
    }

    /** The registers of all tallies before the first step, as {@link NetworkState#tallies} has them. */
    List<Object[]> noTallies() {
        return kernels.tallies().stream().map(t -> t.registers().stream().map(r -> {
            int n = program.blocks().get(t.block()).count() * instances;
            if (!r.isInteger()) {
                return precision.allocate(n);
            }
            long[] counts = new long[n];
            Arrays.fill(counts, r.initial());
            return counts;
        }).toArray()).toList();
    }

    /** Writes the registers of the tallies of states, whose reals have the precision {@code of}. */
    void writeTallies(Accelerator accelerator, Accelerator.Memory memory, List<Object[]> tallies, Precision of) {
        for (Content.Real c : kernels.state().slots().keySet()) {
            if (c instanceof Content.Tallied(int t, Tally.Register r)) {
                double[] values = new double[Math.toIntExact(kernels.state().length(c, instances))];
                Object register = tallies.get(t)[kernels.tallies().get(t).registers().indexOf(r)];
                Arrays.setAll(values, k -> of.get(register, k));
                writeState(accelerator, memory, c, values);
            }
        }
    }

    /** Writes the memory of spikes, the delays after one, and the registers of the tallies of spikes. */
    void writeSpikes(Accelerator accelerator, Accelerator.Memory memory, LastSpikes[] spikes, List<Object[]> tallies) {
        for (Map.Entry<Content.Count, Slot> entry : kernels.memory().slots().entrySet()) {
            try (Arena arena = Arena.ofConfined()) {
                int n = Math.toIntExact(kernels.memory().length(entry.getKey(), instances));
                MemorySegment segment = arena.allocate(ValueLayout.JAVA_LONG, n);
                for (int k = 0; k < n; k++) {
                    segment.setAtIndex(ValueLayout.JAVA_LONG, k, count(entry.getKey(), spikes, tallies, k));
                }
                accelerator.write(memory, kernels.memory().at(entry.getKey(), instances) * Long.BYTES, segment);
            }
        }
    }

    private long count(Content.Count content, LastSpikes[] spikes, List<Object[]> tallies, int k) {
        return switch (content) {
            case Content.LastSpike(int b) -> spikes[b].step(k);
            case Content.Counted(int _, int t, Tally.Register r) ->
                    ((long[]) tallies.get(t)[kernels.tallies().get(t).registers().indexOf(r)])[k];
            case Content.MayFire(int b) -> spikes[b].mayFireFrom(k);
            case Content.Opens(int b, int w) -> spikes[b].opens(w, k);
            case Content.Closes(int b, int w) -> spikes[b].closes(w, k);
            case Content.DelayTable(Delays d) -> d.after(0, k);
        };
    }

    private void numbers(MemorySegment into, double[] values) {
        for (int k = 0; k < values.length; k++) {
            precision.put(into, k, values[k]);
        }
    }

    /** Synapses of the same pair act as one whose weight is their sum. */
    private void matrix(MemorySegment into, Synapses synapses, Values weight) {
        long size = (long) synapses.preCount() * synapses.postCount();
        int copies = weight.byInstance() ? instances : 1;
        into.fill((byte) 0);
        for (int r = 0; r < copies; r++) {
            double sum = 0;
            for (int k = 0; k < synapses.size(); k++) {
                boolean repeats = k > 0 && synapses.pre()[k] == synapses.pre()[k - 1] && synapses.post()[k] == synapses.post()[k - 1];
                sum = (repeats ? sum : 0) + weight.at(r, k);
                precision.put(into, r * size + (long) synapses.pre()[k] * synapses.postCount() + synapses.post()[k], sum);
            }
        }
    }
}
