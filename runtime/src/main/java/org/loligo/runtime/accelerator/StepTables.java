package org.loligo.runtime.accelerator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.emit.Arena;
import org.loligo.codegen.emit.DeviceProgram;
import org.loligo.codegen.emit.StepInputs;
import org.loligo.codegen.feed.Delays;
import org.loligo.codegen.feed.Ticks;
import org.loligo.model.Precision;
import org.loligo.runtime.Series;

/** Fills the two tables of {@link StepInputs} for the steps of a stretch. */
final class StepTables {
    private final StepProgram program;
    private final DeviceProgram kernels;
    private final StepInputs inputs;
    private final List<Recorder> recorders;
    private final Precision precision;
    private final Ticks ticks;
    private final int stages;

    StepTables(StepProgram program, DeviceProgram kernels, List<Recorder> recorders, Precision precision, Ticks ticks) {
        this.program = program;
        this.kernels = kernels;
        this.inputs = kernels.inputs();
        this.recorders = recorders;
        this.precision = precision;
        this.ticks = ticks;
        stages = program.tableau().stages();
    }

    /** The bytes of {@code plan} for a number of steps. */
    long planBytes(long steps) {
        return Math.multiplyExact(inputs.planHead() + Math.multiplyExact(steps + 1, inputs.planRow() + inputs.planTail()),
                (long) Long.BYTES);
    }

    /** No more bytes than this are used of {@code input} for a number of steps, whatever the stimuli do. */
    long inputBytes(long steps) {
        long values = inputs.inputHead() + Math.multiplyExact(steps + 1, (long) inputs.inputRow());
        for (StepInputs.Level level : inputs.levels()) {
            long rows = 1 + level.drive().mostChanges(Math.multiplyExact(steps + 1, (long) stages));
            values = Math.addExact(values, Math.multiplyExact(rows, (long) level.classes().size()));
        }
        return Math.multiplyExact(values, (long) precision.bytes());
    }

    /** How far apart instances are in the samples of a series. */
    static long distance(Recorder r, long samples) {
        return samples * r.count();
    }

    /**
     * Fills the tables for the steps {@code from ≤ n < to}.
     *
     * @param samples how many samples of each series are due
     * @param starts  where the samples of each series begin
     * @return the bytes that are used of {@code input}
     */
    long fill(long from, long to, long[] samples, long[] starts, MemorySegment plan, MemorySegment input) {
        head(from, samples, plan, input);
        long steps = to - from;
        long delaysAt = inputs.planHead() + (steps + 1) * inputs.planRow();
        long levelsAt = inputs.inputHead() + (steps + 1) * inputs.inputRow();
        long[][] phases = inputs.levels().stream().map(l -> l.drive().noPhases()).toArray(long[][]::new);
        long[] current = new long[phases.length];
        for (long row = 0; row <= steps; row++) {
            long step = from + row;
            long at = inputs.planHead() + row * inputs.planRow();
            for (int s = 0; s < recorders.size(); s++) {
                Series series = recorders.get(s).series();
                boolean due = step % series.every() == 0 && (row > 0 || step == 0);
                long first = from == 0 ? 0 : series.samplesUpTo(from);
                set(plan, at + inputs.sample(s), due ? starts[s] + (step / series.every() - first) * recorders.get(s).count() : -1);
            }
            // there is no step after the last of the run: what its row holds is read, and never used
            boolean isStep = step < program.time().steps();
            long known = isStep ? step : Math.max(0, program.time().steps() - 1);
            times(input, inputs.inputHead() + row * inputs.inputRow(), known);
            for (int t = 0; t < inputs.tables().size(); t++) {
                Delays delays = inputs.tables().get(t);
                long into = at + inputs.table(t);
                if (delays.classOf() != null) {
                    set(plan, into, delaysAt);
                    into = delaysAt;
                    delaysAt += delays.classes();
                }
                for (int c = 0; c < delays.classes(); c++) {
                    set(plan, into + c, isStep ? delays.after(step, c) : 0);
                }
            }
            for (int l = 0; l < phases.length; l++) {
                StepInputs.Level level = inputs.levels().get(l);
                for (int stage = 0; stage < stages; stage++) {
                    if (isStep && level.drive().advance(ticks.tick(step, stage), ticks.time(step, stage), phases[l])) {
                        current[l] = levelsAt;
                        levelsAt = values(level, phases[l], input, levelsAt);
                    }
                    set(plan, at + inputs.level(l, stage), current[l]);
                }
            }
        }
        return levelsAt * precision.bytes();
    }

    private void head(long from, long[] samples, MemorySegment plan, MemorySegment input) {
        set(plan, 0, from);
        set(plan, 1, program.instances());
        set(plan, inputs.base(), 0);
        for (int s = 0; s < recorders.size(); s++) {
            set(plan, inputs.distance(s), distance(recorders.get(s), samples[s]));
        }
        tell(plan, kernels.indices());
        tell(plan, kernels.constants());
        tell(plan, kernels.memory());
        for (int t = 0; t < kernels.tallies().size(); t++) {
            set(plan, inputs.window(t), kernels.tallies().get(t).from() - from);
            set(plan, inputs.window(t) + 1, kernels.tallies().get(t).to() - from);
        }
        if (inputs.isUniform()) {
            double dt = program.time().steps() == 0 ? 0 : program.time().stepLength(0);
            for (int c = 0; c < inputs.coefficients().length; c++) {
                precision.put(input, c, dt * inputs.coefficients()[c]);
            }
        }
    }

    private <C> void tell(MemorySegment plan, Arena<C> arena) {
        arena.slots().forEach((content, slot) -> {
            if (slot.told() >= 0) {
                set(plan, slot.told(), arena.at(content, program.instances()));
            }
        });
    }

    private void times(MemorySegment input, long row, long step) {
        long at = row;
        if (inputs.usesTime()) {
            for (int stage = 0; stage < stages; stage++) {
                precision.put(input, at++, ticks.time(step, stage));
            }
        }
        if (!inputs.isUniform()) {
            double dt = program.time().steps() == 0 ? 0 : program.time().stepLength(step);
            for (double c : inputs.coefficients()) {
                precision.put(input, at++, dt * c);
            }
        }
    }

    private long values(StepInputs.Level level, long[] phases, MemorySegment input, long at) {
        double[] values = new double[level.classes().size()];
        level.classes().values(level.drive(), phases, values);
        for (int c = 0; c < values.length; c++) {
            precision.put(input, at + c, values[c]);
        }
        return at + values.length;
    }

    private static void set(MemorySegment plan, long index, long value) {
        plan.setAtIndex(ValueLayout.JAVA_LONG, index, value);
    }
}
