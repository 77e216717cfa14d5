package org.loligo.codegen.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Tableau;
import org.loligo.expr.Expressions;
import org.loligo.model.Stimulus;
import org.loligo.model.TimeGrid;

/** A class gets what each of its neurons would get, to the last bit. */
class StimulusClassesTest {
    private static final TimeGrid GRID = TicksTest.uniform("0", "2", "0.1");

    /** Some neurons, perhaps some of them twice, or null for all. */
    private static int[] neurons(Random random, int count) {
        return random.nextInt(3) == 0 ? null : random.ints(random.nextInt(2 * count), 0, count).toArray();
    }

    private static Stimulus.TimeCourse stimulus(Random random, int count) {
        int[] neurons = neurons(random, count);
        return switch (random.nextInt(3)) {
            case 0 -> {
                List<Stimulus.Pulse> pulses = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    BigDecimal start = BigDecimal.valueOf(random.nextInt(40), 1);
                    pulses.add(new Stimulus.Pulse(start, start.add(BigDecimal.valueOf(random.nextInt(90), 2)), random.nextGaussian()));
                }
                yield new Stimulus.Pulses("P", "I", neurons, pulses);
            }
            case 1 -> {
                double[][] values = new double[random.nextBoolean() ? 1 : neurons == null ? count : Math.max(1, neurons.length)][5];
                Arrays.stream(values).forEach(row -> Arrays.setAll(row, _ -> random.nextGaussian()));
                yield new Stimulus.Samples("P", "I", neurons, values, new BigDecimal("0.37"));
            }
            default -> new Stimulus.Waveform("P", "I", neurons, Expressions.TIME.times(random.nextGaussian()));
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void classesGetWhatTheirNeuronsWould(long seed) {
        Random random = new Random(seed);
        int count = 1 + random.nextInt(12);
        Ticks ticks = new Ticks(GRID, Tableau.RK4);
        List<Stimulus.TimeCourse> stimuli = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            stimuli.add(stimulus(random, count));
        }
        Drive drive = new Drive(stimuli, ticks);
        StimulusClasses classes = drive.classes(count);
        long[] phases = drive.noPhases();
        double[] expected = new double[count];
        double[] actual = new double[classes.size()];
        long changes = 0;
        for (long step = 0; step < GRID.steps(); step++) {
            for (int stage = 0; stage < 4; stage++) {
                if (drive.advance(ticks.tick(step, stage), ticks.time(step, stage), phases)) {
                    changes++;
                }
                drive.values(phases, 0, count, expected);
                classes.values(drive, phases, actual);
                for (int n = 0; n < count; n++) {
                    assertEquals(expected[n], actual[classes.ofNeuron()[n]], "seed " + seed + ", step " + step + ", neuron " + n);
                }
            }
        }
        // the first finds out what holds at the start
        assertTrue(changes <= 1 + drive.mostChanges(4 * GRID.steps()), "seed " + seed + ": " + changes + " changes");
    }

    @Test
    void neuronsAreOfOneClassWhereTheSameStimuliReachThem() {
        Ticks ticks = new Ticks(GRID, Tableau.RK4);
        Stimulus.TimeCourse one = new Stimulus.Waveform("P", "I", new int[] {0, 2}, Expressions.TIME);
        Stimulus.TimeCourse twice = new Stimulus.Waveform("P", "I", new int[] {2, 3, 3}, Expressions.TIME);
        StimulusClasses classes = new Drive(List.of(one, twice), ticks).classes(6);
        assertEquals(List.of(0, 1, 2, 3, 1, 1), Arrays.stream(classes.ofNeuron()).boxed().toList());
        assertEquals(4, classes.size());
        assertEquals(1, new Drive(List.of(new Stimulus.Waveform("P", "I", null, Expressions.TIME)), ticks).classes(6).size());
        assertEquals(0, new Drive(List.of(), ticks).classes(0).size());
    }
}
