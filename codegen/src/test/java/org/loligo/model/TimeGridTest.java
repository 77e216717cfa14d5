package org.loligo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Times are exact, whatever the number of steps. */
class TimeGridTest {

    @Test
    void timesAreTheDoublesNearestToTheExactTimes() {
        TimeGrid.Uniform grid = uniform("0", "1000000", "0.01");
        assertEquals(100_000_000, grid.steps());
        assertEquals(0.29, grid.time(29));
        assertEquals(999_999.99, grid.time(99_999_999));
        assertEquals(0.01, grid.stepLength(99_999_999));
        assertEquals(new BigDecimal("0.29"), grid.exactTime(29));
    }

    @Test
    void startsAnywhere() {
        TimeGrid.Uniform grid = uniform("-0.3", "0.3", "0.1");
        assertEquals(6, grid.steps());
        assertEquals(-0.3, grid.time(0));
        assertEquals(0.0, grid.time(3));
        assertEquals(0.3, grid.time(6));
    }

    @Test
    void stagesFallBetweenSteps() {
        TimeGrid.Uniform grid = uniform("0", "1", "0.1");
        assertEquals(0.25, grid.stageTime(2, 0.5));
        assertEquals(0.3, grid.stageTime(2, 1));
        assertEquals(0.2, grid.stageTime(2, 0));
        assertEquals(0, new BigDecimal("0.25").compareTo(grid.exactStageTime(2, 0.5)));
    }

    @Test
    void noStepsAtAll() {
        assertEquals(0, uniform("5", "5", "0.1").steps());
    }

    @Test
    void durationsInSteps() {
        TimeGrid.Uniform grid = uniform("0", "1", "0.01");
        assertEquals(30, grid.stepsIn(new BigDecimal("0.3"), "t_max"));
        assertEquals(-30, grid.stepsIn(new BigDecimal("-0.3"), "t_max"));
        assertEquals("every must be a whole number of steps of 0.01 ms, got 0.025; the nearest that fits is 0.02",
                message(() -> grid.stepsIn(new BigDecimal("0.025"), "every")));
        assertEquals("every must be a whole number of steps of 0.01 ms, got 0.029; the nearest that fits is 0.03",
                message(() -> grid.stepsIn(new BigDecimal("0.029"), "every")));
        assertEquals("start must be a whole number of steps of 0.01 ms, got -0.029; the nearest that fits is -0.03",
                message(() -> grid.stepsIn(new BigDecimal("-0.029"), "start")));
    }

    @Test
    void refusesWhatIsNoGrid() {
        assertEquals("stop − start must be a whole number of steps of 0.3 ms; the nearest stop that fits is 0.9",
                message(() -> uniform("0", "1", "0.3")));
        assertEquals("the time step must be positive, got 0 ms", message(() -> uniform("0", "1", "0")));
        assertEquals("stop (1 ms) is before start (2 ms)", message(() -> uniform("2", "1", "0.1")));
    }

    @Test
    void explicitTimes() {
        double[] times = {0, 0.1, 0.4};
        TimeGrid.Explicit grid = new TimeGrid.Explicit(times);
        times[1] = 7;
        assertEquals(2, grid.steps());
        assertEquals(0.1, grid.time(1));
        assertEquals(0.4 - 0.1, grid.stepLength(1));
        assertEquals(0.25, grid.stageTime(1, 0.5), 1e-16);
        assertEquals(0.4, grid.stageTime(1, 1));
    }

    @Test
    void refusesTimesThatDoNotIncrease() {
        assertEquals("a time grid needs at least one time", message(() -> new TimeGrid.Explicit(new double[0])));
        assertEquals("the times of a grid must be finite and increasing; time 2 is 1.0 after 1.0",
                message(() -> new TimeGrid.Explicit(new double[] {0, 1, 1})));
        assertEquals("the times of a grid must be finite and increasing; time 0 is NaN",
                message(() -> new TimeGrid.Explicit(new double[] {Double.NaN})));
    }

    private static TimeGrid.Uniform uniform(String start, String stop, String step) {
        return new TimeGrid.Uniform(new BigDecimal(start), new BigDecimal(stop), new BigDecimal(step));
    }

    private static String message(Runnable mistake) {
        return assertThrows(ModelException.class, mistake::run).getMessage();
    }
}
