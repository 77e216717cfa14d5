package org.loligo.codegen.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Tableau;
import org.loligo.model.TimeGrid;

/** Times of stages compare with other times as exact arithmetic would decide. */
class TicksTest {
    static final List<Tableau> TABLEAUS = List.of(Tableau.EULER, Tableau.MIDPOINT, Tableau.RK4, Tableau.RK4_38);

    static TimeGrid.Uniform uniform(String start, String stop, String step) {
        return new TimeGrid.Uniform(new BigDecimal(start), new BigDecimal(stop), new BigDecimal(step));
    }

    /** The exact time of a tick times {@code perStep}, which is a whole number of the units both grids are made of. */
    static BigDecimal scaledTime(TimeGrid grid, int perStep, long tick) {
        long step = Math.min(tick / perStep, grid.steps() - 1);
        BigDecimal from = grid.exactTime(step);
        return from.multiply(BigDecimal.valueOf(perStep))
                .add(grid.exactTime(step + 1).subtract(from).multiply(BigDecimal.valueOf(tick - step * perStep)));
    }

    static TimeGrid randomGrid(Random random) {
        if (random.nextBoolean()) {
            BigDecimal step = BigDecimal.valueOf(1 + random.nextInt(50), 1 + random.nextInt(3));
            BigDecimal start = BigDecimal.valueOf(random.nextInt(2000) - 1000, random.nextInt(4));
            return new TimeGrid.Uniform(start, start.add(step.multiply(BigDecimal.valueOf(20))), step);
        }
        double[] times = new double[20];
        times[0] = random.nextInt(100) / 10.0 - 5;
        for (int i = 1; i < times.length; i++) {
            times[i] = times[i - 1] + (random.nextBoolean() ? 0.1 : random.nextDouble() + 1e-3);
        }
        return new TimeGrid.Explicit(times);
    }

    @Test
    void stagesFallOnTicks() {
        TimeGrid grid = uniform("0", "1", "0.1");
        assertEquals(List.of(1, 2, 2, 3), TABLEAUS.stream().map(t -> new Ticks(grid, t).perStep()).toList());
        Ticks rk4 = new Ticks(grid, Tableau.RK4);
        assertEquals(List.of(14L, 15L, 15L, 16L), List.of(rk4.tick(7, 0), rk4.tick(7, 1), rk4.tick(7, 2), rk4.tick(7, 3)));
        Ticks kutta = new Ticks(grid, Tableau.RK4_38);
        assertEquals(List.of(21L, 22L, 23L, 24L), List.of(kutta.tick(7, 0), kutta.tick(7, 1), kutta.tick(7, 2), kutta.tick(7, 3)));
    }

    /** Against a search through all ticks in exact arithmetic, for times on ticks, next to them and anywhere. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theFirstTickAtOrAfterATime(long seed) {
        Random random = new Random(seed);
        TimeGrid grid = randomGrid(random);
        for (Tableau tableau : TABLEAUS) {
            Ticks ticks = new Ticks(grid, tableau);
            BigDecimal perStep = BigDecimal.valueOf(ticks.perStep());
            long last = grid.steps() * ticks.perStep();
            for (int i = 0; i < 60; i++) {
                BigDecimal time = grid.exactTime(random.nextInt((int) grid.steps() + 1));
                switch (random.nextInt(4)) {
                    case 0 -> time = time.add(new BigDecimal("1e-25"));
                    case 1 -> time = time.subtract(new BigDecimal("1e-25"));
                    case 2 -> time = BigDecimal.valueOf(grid.time(0) + random.nextDouble() * (grid.time(grid.steps()) - grid.time(0)));
                    default -> { }
                }
                BigDecimal scaled = time.multiply(perStep);
                long atOrAfter = 0;
                while (atOrAfter <= last && scaledTime(grid, ticks.perStep(), atOrAfter).compareTo(scaled) < 0) {
                    atOrAfter++;
                }
                long after = atOrAfter;
                while (after <= last && scaledTime(grid, ticks.perStep(), after).compareTo(scaled) <= 0) {
                    after++;
                }
                // before the start a uniform grid goes on
                boolean early = time.compareTo(grid.exactTime(0)) < 0;
                assertEquals(early ? 0 : atOrAfter, Math.max(0, ticks.firstAtOrAfter(time)), tableau + " " + time);
                assertEquals(early ? 0 : after, Math.max(0, ticks.firstAfter(time)), tableau + " " + time);
            }
        }
    }

    @Test
    void aUniformGridGoesOnBeforeItsStart() {
        Ticks ticks = new Ticks(uniform("0", "1", "0.1"), Tableau.RK4);
        assertEquals(-1, ticks.firstAtOrAfter(new BigDecimal("-0.05")));
        assertEquals(0, ticks.firstAfter(new BigDecimal("-0.05")));
        assertEquals(-6, ticks.firstAtOrAfter(new BigDecimal("-0.3")));
    }

    @Test
    void exactAfterABillionSteps() {
        Ticks ticks = new Ticks(uniform("0", "10000000", "0.01"), Tableau.RK4);
        assertEquals(1_999_999_999L, ticks.firstAtOrAfter(new BigDecimal("9999999.995")));
        assertEquals(2_000_000_000L, ticks.firstAfter(new BigDecimal("9999999.995")));
        assertEquals(2_000_000_000L, ticks.firstAfter(new BigDecimal("9999999.9950000000000000001")));
        assertEquals(1_999_999_999L, ticks.firstAfter(new BigDecimal("9999999.9949999999999999999")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "1e308", "9e18"})
    void farAwayIsFarAway(String far) {
        Ticks ticks = new Ticks(uniform("0", "1", "0.01"), Tableau.RK4);
        BigDecimal time = new BigDecimal(far);
        assertTrue(ticks.firstAtOrAfter(time) > 1L << 60);
        assertTrue(ticks.firstAfter(time) > 1L << 60);
        assertTrue(ticks.firstAtOrAfter(time.negate()) < -(1L << 60));
        assertTrue(ticks.firstAfter(time.negate()) < -(1L << 60));
        Ticks explicit = new Ticks(new TimeGrid.Explicit(new double[] {0, 1, 3}), Tableau.RK4);
        assertEquals(5, explicit.firstAtOrAfter(time));
        assertEquals(0, explicit.firstAfter(time.negate()));
    }

    /** An array of times means the decimals its numbers are written as: 0.3 is 0.3, not the double below it. */
    @Test
    void timesInAnArrayAreDecimals() {
        double[] times = new double[101];
        for (int i = 0; i < times.length; i++) {
            times[i] = i / 100.0;
        }
        Ticks array = new Ticks(new TimeGrid.Explicit(times), Tableau.RK4);
        Ticks grid = new Ticks(uniform("0", "1", "0.01"), Tableau.RK4);
        for (int i = 0; i < 200; i++) {
            BigDecimal time = new BigDecimal(i).divide(new BigDecimal(200));
            assertEquals(grid.firstAtOrAfter(time), array.firstAtOrAfter(time), time.toString());
            assertEquals(grid.firstAfter(time), array.firstAfter(time), time.toString());
        }
    }

