package org.loligo.codegen.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.codegen.feed.TicksTest.uniform;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Block;
import org.loligo.codegen.Body;
import org.loligo.codegen.Feed;
import org.loligo.codegen.Tableau;
import org.loligo.model.TimeGrid;
import org.loligo.model.Values;

/** Windows are open for exactly the stages strictly inside them, and refractory times end in exactly the right step. */
class LastSpikesTest {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private static LastSpikes memory(Ticks ticks, double last, double refractory, double... delaysAndDurations) {
        return memory(ticks, 1, Values.uniform(last, 1), refractory >= 0, Values.uniform(Math.max(0, refractory), 1), delaysAndDurations);
    }

    private static LastSpikes memory(Ticks ticks, int instances, Values last, boolean level, Values refractory,
            double... delaysAndDurations) {
        List<Feed> windows = new java.util.ArrayList<>();
        for (int w = 0; w < delaysAndDurations.length; w += 2) {
            windows.add(new Feed.Window("w" + w, Values.uniform(delaysAndDurations[w], last.count()),
                    Values.uniform(delaysAndDurations[w + 1], last.count())));
        }
        Block.Firing firing = new Block.Firing("V", Values.uniform(0, last.count()), level, refractory, last);
        return new LastSpikes(new Block("P", Optional.empty(), last.count(), List.of(), List.of(), windows, List.of(Body.of(Map.of())),
                Body.of(Map.of()), Optional.of(firing)), instances, ticks);
    }

    /** The first and the last open tick of those that belong to the run, and nothing closed between them; null when it never opens. */
    private static List<Long> open(LastSpikes memory, long lastTick) {
        List<Long> open = new java.util.ArrayList<>();
        for (long tick = 0; tick <= lastTick; tick++) {
            if (memory.isOpen(0, 0, tick)) {
                open.add(tick);
            }
        }
        if (open.isEmpty()) {
            return null;
        }
        assertEquals(open.getLast() - open.getFirst() + 1, open.size(), "a window is open without a gap");
        return List.of(open.getFirst(), open.getLast());
    }

    /** A window of 0.3 ms after a spike of step n at 0.01 ms: off at t_n and at t_n + 0.3, on at every stage between. */
    @Test
    void aWindowIsOffAtBothEnds() {
        TimeGrid grid = uniform("0", "2", "0.01");
        for (int n : new int[] {0, 1, 28, 29, 57}) {
            LastSpikes rk4 = memory(new Ticks(grid, Tableau.RK4), NEVER, -1, 0, 0.3);
            rk4.fire(0, n);
            assertEquals(List.of(2L * n + 1, 2L * n + 59), open(rk4, 400));
            LastSpikes euler = memory(new Ticks(grid, Tableau.EULER), NEVER, -1, 0, 0.3);
            euler.fire(0, n);
            assertEquals(List.of(n + 1L, n + 29L), open(euler, 200));
        }
    }

    @Test
    void aDelayedWindow() {
        LastSpikes memory = memory(new Ticks(uniform("0", "2", "0.01"), Tableau.RK4), NEVER, -1, 0.05, 0.3);
        memory.fire(0, 10);
        assertEquals(List.of(31L, 89L), open(memory, 400));
        // edges between ticks
        LastSpikes between = memory(new Ticks(uniform("0", "2", "0.01"), Tableau.RK4), NEVER, -1, 0.052, 0.301);
        between.fire(0, 10);
        assertEquals(List.of(31L, 90L), open(between, 400));
    }

    @Test
    void aWindowShorterThanATickMayNeverOpen() {
        LastSpikes memory = memory(new Ticks(uniform("0", "2", "0.01"), Tableau.RK4), NEVER, -1, 0, 0.005);
        memory.fire(0, 10);
        assertEquals(null, open(memory, 400));
        LastSpikes longer = memory(new Ticks(uniform("0", "2", "0.01"), Tableau.RK4), NEVER, -1, 0, 0.0051);
        longer.fire(0, 10);
        assertEquals(List.of(21L, 21L), open(longer, 400));
    }

    @Test
    void aNewSpikeRestartsTheWindow() {
        LastSpikes memory = memory(new Ticks(uniform("0", "2", "0.01"), Tableau.RK4), NEVER, -1, 0, 0.3);
        memory.fire(0, 10);
        memory.fire(0, 25);
        assertEquals(List.of(51L, 109L), open(memory, 400));
        assertEquals(0.25, memory.time(0));
    }

