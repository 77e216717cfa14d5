package org.loligo.codegen.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.codegen.feed.TicksTest.uniform;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Tableau;
import org.loligo.expr.Expressions;
import org.loligo.model.ModelException;
import org.loligo.model.Stimulus;
import org.loligo.model.Stimulus.Pulse;
import org.loligo.model.TimeGrid;

/** Stimuli are on, and samples change, at exactly the stages they should. */
class DriveTest {

    private static Stimulus.TimeCourse pulses(Pulse... pulses) {
        return new Stimulus.Pulses("P", "I", null, List.of(pulses));
    }

    private static Pulse pulse(String start, String stop, double amplitude) {
        return new Pulse(new BigDecimal(start), new BigDecimal(stop), amplitude);
    }

    private static Stimulus.TimeCourse samples(String interval, double... values) {
        return new Stimulus.Samples("P", "I", null, new double[][] {values}, new BigDecimal(interval));
    }

    /** What one neuron gets at a stage. */
    private static double at(Ticks ticks, long step, int stage, Stimulus.TimeCourse... stimuli) {
        return at(ticks, step, stage, 1, stimuli)[0];
    }

    private static double[] at(Ticks ticks, long step, int stage, int neurons, Stimulus.TimeCourse... stimuli) {
        Drive drive = new Drive(List.of(stimuli), ticks);
        long[] phases = drive.noPhases();
        assertTrue(stimuli.length == 0 || drive.advance(ticks.tick(step, stage), ticks.time(step, stage), phases));
        double[] into = new double[neurons];
        drive.values(phases, 0, neurons, into);
        return into;
    }

    private static List<Double> stages(Ticks ticks, long step, Stimulus.TimeCourse... stimuli) {
        return List.of(at(ticks, step, 0, stimuli), at(ticks, step, 1, stimuli), at(ticks, step, 2, stimuli), at(ticks, step, 3, stimuli));
    }

