package org.loligo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The numbers that experiments' values stand for. */
class ValueTest {

    @Test
    void constant() {
        Values v = Value.of(2.5).resolve("x", 4, 3, 1);
        assertTrue(v.isUniform());
        assertEquals(2.5, v.at(2, 3));
        assertEquals("2.5", v.toString());
    }

    @Test
    void perElement() {
        Values v = Value.each(1, 2, 3).resolve("x", 3, 2, 1);
        assertFalse(v.isUniform());
        assertFalse(v.byInstance());
        assertEquals(3, v.at(0, 2));
        assertEquals(3, v.at(1, 2));
        assertEquals("per element", v.toString());
    }

    /** NumPy's linspace(0.1, 3.0, 5), to the bit. */
    @Test
    void linspaceIsNumPys() {
        assertArrayEquals(new double[] {0.1, 0.825, 1.55, 2.275, 3.0}, new Value.Linspace(0.1, 3.0).resolve("x", 5, 1, 1).data());
        assertArrayEquals(new double[] {7}, new Value.Linspace(7, 9).resolve("x", 1, 1, 1).data());
        double[] long_ = new Value.Linspace(0, 0.3).resolve("x", 1000, 4, 1).data();
        assertEquals(1000, long_.length);
        assertEquals(0.3, long_[999]);
    }

    @Test
    void perInstance() {
        Values v = new Value.PerInstance(new double[] {1, 2}).resolve("x", 3, 2, 1);
        assertTrue(v.byInstance());
        assertFalse(v.byElement());
        assertEquals(2, v.at(1, 2));
        assertTrue(new Value.PerInstance(new double[] {4}).resolve("x", 3, 1, 1).isUniform());
    }

    @Test
    void randomNumbersBelongToTheirNameAndInstance() {
        Value normal = new Value.Normal(-65, 5);
        Values v = normal.resolve("E.initial.V", 1000, 3, 1);
        assertTrue(v.byInstance() && v.byElement());
        assertEquals("per instance and per element", v.toString());
        // an instance keeps its numbers however many instances there are
        Values one = normal.resolve("E.initial.V", 1000, 1, 1);
        assertFalse(one.byInstance());
        for (int i = 0; i < 1000; i++) {
            assertEquals(one.at(0, i), v.at(0, i));
        }
        assertNotEquals(v.at(0, 0), v.at(1, 0));
        assertNotEquals(v, normal.resolve("I.initial.V", 1000, 3, 1));
        assertNotEquals(v, normal.resolve("E.initial.V", 1000, 3, 2));
        assertEquals(v, normal.resolve("E.initial.V", 1000, 3, 1));
    }

    @Test
    void uniformNumbersStayInTheirInterval() {
        for (double x : new Value.Uniform(0.2, 1.2).resolve("x", 1000, 2, 1).data()) {
            assertTrue(x >= 0.2 && x < 1.2);
        }
    }

    @Test
    void gatherReordersElements() {
        int[] index = {2, 0, 0, 1};
        assertArrayEquals(new double[] {3, 1, 1, 2}, Value.each(1, 2, 3).resolve("x", 3, 1, 1).gather(index).data());
        Values both = new Values(true, true, 3, new double[] {1, 2, 3, 4, 5, 6});
        assertArrayEquals(new double[] {3, 1, 1, 2, 6, 4, 4, 5}, both.gather(index).data());
        assertEquals(6, both.gather(index).at(1, 0));
        Values instances = new Values(true, false, 3, new double[] {1, 2});
        assertEquals(2, instances.gather(index).at(1, 3));
        assertEquals(4, instances.gather(index).count());
    }

    @Test
    void refusals() {
        refused("x has 2 values, expected 3", Value.each(1, 2), 3, 1);
        refused("x has 2 values, expected one for each of the 3 instances", new Value.PerInstance(new double[] {1, 2}), 3, 3);
        refused("x holds a value that is not finite", Value.of(Double.NaN), 3, 1);
        refused("x holds a value that is not finite", Value.each(1, Double.POSITIVE_INFINITY), 2, 1);
    }

    private static void refused(String message, Value value, int count, int instances) {
        assertEquals(message, assertThrows(ModelException.class, () -> value.resolve("x", count, instances, 1)).getMessage());
    }
}