    /** One rounding of the length of a tick, one at the end: within two units in the last place, however late. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 29, 1_000_000, 999_999_999})
    void timesOfStagesRoundedToDouble(long step) {
        TimeGrid grid = uniform("0", "10000000", "0.01");
        for (Tableau tableau : TABLEAUS) {
            Ticks ticks = new Ticks(grid, tableau);
            for (int s = 0; s < tableau.stages(); s++) {
                double exact = scaledTime(grid, ticks.perStep(), ticks.tick(step, s))
                        .divide(BigDecimal.valueOf(ticks.perStep()), java.math.MathContext.DECIMAL128).doubleValue();
                assertEquals(exact, ticks.time(step, s), 2 * Math.ulp(exact));
            }
        }
    }

    @Test
    void timesOfStagesOfAnArray() {
        Ticks ticks = new Ticks(new TimeGrid.Explicit(new double[] {-1, 0.5, 0.75}), Tableau.RK4);
        assertEquals(List.of(-1.0, -0.25, -0.25, 0.5), List.of(ticks.time(0, 0), ticks.time(0, 1), ticks.time(0, 2), ticks.time(0, 3)));
        assertEquals(List.of(0.5, 0.625, 0.625, 0.75), List.of(ticks.time(1, 0), ticks.time(1, 1), ticks.time(1, 2), ticks.time(1, 3)));
    }

    /** Whole intervals since the start, floored as exact arithmetic would, early and after a billion steps. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void wholeIntervals(long seed) {
        Random random = new Random(seed);
        for (Tableau tableau : TABLEAUS) {
            TimeGrid grid = random.nextBoolean() ? randomGrid(random) : uniform("0.3", "10000000.3", "0.01");
            Ticks ticks = new Ticks(grid, tableau);
            for (String interval : List.of("0.01", "0.005", "0.03", "0.025", "0.007", "1", "0.3333", "1e-7", "1e3")) {
                Ticks.IntervalCount count = ticks.intervals(new BigDecimal(interval));
                long last = grid.steps() * ticks.perStep();
                for (int i = 0; i < 40; i++) {
                    long tick = i == 0 ? last : random.nextLong(last + 1);
                    BigDecimal passed = scaledTime(grid, ticks.perStep(), tick).subtract(scaledTime(grid, ticks.perStep(), 0));
                    BigDecimal scaledInterval = new BigDecimal(interval).multiply(BigDecimal.valueOf(ticks.perStep()));
                    assertEquals(passed.divideToIntegralValue(scaledInterval).longValueExact(), count.at(tick), interval + " at " + tick);
                }
            }
        }
    }

    /** The time a kernel sees is the exact decimal rounded once, so that {@code t <= 0.3} decides as written. */
    @ParameterizedTest
    @ValueSource(strings = {"0.1", "0.05", "0.025", "0.01", "0.001"})
    void stageTimesAreRoundedOnce(String step) {
        BigDecimal dt = new BigDecimal(step);
        for (BigDecimal start : List.of(BigDecimal.ZERO, new BigDecimal("-2.3"), new BigDecimal("100.7"))) {
            TimeGrid grid = new TimeGrid.Uniform(start, start.add(dt.multiply(BigDecimal.valueOf(1_000_000_000_000L))), dt);
            Ticks ticks = new Ticks(grid, Tableau.RK4);
            for (long from : new long[] {0, 999_999_990_000L}) {
                for (long n = from; n < from + 3000; n++) {
                    for (int stage = 0; stage < 4; stage++) {
                        BigDecimal exact = start.add(dt.multiply(BigDecimal.valueOf(2 * n + (stage + 1) / 2))
                                .divide(BigDecimal.valueOf(2)));
                        assertEquals(exact.doubleValue(), ticks.time(n, stage), 0, "stage " + stage + " of step " + n);
                    }
                }
            }
        }
    }
}
