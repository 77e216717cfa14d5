package org.loligo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which synapses each kind of connectivity makes, in which order, and what it refuses. */
class ConnectivityTest {

    @Test
    void matrixIsPostByPreAndItsValuesAreWeights() {
        Synapses s = new Connectivity.Matrix(new double[][] {{0, 2, 0}, {-1, 0, 0.5}}).resolve("p", 3, 2, false, 1);
        assertArrayEquals(new int[] {1, 0, 2}, s.pre());
        assertArrayEquals(new int[] {0, 1, 1}, s.post());
        assertArrayEquals(new double[] {2, -1, 0.5}, s.weight());
        assertArrayEquals(new int[] {0, 1, 3}, s.rowStart());
        assertEquals(0.5, s.density());
    }

    @Test
    void matrixKeepsItsDiagonal() {
        assertEquals(1, new Connectivity.Matrix(new double[][] {{1}}).resolve("p", 1, 1, true, 1).size());
    }

    @Test
    void edgesAreSortedByPostThenPreThenOrder() {
        Connectivity edges = new Connectivity.Edges(new int[] {2, 1, 1, 0, 1}, new int[] {0, 1, 0, 1, 0}, new double[] {1, 2, 3, 4, 5});
        Synapses s = edges.resolve("p", 3, 3, true, 1);
        assertArrayEquals(new int[] {1, 1, 2, 0, 1}, s.pre());
        assertArrayEquals(new int[] {0, 0, 0, 1, 1}, s.post());
        assertArrayEquals(new double[] {3, 5, 1, 4, 2}, s.weight());
        assertArrayEquals(new int[] {0, 3, 5, 5}, s.rowStart());
        assertTrue(s.hasRepeats());
    }

    @Test
    void edgesKeepZeroWeightsAndSelfConnections() {
        Synapses s = new Connectivity.Edges(new int[] {0}, new int[] {0}, new double[] {0}).resolve("p", 1, 1, true, 1);
        assertEquals(1, s.size());
        assertFalse(s.hasRepeats());
        assertArrayEquals(new double[] {1}, Connectivity.Edges.unweighted(new int[] {0}, new int[] {0}).weight());
    }

    @Test
    void allToAllAndOneToOne() {
        assertEquals(6, new Connectivity.AllToAll(false).resolve("p", 3, 2, false, 1).size());
        assertEquals(6, new Connectivity.AllToAll(false).resolve("p", 3, 3, true, 1).size());
        assertEquals(9, new Connectivity.AllToAll(true).resolve("p", 3, 3, true, 1).size());
        Synapses s = new Connectivity.OneToOne().resolve("p", 3, 3, false, 1);
        assertArrayEquals(new int[] {0, 1, 2}, s.pre());
        assertArrayEquals(new int[] {0, 1, 2}, s.post());
    }

    @Test
    void probabilityIsDrawnFromTheSeedAndTheNameOfTheProjection() {
        Connectivity connectivity = new Connectivity.Probability(0.1, false);
        Synapses s = connectivity.resolve("p", 300, 200, false, 1);
        assertEquals(6000, s.size(), 5 * Math.sqrt(60_000 * 0.09));
        assertEquals(s, connectivity.resolve("p", 300, 200, false, 1));
        assertNotEquals(s, connectivity.resolve("q", 300, 200, false, 1));
        assertNotEquals(s, connectivity.resolve("p", 300, 200, false, 2));
    }

    @Test
    void probabilityZeroOneAndSelf() {
        assertEquals(0, new Connectivity.Probability(0, true).resolve("p", 10, 10, true, 1).size());
        assertEquals(100, new Connectivity.Probability(1, true).resolve("p", 10, 10, true, 1).size());
        assertEquals(90, new Connectivity.Probability(1, false).resolve("p", 10, 10, true, 1).size());
        assertEquals(100, new Connectivity.Probability(1, false).resolve("p", 10, 10, false, 1).size());
    }

    @Test
    void refusals() {
        refused("projection 'p': the matrix has the shape [1, 2], expected [post, pre] = [2, 1]",
                new Connectivity.Matrix(new double[][] {{1, 0}}), 1, 2);
        refused("projection 'p': the matrix has the shape", new Connectivity.Matrix(new double[][] {{1, 0}, {1}}), 2, 2);
        refused("projection 'p': pre of edge 1 is 3, expected 0 to 2",
                Connectivity.Edges.unweighted(new int[] {0, 3}, new int[] {0, 0}), 3, 3);
        refused("projection 'p': post of edge 0 is -1, expected 0 to 2",
                Connectivity.Edges.unweighted(new int[] {0}, new int[] {-1}), 3, 3);
        refused("projection 'p': pre, post and weight have 1, 2 and 1 entries",
                Connectivity.Edges.unweighted(new int[] {0}, new int[] {0, 1}), 3, 3);
        refused("projection 'p': probability must be between 0 and 1, got 1.5", new Connectivity.Probability(1.5, false), 3, 3);
        refused("projection 'p': probability must be between 0 and 1, got NaN", new Connectivity.Probability(Double.NaN, false), 3, 3);
        refused("projection 'p': one-to-one needs populations of the same size, got 3 and 4", new Connectivity.OneToOne(), 3, 4);
        refused("projection 'p': the weight of synapse 0 → 0 is not finite",
                new Connectivity.Matrix(new double[][] {{Double.NaN}}), 1, 1);
    }

    /** At once, whatever the size of the heap. */
    @Test
    void moreSynapsesThanCanBeCounted() {
        tooLarge("projection 'p': some 1000000000000 synapses need 16000000000000 bytes", new Connectivity.AllToAll(true), 1_000_000);
        tooLarge("projection 'p': some 500000000000 synapses", new Connectivity.Probability(0.5, true), 1_000_000);
        tooLarge("projection 'p': a random number would be drawn for each of 100000000000000 pairs", new Connectivity.Probability(0, true),
                10_000_000);
    }

    private static void tooLarge(String start, Connectivity connectivity, int size) {
        SizeException e = assertThrows(SizeException.class, () -> connectivity.resolve("p", size, size, true, 1));
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
    }

    private static void refused(String start, Connectivity connectivity, int pre, int post) {
        ModelException e = assertThrows(ModelException.class, () -> connectivity.resolve("p", pre, post, false, 1));
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
    }
}
