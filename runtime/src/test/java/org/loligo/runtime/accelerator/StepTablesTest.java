package org.loligo.runtime.accelerator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.emit.CEmitter;
import org.loligo.codegen.emit.DeviceProgram;
import org.loligo.codegen.emit.Dialect;
import org.loligo.codegen.emit.Schedule;
import org.loligo.codegen.emit.StepInputs;
import org.loligo.codegen.feed.Delays;
import org.loligo.codegen.feed.Drive;
import org.loligo.codegen.feed.Ticks;
import org.loligo.expr.Expressions;
import org.loligo.model.Precision;
import org.loligo.model.Stimulus;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Series;

/** The tables say for each step what exact time says. */
class StepTablesTest {
    private static final TimeGrid EXPLICIT = new TimeGrid.Explicit(new double[] {0, 0.1, 0.3, 0.35, 0.7, 0.8, 1.5, 1.6});

    /** Fills the tables of stretches of so many steps each and looks at every row. */
    private static void check(int stretch, TimeGrid time, Stimulus... stimuli) {
        StepProgram program = Programs.program(time, 2, stimuli);
        Series[] series = {Programs.series(program, "A", "V", 1, 0, 2), Programs.series(program, "A", "last_spike", 3, 1)};
        List<Recorder> recorders = Recorder.of(Programs.layout(program, series), program);
        DeviceProgram kernels = CEmitter.emit(program, Precision.FLOAT64, Dialect.OPENCL_C, Schedule.RESIDENT,
                recorders.stream().map(Recorder::recorded).toList(), 64);
        Ticks ticks = new Ticks(time, program.tableau());
        StepTables tables = new StepTables(program, kernels, recorders, Precision.FLOAT64, ticks);
        for (long from = 0; from < time.steps(); from += stretch) {
            long to = Math.min(time.steps(), from + stretch);
            long[] samples = new long[series.length];
            for (int s = 0; s < series.length; s++) {
                samples[s] = series[s].samplesUpTo(to) - (from == 0 ? 0 : series[s].samplesUpTo(from));
            }
            try (Arena arena = Arena.ofConfined()) {
                // no more than promised: beyond it, the segments refuse
                MemorySegment plan = arena.allocate(tables.planBytes(to - from), Long.BYTES);
                MemorySegment input = arena.allocate(tables.inputBytes(to - from), Long.BYTES);
                assertTrue(tables.fill(from, to, samples, new long[] {1000, 2000}, plan, input) <= input.byteSize());
                rows(program, kernels.inputs(), ticks, from, to, series, plan, input);
            }
        }
    }

    private static void rows(StepProgram program, StepInputs inputs, Ticks ticks, long from, long to, Series[] series, MemorySegment plan,
            MemorySegment input) {
        assertEquals(from, whole(plan, 0));
        assertEquals(2, whole(plan, 1));
        long[] next = {1000, 2000};
        for (long step = from; step <= to; step++) {
            long at = inputs.planHead() + (step - from) * inputs.planRow();
            for (int s = 0; s < series.length; s++) {
                boolean due = step % series[s].every() == 0 && (step > from || step == 0);
                assertEquals(due ? next[s] : -1, whole(plan, at + inputs.sample(s)), "sample " + s + " at step " + step);
                next[s] += due ? series[s].count() : 0;
            }
            if (step < program.time().steps()) {
                step(program, inputs, ticks, step, step - from, plan, input);
            }
        }
    }

    private static void step(StepProgram program, StepInputs inputs, Ticks ticks, long step, long row, MemorySegment plan,
            MemorySegment input) {
        long at = inputs.planHead() + row * inputs.planRow();
        long real = inputs.inputHead() + row * inputs.inputRow();
        double dt = program.time().stepLength(step);
        for (int c = 0; c < inputs.coefficients().length; c++) {
            assertEquals(dt * inputs.coefficients()[c], real(input, inputs.isUniform() ? c : real + 4 + c), "coefficient at step " + step);
        }
        for (int t = 0; t < inputs.tables().size(); t++) {
            Delays delays = inputs.tables().get(t);
            long entry = whole(plan, at + inputs.table(t));
            for (int c = 0; c < delays.classes(); c++) {
                assertEquals(delays.after(step, c), delays.classOf() == null ? entry : whole(plan, entry + c), "delay at step " + step);
            }
        }
        for (int stage = 0; stage < 4; stage++) {
            assertEquals(ticks.time(step, stage), real(input, real + stage), "time of stage " + stage + " of step " + step);
            for (int l = 0; l < inputs.levels().size(); l++) {
                Drive drive = inputs.levels().get(l).drive();
                long[] phases = drive.noPhases();
                drive.advance(ticks.tick(step, stage), ticks.time(step, stage), phases);
                double[] expected = new double[3];
                drive.values(phases, 0, 3, expected);
                for (int n = 0; n < 3; n++) {
                    long values = whole(plan, at + inputs.level(l, stage));
                    assertEquals(expected[n], real(input, values + inputs.levels().get(l).classes().ofNeuron()[n]),
                            "stimulus of neuron " + n + " at stage " + stage + " of step " + step);
                }
            }
        }
    }

    private static long whole(MemorySegment plan, long index) {
        return plan.getAtIndex(ValueLayout.JAVA_LONG, index);
    }

    private static double real(MemorySegment input, long index) {
        return input.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
    }

    @Test
    void uniformSteps() {
        for (int stretch : new int[] {1, 3, 10, 100}) {
            check(stretch, Programs.uniform(10), Programs.pulse("0.15", "0.4", 0, 2), Programs.pulse("0.3", "0.7", 1, 2, 2));
        }
    }

    @Test
    void unequalSteps() {
        for (int stretch : new int[] {1, 3, 100}) {
            check(stretch, EXPLICIT, Programs.pulse("0.15", "0.4", 0, 2), new Stimulus.Waveform("A", "I", null, Expressions.TIME.times(3)));
        }
    }

    /** After the last step there is none whose stages would go back in time, and have pulses begin and end once more. */
    @Test
    void pulsesThatEndInTheLastStep() {
        check(100, Programs.uniform(10), Programs.pulse("0.2", "1.0", 0));
        check(100, Programs.uniform(10), Programs.pulse("0.2", "0.95", 0), Programs.pulse("0.91", "0.99", 1));
        check(3, EXPLICIT, Programs.pulse("0.2", "1.6", 0));
    }

    @Test
    void noStimuli() {
        check(4, Programs.uniform(10));
    }
}
