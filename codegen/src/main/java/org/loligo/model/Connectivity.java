package org.loligo.model;

import java.util.Arrays;
import java.util.Locale;

/** Which neurons a projection connects. */
public sealed interface Connectivity {
    /** More random numbers than this would take a day. */
    long MOST_DRAWS = 1L << 42;

    /** A synapse wherever {@code weights[post][pre]} is not 0, with that weight. */
    record Matrix(double[][] weights) implements Connectivity {}

    /** A list of synapses; equal pairs are separate synapses. */
    record Edges(int[] pre, int[] post, double[] weight) implements Connectivity {

        /** Edges of weight 1. */
        public static Edges unweighted(int[] pre, int[] post) {
            double[] ones = new double[pre.length];
            Arrays.fill(ones, 1);
            return new Edges(pre, post, ones);
        }
    }

    /** Each pair with the same probability, drawn from the seed. */
    record Probability(double p, boolean self) implements Connectivity {}

    /** Every pair; {@code self} says whether a neuron connects to itself in a projection of a population onto itself. */
    record AllToAll(boolean self) implements Connectivity {}

    /** Neuron i to neuron i; both populations must have the same size. */
    record OneToOne() implements Connectivity {}

    /**
     * The synapses. Generated connectivity is the same in every instance.
     *
     * @param projection the name of the projection, which keys the random numbers and stands in messages
     * @param preCount   the size of the presynaptic population
     * @param postCount  the size of the postsynaptic population
     * @param recurrent  whether both populations are the same
     * @param seed       the seed of the experiment
     * @throws ModelException when a size, an index or a probability does not fit
     * @throws SizeException  when there are more synapses than fit the memory, or more pairs to draw than a lifetime allows
     */
    default Synapses resolve(String projection, int preCount, int postCount, boolean recurrent, long seed) {
        String where = "projection '" + projection + "'";
        EdgeList edges = new EdgeList(where);
        edges.requireRoom(expected(preCount, postCount));
        switch (this) {
            case Matrix m -> {
                boolean fits = m.weights().length == postCount;
                for (int i = 0; fits && i < postCount; i++) {
                    fits = m.weights()[i].length == preCount;
                }
                if (!fits) {
                    throw new ModelException(where + ": the matrix has the shape [" + m.weights().length + ", "
                            + (m.weights().length == 0 ? 0 : m.weights()[0].length) + "], expected [post, pre] = [" + postCount + ", "
                            + preCount + "]");
                }
                for (int i = 0; i < postCount; i++) {
                    for (int j = 0; j < preCount; j++) {
                        if (m.weights()[i][j] != 0) {
                            edges.add(j, i, m.weights()[i][j]);
                        }
                    }
                }
            }
            case Edges e -> {
                if (e.pre().length != e.post().length || e.pre().length != e.weight().length) {
                    throw new ModelException(where + ": pre, post and weight have " + e.pre().length + ", " + e.post().length + " and "
                            + e.weight().length + " entries, expected the same number");
                }
                for (int k = 0; k < e.pre().length; k++) {
                    requireIndex(where, "pre", k, e.pre()[k], preCount);
                    requireIndex(where, "post", k, e.post()[k], postCount);
                    edges.add(e.pre()[k], e.post()[k], e.weight()[k]);
                }
            }
            case Probability p -> {
                if (!(p.p() >= 0 && p.p() <= 1)) {
                    throw new ModelException(where + ": probability must be between 0 and 1, got " + p.p());
                }
                if ((long) preCount * postCount > MOST_DRAWS) {
                    throw new SizeException(where + ": a random number would be drawn for each of " + (long) preCount * postCount
                            + " pairs of neurons, " + MOST_DRAWS + " at most; list the edges instead");
                }
                Philox random = Philox.stream(seed, 0, projection + ".connectivity");
                for (int i = 0; i < postCount; i++) {
                    for (int j = 0; j < preCount; j++) {
                        if ((p.self() || !recurrent || i != j) && random.uniform((long) i * preCount + j) < p.p()) {
                            edges.add(j, i, 1);
                        }
                    }
                }
            }
            case AllToAll a -> {
                for (int i = 0; i < postCount; i++) {
                    for (int j = 0; j < preCount; j++) {
                        if (a.self() || !recurrent || i != j) {
                            edges.add(j, i, 1);
                        }
                    }
                }
            }
            case OneToOne _ -> {
                if (preCount != postCount) {
                    throw new ModelException(where + ": one-to-one needs populations of the same size, got " + preCount + " and "
                            + postCount);
                }
                for (int i = 0; i < postCount; i++) {
                    edges.add(i, i, 1);
                }
            }
        }
        for (int k = 0; k < edges.size; k++) {
            if (!Double.isFinite(edges.weight[k])) {
                throw new ModelException(where + ": the weight of synapse " + edges.pre[k] + " → " + edges.post[k] + " is not finite");
            }
        }
        return Synapses.sorted(preCount, postCount, Arrays.copyOf(edges.pre, edges.size), Arrays.copyOf(edges.post, edges.size),
                Arrays.copyOf(edges.weight, edges.size));
    }

    /** About how many synapses there will be; 0 where that is for others to know. */
    private double expected(int preCount, int postCount) {
        return switch (this) {
            case Probability p when p.p() >= 0 && p.p() <= 1 -> p.p() * preCount * postCount;
            case AllToAll _ -> (double) preCount * postCount;
            case OneToOne _ -> postCount;
            case Matrix _, Edges _, Probability _ -> 0;
        };
    }

    private static void requireIndex(String where, String column, int edge, int index, int count) {
        if (index < 0 || index >= count) {
            throw new ModelException(where + ": " + column + " of edge " + edge + " is " + index + ", expected 0 to " + (count - 1));
        }
    }

    /** Edges of unknown number. */
    final class EdgeList {
        private static final int MOST = Integer.MAX_VALUE - 8; // what an array holds
        private static final int BYTES = 2 * Integer.BYTES + Double.BYTES;

        private final String where;
        private int[] pre = new int[256];
        private int[] post = new int[256];
        private double[] weight = new double[256];
        private int size;

        private EdgeList(String where) {
            this.where = where;
        }

        /** Refuses what cannot fit before minutes are spent on finding out. */
        private void requireRoom(double synapses) {
            long heap = Runtime.getRuntime().maxMemory();
            if (synapses > MOST || synapses * BYTES > heap) {
                throw new SizeException(String.format(Locale.ROOT, "%s: some %.0f synapses need %.0f bytes, and Java's heap has %d (%d"
                        + " synapses are the most); use fewer neurons or a larger heap", where, synapses, synapses * BYTES, heap, MOST));
            }
        }

        private void add(int from, int to, double w) {
            if (size == pre.length) {
                requireRoom(size + 1.0);
                int longer = (int) Math.min(MOST, 2L * size);
                pre = Arrays.copyOf(pre, longer);
                post = Arrays.copyOf(post, longer);
                weight = Arrays.copyOf(weight, longer);
            }
            pre[size] = from;
            post[size] = to;
            weight[size++] = w;
        }
    }
}
