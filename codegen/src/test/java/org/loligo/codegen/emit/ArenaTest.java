package org.loligo.codegen.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arrays of one arena follow each other without gaps, for any number of instances, and the text says where. */
class ArenaTest {

    @Test
    void arraysFollowEachOther() {
        Random random = new Random(3);
        for (int trial = 0; trial < 50; trial++) {
            Arena<Integer> arena = new Arena<>();
            int arrays = 1 + random.nextInt(8);
            int told = 0;
            for (int i = 0; i < arrays; i++) {
                if (random.nextInt(3) == 0) {
                    arena.placeLast(i, random.nextInt(5), random.nextInt(5), told++);
                } else {
                    arena.place(i, random.nextInt(5), random.nextInt(5));
                }
            }
            for (long instances : new long[] {1, 2, 7}) {
                List<Integer> inOrder = arena.slots().keySet().stream().sorted((a, b) -> Long.compare(arena.at(a, instances),
                        arena.at(b, instances)) != 0 ? Long.compare(arena.at(a, instances), arena.at(b, instances))
                        : Long.compare(arena.length(a, instances), arena.length(b, instances))).toList();
                long at = 0;
                for (int i : inOrder) {
                    assertEquals(at, arena.at(i, instances), "trial " + trial + ", array " + i + " of " + arena.slots());
                    at += arena.length(i, instances);
                }
                assertEquals(at, arena.size(instances));
            }
        }
    }

    @Test
    void theSameContentIsPlacedOnce() {
        Arena<String> arena = new Arena<>();
        Slot slot = arena.place("a", 3, 2);
        arena.place("b", 1, 0);
        assertEquals(slot, arena.place("a", 3, 2));
        assertEquals(3 + 2 * 5 + 1, arena.size(5));
    }

    @Test
    void elementsAsText() {
        assertEquals("e", new Slot(0, 0, -1).element("e"));
        assertEquals("0", new Slot(0, 0, -1).element("0"));
        assertEquals("5", new Slot(5, 0, -1).element("0"));
        assertEquals("5 + e", new Slot(5, 0, -1).element("e"));
        assertEquals("instances + at", new Slot(0, 1, -1).element("at"));
        assertEquals("3 * instances + 5 + at", new Slot(5, 3, -1).element("at"));
        assertEquals("plan[7] + j", new Slot(0, 0, 7).element("j"));
        // two integers of 32 bits might leave their range together
        assertEquals("(i64)2000000000 + e", new Slot(2_000_000_000, 0, -1).element("e"));
    }

    @Test
    void whatLeavesTheRangeOfIntegersIsRefused() {
        Arena<String> arena = new Arena<>();
        arena.place("a", 0, Long.MAX_VALUE / 2);
        assertThrows(ArithmeticException.class, () -> arena.size(3));
    }
}
