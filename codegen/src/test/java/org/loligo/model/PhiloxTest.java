package org.loligo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The generator against its published vectors, and its streams. */
class PhiloxTest {

    /** The vectors of philox4x32-10 in {@code kat_vectors} of Random123 (Salmon et al., SC 2011). */
    @Test
    void knownAnswers() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, Philox.block(new int[4], 0, 0));
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, Philox.block(new int[] {-1, -1, -1, -1}, -1, -1));
        assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                Philox.block(new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0));
    }

    @Test
    void aNumberDependsOnSeedInstancePurposeAndIndexAlone() {
        Philox stream = Philox.stream(1, 2, "PN.initial.V");
        double late = stream.uniform(1_000_000_000_000L);
        stream.normal(3);
        assertEquals(late, Philox.stream(1, 2, "PN.initial.V").uniform(1_000_000_000_000L));
        Set<Double> different = new HashSet<>();
        different.add(Philox.stream(1, 0, "a").uniform(0));
        different.add(Philox.stream(2, 0, "a").uniform(0));
        different.add(Philox.stream(1, 1, "a").uniform(0));
        different.add(Philox.stream(1, 0, "b").uniform(0));
        different.add(Philox.stream(1, 0, "a").uniform(1));
        different.add(Philox.stream(1, 0, "a").uniform(1L << 32));
        assertEquals(6, different.size());
    }

    @Test
    void uniformNumbersFillTheirInterval() {
        Philox stream = Philox.stream(42, 0, "test");
        int n = 100_000;
        int[] bins = new int[10];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double u = stream.uniform(i);
            assertTrue(u >= 0 && u < 1);
            bins[(int) (10 * u)]++;
            sum += u;
        }
        assertEquals(0.5, sum / n, 5 * Math.sqrt(1 / 12.0 / n));
        for (int count : bins) {
            assertEquals(n / 10.0, count, 5 * Math.sqrt(n * 0.09));
        }
    }

    @Test
    void normalNumbersHaveTheirMoments() {
        Philox stream = Philox.stream(42, 0, "test");
        int n = 100_000;
        double sum = 0;
        double squares = 0;
        double fourths = 0;
        for (int i = 0; i < n; i++) {
            double x = stream.normal(i);
            assertTrue(Double.isFinite(x));
            sum += x;
            squares += x * x;
            fourths += x * x * x * x;
        }
        assertEquals(0, sum / n, 5 / Math.sqrt(n));
        assertEquals(1, squares / n, 5 * Math.sqrt(2.0 / n));
        assertEquals(3, fourths / n, 5 * Math.sqrt(96.0 / n));
    }

    @Test
    void uniformAndNormalNumbersOfOneIndexAreUnrelated() {
        Philox stream = Philox.stream(9, 0, "test");
        double product = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            product += (stream.uniform(i) - 0.5) * stream.normal(i);
        }
        assertEquals(0, product / n, 5 * Math.sqrt(1 / 12.0 / n));
        assertNotEquals(stream.uniform(0), stream.normal(0));
    }
}
