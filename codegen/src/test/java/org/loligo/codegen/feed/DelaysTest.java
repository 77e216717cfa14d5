package org.loligo.codegen.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Block;
import org.loligo.codegen.Body;
import org.loligo.codegen.Feed;
import org.loligo.codegen.Tableau;
import org.loligo.model.TimeGrid;
import org.loligo.model.Values;

/** A step and a delay after it are what {@link LastSpikes} remembers. */
class DelaysTest {
    private static final double[] DELAYS = {0, 0.1, 0.05, 0.3, 0.123456, 7, 1e30};

    private static Block block(Values delay, Values duration, Values refractory) {
        int count = delay.count();
        Block.Firing firing = new Block.Firing("V", Values.uniform(0, count), true, refractory,
                Values.uniform(Double.NEGATIVE_INFINITY, count));
        return new Block("P", Optional.empty(), count, List.of(), List.of(), List.of(new Feed.Window("w", delay, duration)),
                List.of(Body.of(java.util.Map.of())), Body.of(java.util.Map.of()), Optional.of(firing));
    }

    private static Values values(Random random, boolean byInstance, boolean byElement, int count, int instances) {
        double[] data = new double[(byInstance ? instances : 1) * (byElement ? count : 1)];
        java.util.Arrays.setAll(data, _ -> DELAYS[random.nextInt(DELAYS.length)]);
        return new Values(byInstance, byElement, count, data);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void agreeWithTheMemoryOfSpikes(long seed) {
        Random random = new Random(seed);
        TimeGrid grid = TicksTest.randomGrid(random);
        Tableau tableau = TicksTest.TABLEAUS.get(random.nextInt(TicksTest.TABLEAUS.size()));
        Ticks ticks = new Ticks(grid, tableau);
        int count = 3;
        int instances = 2;
        List<Values> v = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            v.add(values(random, random.nextBoolean(), random.nextBoolean(), count, instances));
        }
        Block block = block(v.get(0), v.get(1), v.get(2));
        Feed.Window window = (Feed.Window) block.feeds().getFirst();
        Delays opens = Delays.window(Delays.What.OPENS, window, count, instances, ticks);
        Delays closes = Delays.window(Delays.What.CLOSES, window, count, instances, ticks);
        Delays mayFire = Delays.refractory(block, instances, ticks);
        LastSpikes expected = new LastSpikes(block, instances, ticks);
        long end = grid.steps();
        for (long step = 0; step < end; step++) {
            for (int k = 0; k < count * instances; k++) {
                String what = "seed " + seed + ", " + tableau + ", step " + step + ", element " + k;
                expected.fire(k, step);
                long start = step * ticks.perStep();
                same(expected.opens(0, k), start + of(opens, grid, step, k, count), end * ticks.perStep(), what + " opens");
                same(expected.closes(0, k), start + of(closes, grid, step, k, count), end * ticks.perStep(), what + " closes");
                same(expected.mayFireFrom(k), step + of(mayFire, grid, step, k, count), end, what + " may fire");
            }
        }
    }

    /** On a uniform grid a device knows the delay after step 0 alone. */
    private static long of(Delays delays, TimeGrid grid, long step, int k, int count) {
        int c = delays.classOf() == null ? 0 : delays.classOf()[delays.byInstance() ? k : k % count];
        return delays.after(grid instanceof TimeGrid.Uniform ? 0 : step, c);
    }

    /** Beyond the end of the run it does not matter how far. */
    private static void same(long expected, long actual, long end, String what) {
        if (expected > end + 1) {
            assertTrue(actual > end + 1, what + ": " + actual + ", expected " + expected);
        } else {
            assertEquals(expected, actual, what);
        }
    }

    @Test
    void elementsWithTheSameDelaysAreOfOneClass() {
        Ticks ticks = new Ticks(TicksTest.uniform("0", "1", "0.1"), Tableau.RK4);
        Block block = block(Values.perElement(1, 2, 1), Values.uniform(3, 3), Values.uniform(5, 3));
        Feed.Window window = (Feed.Window) block.feeds().getFirst();
        Delays opens = Delays.window(Delays.What.OPENS, window, 3, 4, ticks);
        assertEquals(2, opens.classes());
        assertEquals(List.of(0, 1, 0), java.util.Arrays.stream(opens.classOf()).boxed().toList());
        assertEquals(1, Delays.refractory(block, 4, ticks).classes());
        assertNull(Delays.refractory(block, 4, ticks).classOf());
    }

    @Test
    void noElementsHaveNoDelays() {
        Ticks ticks = new Ticks(TicksTest.uniform("0", "1", "0.1"), Tableau.RK4);
        Block block = block(new Values(false, true, 0, new double[0]), Values.uniform(3, 0), Values.uniform(5, 0));
        Delays opens = Delays.window(Delays.What.OPENS, (Feed.Window) block.feeds().getFirst(), 0, 1, ticks);
        assertEquals(1, opens.classes());
        assertEquals(1, opens.after(0, 0));
    }
}