    @ParameterizedTest
    @CsvSource({
        // before the start, on the grid: open until just before 0.2
        "-0.1, 0, 39",
        // at the start, off there
        "0, 1, 59",
        // between ticks
        "-0.1001, 0, 39",
        "-0.0999, 0, 40",
        "0.0001, 1, 60",
        // so long ago that it closed at the start
        "-0.3, -1, -1",
        "-0.2999, 0, 0",
        "-1e30, -1, -1",
        "-9999999, -1, -1",
        // a time to come is a time as any other
        "0.5, 101, 159",
    })
    void theSpikeBeforeTheStartMayBeOffTheGrid(double last, long from, long to) {
        LastSpikes memory = memory(new Ticks(uniform("0", "2", "0.01"), Tableau.RK4), last, -1, 0, 0.3);
        assertEquals(from < 0 ? null : List.of(from, to), open(memory, 400));
        assertEquals(last, memory.time(0));
    }

    @Test
    void noSpikeNoWindow() {
        LastSpikes memory = memory(new Ticks(uniform("0", "2", "0.01"), Tableau.RK4), NEVER, 3, 0, 0.3);
        assertEquals(null, open(memory, 400));
        assertEquals(NEVER, memory.time(0));
        assertTrue(memory.mayFire(0, 0));
        assertEquals(Long.MAX_VALUE, memory.changesAt(0, 0, 0));
    }

    @Test
    void exactAfterABillionSteps() {
        LastSpikes memory = memory(new Ticks(uniform("0", "20000000", "0.01"), Tableau.RK4), NEVER, 0.25, 0, 0.3);
        long n = 1_000_000_007L;
        memory.fire(0, n);
        assertFalse(memory.isOpen(0, 0, 2 * n));
        assertTrue(memory.isOpen(0, 0, 2 * n + 1));
        assertTrue(memory.isOpen(0, 0, 2 * n + 59));
        assertFalse(memory.isOpen(0, 0, 2 * n + 60));
        assertFalse(memory.mayFire(0, n + 24));
        assertTrue(memory.mayFire(0, n + 25));
        assertEquals(10000000.07, memory.time(0));
    }

    /** Against exact arithmetic on random grids, for random windows whose edges often fall on stages. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void windowsOnAnyGrid(long seed) {
        Random random = new Random(seed);
        TimeGrid grid = TicksTest.randomGrid(random);
        for (Tableau tableau : TicksTest.TABLEAUS) {
            Ticks ticks = new Ticks(grid, tableau);
            for (int i = 0; i < 20; i++) {
                double delay = random.nextInt(4) / 10.0;
                double duration = random.nextInt(10) / 10.0 + (random.nextBoolean() ? 0 : random.nextDouble());
                boolean initial = random.nextInt(3) == 0;
                double before = grid.time(0) - random.nextInt(10) / 10.0;
                LastSpikes memory = memory(ticks, before, -1, delay, duration);
                int spike = random.nextInt((int) grid.steps());
                if (!initial) {
                    memory.fire(0, spike);
                }
                BigDecimal open = (initial ? BigDecimal.valueOf(before) : grid.exactTime(spike)).add(BigDecimal.valueOf(delay));
                BigDecimal close = open.add(BigDecimal.valueOf(duration));
                BigDecimal scale = BigDecimal.valueOf(ticks.perStep());
                for (long tick = 0; tick <= grid.steps() * ticks.perStep(); tick++) {
                    BigDecimal time = TicksTest.scaledTime(grid, ticks.perStep(), tick);
                    boolean expected = open.multiply(scale).compareTo(time) < 0 && time.compareTo(close.multiply(scale)) < 0;
                    assertEquals(expected, memory.isOpen(0, 0, tick), tableau + " window " + open + " to " + close + " at tick " + tick);
                }
            }
        }
    }

    /** What a host trusts when it does not look at windows again until they change. */
    @ParameterizedTest
    @ValueSource(doubles = {NEVER, -1, -0.2, 0.1, 5})
    void theNextChange(double last) {
        LastSpikes memory = memory(new Ticks(uniform("0", "2", "0.01"), Tableau.RK4), last, -1, 0.05, 0.3);
        for (long tick = 0; tick < 400; tick++) {
            long next = tick + 1;
            while (next <= 400 && memory.isOpen(0, 0, next) == memory.isOpen(0, 0, tick)) {
                next++;
            }
            long claimed = memory.changesAt(0, 0, tick);
            assertTrue(claimed > tick);
            assertEquals(Math.min(next, 401), Math.min(claimed, 401), "at tick " + tick);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // refractory, step, steps that must have passed: round(refractory/step)
        "3, 0.05, 60", "3, 0.1, 30", "0.3, 0.1, 3", "0.25, 0.1, 3", "0.24, 0.1, 2", "0.249999999, 0.1, 2", "0, 0.1, 0", "0.04, 0.1, 0",
        "0.05, 0.1, 1", "2, 0.3, 7",
    })
    void aRefractoryTimeIsAWholeNumberOfSteps(double refractory, String step, long steps) {
        Ticks ticks = new Ticks(new TimeGrid.Uniform(BigDecimal.ZERO, new BigDecimal(step).multiply(BigDecimal.valueOf(1000)),
                new BigDecimal(step)), Tableau.RK4);
        LastSpikes memory = memory(ticks, NEVER, refractory);
        assertTrue(memory.mayFire(0, 0));
        memory.fire(0, 17);
        assertTrue(memory.mayFire(0, 17 + steps));
        assertTrue(steps == 0 || !memory.mayFire(0, 17 + steps - 1));
    }

