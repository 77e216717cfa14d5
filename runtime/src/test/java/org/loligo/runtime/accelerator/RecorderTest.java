package org.loligo.runtime.accelerator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.feed.LastSpikes;
import org.loligo.codegen.feed.Ticks;
import org.loligo.runtime.Series;

/** Kernels record each element once; the host writes out what was asked for. */
class RecorderTest {
    private static final StepProgram PROGRAM = Programs.program(Programs.uniform(10), 2);

    private static Recorder recorder(Series series) {
        return Recorder.of(Programs.layout(PROGRAM, series), PROGRAM).getFirst();
    }

    private static double[] expand(Recorder recorder, int samples, MemorySegment raw) {
        LastSpikes start = new LastSpikes(PROGRAM.block("A"), PROGRAM.instances(), new Ticks(PROGRAM.time(), PROGRAM.tableau()));
        double[] into = new double[recorder.series().count() * samples * PROGRAM.instances()];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(ValueLayout.JAVA_DOUBLE, into.length);
            recorder.expand(raw, segment, start, PROGRAM.time(), 3, samples);
            MemorySegment.copy(segment, ValueLayout.JAVA_DOUBLE, 0, into, 0, into.length);
        }
        return into;
    }

    @Test
    void allElementsInTheirOrderNeedNothing() {
        Recorder all = recorder(Programs.series(PROGRAM, "A", "V", 1, 0, 1, 2));
        assertTrue(all.isExact());
        assertNull(all.recorded().elements());
        Recorder some = recorder(Programs.series(PROGRAM, "A", "V", 1, 0, 2));
        assertTrue(some.isExact());
        assertArrayEquals(new int[] {0, 2}, some.recorded().elements());
    }

    @Test
    void otherOrdersAreWrittenOut() {
        Recorder r = recorder(Programs.series(PROGRAM, "A", "V", 1, 2, 0));
        assertFalse(r.isExact());
        // two instances, two samples, elements 0 and 2
        MemorySegment raw = MemorySegment.ofArray(new double[] {0, 2, 10, 12, 100, 102, 110, 112});
        assertArrayEquals(new double[] {2, 0, 12, 10, 102, 100, 112, 110}, expand(r, 2, raw));
    }

    /** All synapses of a cell have the same state, which a pass has moved to it; three cells are recorded for five synapses. */
    @Test
    void aStateThatBelongsToThePresynapticCell() {
        Recorder r = recorder(Programs.series(PROGRAM, "syn", "O", 1, 0, 1, 2, 3, 4));
        assertEquals(PROGRAM.blockIndex("A"), r.recorded().block());
        assertEquals(3, r.count());
        double[] raw = {5, 6, 7, 50, 60, 70};
        double[] expected = new double[10];
        for (int i = 0; i < 10; i++) {
            expected[i] = raw[i / 5 * 3 + Programs.PRE[i % 5]];
        }
        assertArrayEquals(expected, expand(r, 1, MemorySegment.ofArray(raw)));
    }

    @Test
    void stepsOfLastSpikesBecomeTimes() {
        Recorder r = recorder(Programs.series(PROGRAM, "A", "last_spike", 1, 2, 1));
        assertTrue(r.recorded().isLastSpike());
        // elements 1 and 2 of two instances; before the run, the initial times
        assertArrayEquals(new double[] {-9, 0.3, 0.4, -8}, expand(r, 1, MemorySegment.ofArray(new long[] {3, -1, -1, 4})));
    }

    @Test
    void nothingRecordedIsNothing() {
        Recorder r = recorder(Programs.series(PROGRAM, "A", "V", 1));
        assertEquals(0, r.count());
        assertArrayEquals(new double[0], expand(r, 3, MemorySegment.ofArray(new double[0])));
    }
}
