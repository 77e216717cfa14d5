package org.loligo.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The synapses of a projection, sorted by postsynaptic, then presynaptic neuron, then input order (compressed sparse rows by post).
 *
 * @param preCount  the number of presynaptic neurons
 * @param postCount the number of postsynaptic neurons
 * @param pre       the presynaptic neuron of each synapse
 * @param post      the postsynaptic neuron of each synapse
 * @param weight    the weight of each synapse
 * @param rowStart  the first synapse of each postsynaptic neuron; one entry more than there are neurons
 */
public record Synapses(int preCount, int postCount, int[] pre, int[] post, double[] weight, int[] rowStart) {

    /** Sorts edges; equal edges stay separate synapses in their order. */
    public static Synapses sorted(int preCount, int postCount, int[] pre, int[] post, double[] weight) {
        int n = pre.length;
        boolean inOrder = true;
        for (int k = 1; k < n && inOrder; k++) {
            inOrder = post[k - 1] < post[k] || post[k - 1] == post[k] && pre[k - 1] <= pre[k];
        }
        if (!inOrder) {
            int[] order = IntStream.range(0, n).boxed()
                    .sorted(Comparator.<Integer>comparingInt(k -> post[k]).thenComparingInt(k -> pre[k])).mapToInt(k -> k).toArray();
            return sorted(preCount, postCount, permute(pre, order), permute(post, order),
                    Arrays.stream(order).mapToDouble(k -> weight[k]).toArray());
        }
        int[] rowStart = new int[postCount + 1];
        for (int p : post) {
            rowStart[p + 1]++;
        }
        Arrays.parallelPrefix(rowStart, Integer::sum);
        return new Synapses(preCount, postCount, pre, post, weight, rowStart);
    }

    private static int[] permute(int[] values, int[] order) {
        return Arrays.stream(order).map(k -> values[k]).toArray();
    }

    /** How many there are. */
    public int size() {
        return pre.length;
    }

    /** The share of all pairs that a synapse connects (more than 1 is possible with repeated edges). */
    public double density() {
        return size() / Math.max(1.0, (double) preCount * postCount);
    }

    /** Whether two synapses connect the same pair. */
    public boolean hasRepeats() {
        for (int k = 1; k < size(); k++) {
            if (pre[k] == pre[k - 1] && post[k] == post[k - 1]) {
                return true;
            }
        }
        return false;
    }

    /** The sizes. */
    @Override
    public String toString() {
        return size() + " synapses, " + preCount + " to " + postCount;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Synapses s && preCount == s.preCount && postCount == s.postCount && Arrays.equals(pre, s.pre)
                && Arrays.equals(post, s.post) && Arrays.equals(weight, s.weight);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pre) * 31 + Arrays.hashCode(post);
    }
}