    @Test
    void aRefractoryTimeLongerThanAnyRun() {
        LastSpikes memory = memory(new Ticks(uniform("0", "2", "0.01"), Tableau.RK4), NEVER, 1e30);
        memory.fire(0, 17);
        assertFalse(memory.mayFire(0, 1L << 50));
    }

    @Test
    void aRefractoryTimeFromBeforeTheStart() {
        TimeGrid grid = uniform("0", "10", "0.1");
        // 3 ms from −0.25 end at 2.75: the first step that starts then or later is the 28th
        LastSpikes memory = memory(new Ticks(grid, Tableau.RK4), -0.25, 3);
        assertFalse(memory.mayFire(0, 27));
        assertTrue(memory.mayFire(0, 28));
        assertTrue(memory(new Ticks(grid, Tableau.RK4), -1e30, 3).mayFire(0, 0));
        assertTrue(memory(new Ticks(grid, Tableau.RK4), -3, 3).mayFire(0, 0));
        assertFalse(memory(new Ticks(grid, Tableau.RK4), -2.9999, 3).mayFire(0, 0));
    }

    @Test
    void aRefractoryTimeOnANonUniformGridIsATime() {
        Ticks ticks = new Ticks(new TimeGrid.Explicit(new double[] {0, 0.1, 0.3, 0.4, 0.8, 1}), Tableau.RK4);
        LastSpikes memory = memory(ticks, NEVER, 0.3);
        memory.fire(0, 1);
        assertFalse(memory.mayFire(0, 2));
        assertTrue(memory.mayFire(0, 3), "0.4 is 0.3 after 0.1");
        memory.fire(0, 4);
        assertFalse(memory.mayFire(0, 5));
    }

    @Test
    void neuronsOfInstancesHaveTheirOwn() {
        Ticks ticks = new Ticks(uniform("0", "2", "0.01"), Tableau.RK4);
        LastSpikes memory = memory(ticks, 2, new Values(true, true, 3, new double[] {-1, -2, -3, -4, -5, -6}), true,
                new Values(true, false, 3, new double[] {0.1, 0.2}), 0, 0.3);
        memory.fire(4, 20);
        assertEquals(List.of(-1.0, -2.0, -3.0, -4.0, 0.2, -6.0), java.util.stream.IntStream.range(0, 6).mapToObj(memory::time).toList());
        assertTrue(memory.isOpen(0, 4, 41));
        assertFalse(memory.isOpen(0, 3, 41));
        assertFalse(memory.mayFire(4, 39));
        assertTrue(memory.mayFire(4, 40));
        assertTrue(memory.mayFire(1, 21));
    }

    @Test
    void aSnapshotBringsEverythingBack() {
        Ticks ticks = new Ticks(uniform("0", "2", "0.01"), Tableau.RK4);
        Values last = Values.perElement(-0.1, NEVER, -0.1, -0.1);
        LastSpikes memory = memory(ticks, 1, last, true, Values.uniform(0.25, 4), 0, 0.3, 0.1, 0.2);
        memory.fire(2, 10);
        long[] snapshot = memory.snapshot();
        memory.fire(0, 50);
        memory.fire(1, 51);
        memory.fire(2, 52);
        memory.restore(snapshot);
        LastSpikes fresh = memory(ticks, 1, last, true, Values.uniform(0.25, 4), 0, 0.3, 0.1, 0.2);
        fresh.restore(snapshot);
        assertEquals(List.of(-0.1, NEVER, 0.1, -0.1), java.util.stream.IntStream.range(0, 4).mapToObj(memory::time).toList());
        for (LastSpikes m : List.of(memory, fresh)) {
            for (int k = 0; k < 4; k++) {
                for (long tick = 0; tick < 400; tick++) {
                    boolean first = k == 0 || k == 3 ? tick < 40 : k == 2 && tick > 20 && tick < 80;
                    boolean second = k == 0 || k == 3 ? tick > 0 && tick < 40 : k == 2 && tick > 40 && tick < 80;
                    assertEquals(first, m.isOpen(0, k, tick), k + " at " + tick);
                    assertEquals(second, m.isOpen(1, k, tick), k + " at " + tick);
                }
            }
            assertFalse(m.mayFire(2, 34));
            assertTrue(m.mayFire(2, 35));
            assertFalse(m.mayFire(0, 14));
            assertTrue(m.mayFire(0, 15));
            assertTrue(m.mayFire(1, 0));
        }
    }
}