    @Test
    void aPulseIsOnFromItsStartAndOffFromItsStop() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.01"), Tableau.RK4);
        Stimulus.TimeCourse s = pulses(pulse("0.29", "0.3", 2));
        assertEquals(List.of(0.0, 0.0, 0.0, 2.0), stages(ticks, 28, s));
        assertEquals(List.of(2.0, 2.0, 2.0, 0.0), stages(ticks, 29, s));
        assertEquals(List.of(0.0, 0.0, 0.0, 0.0), stages(ticks, 30, s));
    }

    @Test
    void aPulseFromHalfAStepToHalfAStep() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.01"), Tableau.RK4);
        Stimulus.TimeCourse s = pulses(pulse("0.285", "0.295", 2));
        assertEquals(List.of(0.0, 2.0, 2.0, 2.0), stages(ticks, 28, s));
        assertEquals(List.of(2.0, 0.0, 0.0, 0.0), stages(ticks, 29, s));
        // a hair later and a hair earlier
        Stimulus.TimeCourse hair = pulses(pulse("0.2850000000000000000001", "0.2949999999999999999999", 2));
        assertEquals(List.of(0.0, 0.0, 0.0, 2.0), stages(ticks, 28, hair));
        assertEquals(List.of(2.0, 0.0, 0.0, 0.0), stages(ticks, 29, hair));
    }

    @Test
    void pulsesAddUpWhereTheyOverlap() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.1"), Tableau.EULER);
        Stimulus.TimeCourse one = pulses(pulse("0.1", "0.5", 1), pulse("0.3", "0.7", 10), pulse("0.3", "0.4", 100));
        double[] expected = {0, 1, 1, 111, 11, 10, 10, 0, 0, 0};
        for (int step = 0; step < expected.length; step++) {
            assertEquals(expected[step], at(ticks, step, 0, one));
            assertEquals(expected[step] + 0.5, at(ticks, step, 0, one, pulses(pulse("-5", "5", 0.5))));
        }
    }

    @Test
    void pulsesOutsideTheRunAndOfNoLength() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.1"), Tableau.EULER);
        assertEquals(0, at(ticks, 3, 0, pulses(pulse("0.3", "0.3", 1))));
        assertEquals(0, at(ticks, 3, 0, pulses()));
        assertEquals(1, at(ticks, 3, 0, pulses(pulse("-1e30", "1e30", 1))));
        assertEquals(1, at(ticks, 3, 0, pulses(pulse("0.3", "1e300", 1))));
        assertEquals(0, at(ticks, 3, 0, pulses(pulse("1e25", "1e30", 1))));
        assertEquals(0, at(ticks, 3, 0, pulses(pulse("-1e30", "0.3", 1))));
    }

    @Test
    void pulsesOnANonUniformGrid() {
        Ticks ticks = new Ticks(new TimeGrid.Explicit(new double[] {0, 0.1, 0.3, 0.7, 0.8}), Tableau.RK4);
        // 0.3 is a time of the grid, 0.5 the middle of a step
        Stimulus.TimeCourse s = pulses(pulse("0.3", "0.5", 1));
        assertEquals(List.of(0.0, 0.0, 0.0, 1.0), stages(ticks, 1, s));
        assertEquals(List.of(1.0, 0.0, 0.0, 0.0), stages(ticks, 2, s));
    }

    /** With the interval of a step, stages 1 to 3 see sample n and stage 4 sample n + 1. */
    @Test
    void samplesAreHeld() {
        Ticks ticks = new Ticks(uniform("5", "6", "0.01"), Tableau.RK4);
        double[] values = new double[100];
        Arrays.setAll(values, i -> i);
        for (int n = 0; n < 99; n++) {
            assertEquals(List.of((double) n, (double) n, (double) n, n + 1.0), stages(ticks, n, samples("0.01", values)));
        }
        assertEquals(List.of(99.0, 99.0, 99.0, 99.0), stages(ticks, 99, samples("0.01", values)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "0.02", "0.03", "0.005", "0.0025", "0.007", "0.011", "0.1234567", "3"})
    void theSampleIsTheFloorExactly(String interval) {
        double[] values = new double[5000];
        Arrays.setAll(values, i -> i);
        for (TimeGrid grid : List.of(uniform("-2", "8", "0.01"), new TimeGrid.Explicit(times()))) {
            for (Tableau tableau : TicksTest.TABLEAUS) {
                Ticks ticks = new Ticks(grid, tableau);
                for (long step : new long[] {0, 1, 2, 3, 28, 29, 30, 56, 57, 58, 113, 114, 699, 700, 999}) {
                    for (int stage = 0; stage < tableau.stages(); stage++) {
                        BigDecimal scale = BigDecimal.valueOf(ticks.perStep());
                        BigDecimal passed = TicksTest.scaledTime(grid, ticks.perStep(), ticks.tick(step, stage))
                                .subtract(grid.exactTime(0).multiply(scale));
                        long floor = passed.divideToIntegralValue(new BigDecimal(interval).multiply(scale)).longValueExact();
                        assertEquals(Math.min(floor, 4999), at(ticks, step, stage, samples(interval, values)), step + " " + stage);
                    }
                }
            }
        }
    }

    private static double[] times() {
        Random random = new Random(5);
        double[] times = new double[1001];
        times[0] = -1.5;
        for (int i = 1; i < times.length; i++) {
            // most steps are whole hundredths, so that many stages fall on the edge of a sample
            times[i] = random.nextInt(4) > 0 ? Math.rint(times[i - 1] * 100 + 1) / 100 : times[i - 1] + 0.01 * (0.5 + random.nextDouble());
        }
        return times;
    }

    @Test
    void theLastSampleStaysForEver() {
        Ticks ticks = new Ticks(uniform("0", "10000000", "0.01"), Tableau.RK4);
        assertEquals(List.of(1.0, 1.0, 1.0, 2.0), stages(ticks, 1, samples("0.01", 0, 1, 2)));
        assertEquals(List.of(2.0, 2.0, 2.0, 2.0), stages(ticks, 999_999_999, samples("0.01", 0, 1, 2)));
    }

    @Test
    void neuronsByListAndByRow() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.1"), Tableau.EULER);
        Stimulus.TimeCourse rows = new Stimulus.Samples("P", "I", new int[] {3, 1}, new double[][] {{1, 2}, {10, 20}},
                new BigDecimal("0.1"));
        assertArrayEquals(new double[] {0, 20, 0, 2}, at(ticks, 1, 0, 4, rows));
        Stimulus.TimeCourse all = new Stimulus.Samples("P", "I", null, new double[][] {{1}, {2}, {3}, {4}}, new BigDecimal("0.1"));
        assertArrayEquals(new double[] {1, 22, 3, 6}, at(ticks, 1, 0, 4, rows, all));
        Stimulus.TimeCourse some = new Stimulus.Pulses("P", "I", new int[] {2}, List.of(pulse("0", "1", 0.5)));
        assertArrayEquals(new double[] {0, 0, 0.5, 0}, at(ticks, 1, 0, 4, some));

        // a part of the neurons, as a thread owns it, gets the same numbers
        Drive drive = new Drive(List.of(rows, all, some), ticks);
        long[] phases = drive.noPhases();
        drive.advance(ticks.tick(1, 0), ticks.time(1, 0), phases);
        double[] part = new double[2];
        drive.values(phases, 2, 4, part);
        assertArrayEquals(new double[] {3.5, 6}, part);
    }

    @Test
    void rowsOfDifferentLengthAreRefused() {
        assertEquals("the rows of a sampled stimulus must have the same number of samples, got 2 and 1",
                assertThrows(ModelException.class, () ->
                        new Stimulus.Samples("P", "I", null, new double[][] {{1, 2}, {3}}, BigDecimal.ONE)).getMessage());
    }

    @Test
    void aWaveformIsEvaluatedAtTheTimeOfTheStage() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.25"), Tableau.RK4);
        Stimulus.TimeCourse s = new Stimulus.Waveform("P", "I", null, Expressions.TIME.times(Expressions.TIME).plus(1));
        assertEquals(List.of(1 + 0.0625, 1 + 0.140625, 1 + 0.140625, 1.25), stages(ticks, 1, s));
    }

    @Test
    void changesAreReportedWhenTheyHappenAndOnlyThen() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.1"), Tableau.RK4);
        Drive drive = new Drive(List.of(pulses(pulse("0.2", "0.5", 1)), samples("0.4", 1, 2)), ticks);
        assertEquals(2, drive.size());
        long[] phases = drive.noPhases();
        StringBuilder changes = new StringBuilder();
        for (long tick = 0; tick <= 20; tick++) {
            changes.append(drive.advance(tick, tick * 0.05, phases) ? '!' : '.');
        }
        //            0 . 1 . 2 . 3 . 4 . 5 . 6 . 7 . 8 . 9 . 1
        assertEquals("!...!...!.!..........", changes.toString());
    }

    /** Minus zero is a time like any other. */
    @Test
    void aWaveformAtMinusZero() {
        Ticks ticks = new Ticks(new TimeGrid.Explicit(new double[] {-0.0, 1}), Tableau.RK4);
        assertEquals(7, at(ticks, 0, 0, new Stimulus.Waveform("P", "I", null, Expressions.TIME.plus(7))));
    }

    @Test
    void noStimuliAreNothing() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.1"), Tableau.RK4);
        Drive drive = new Drive(List.of(), ticks);
        long[] phases = drive.noPhases();
        assertFalse(drive.advance(0, 0, phases));
        double[] into = {5, 5};
        drive.values(phases, 0, 2, into);
        assertArrayEquals(new double[] {0, 0}, into);
    }

    /** A current that is given as one sample for all time is no reason to expect changes. */
    @Test
    void nothingChangesMoreOftenThanItHasValues() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.1"), Tableau.RK4);
        assertEquals(2, new Drive(List.of(pulses(pulse("0.2", "0.4", 1))), ticks).mostChanges(1000));
        assertEquals(3, new Drive(List.of(samples("0.3", 1, 2, 3)), ticks).mostChanges(1000));
        assertEquals(2, new Drive(List.of(samples("0.001", 1, 2, 3)), ticks).mostChanges(2));
        assertEquals(1000, new Drive(List.of(new Stimulus.Waveform("P", "I", null, Expressions.TIME)), ticks).mostChanges(1000));
    }

    @Test
    void staircasesCount() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.1"), Tableau.RK4);
        Stimulus.TimeCourse s = new Stimulus.Staircase("P", "I", null,
                Stream.of("0.3", "0.1", "0.3", "0.4").map(BigDecimal::new).toList());
        double[] expected = {0, 1, 1, 3, 4, 4};
        for (int step = 0; step < expected.length; step++) {
            assertEquals(expected[step], at(ticks, step, 0, s), "at step " + step);
        }
    }
}
