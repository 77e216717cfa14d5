package org.loligo.cli.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hipparchus.random.SobolSequenceGenerator;
import org.loligo.model.Philox;

/**
 * How the instances of a sweep are spread over the space of the values that are drawn. Each such value is an axis; along it an instance
 * has a position between 0 and 1, both excluded, which the distribution turns into a value. Positions depend on the seed and the path of
 * the value; in a Latin hypercube on the number of instances; and of Sobol's points on how many drawn values stand before it.
 */
enum Design {
    /** Every position by itself, uniform. */
    RANDOM,
    /** One position in each of as many equal parts as there are instances, in random order: every axis alone is covered evenly. */
    LATIN_HYPERCUBE,
    /** The points of Sobol's sequence, shifted bit by bit at random: the space is covered evenly; best for a power of two. */
    SOBOL;

    /** As many axes as the direction numbers of Joe and Kuo are for. */
    static final int MOST_SOBOL_AXES = 21201;
    /** How many bits Sobol's points have. */
    private static final int BITS = 52;
    /** Half of the distance between two random numbers: a position is never 0. */
    private static final double LEAST = 0x1p-54;

    /** The names in experiment files. */
    static List<String> names() {
        return Stream.of(values()).map(Design::toString).toList();
    }

    /** The design with this name, one of {@link #names}. */
    static Design named(String name) {
        return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /**
     * The position of each instance along an axis.
     *
     * @param path what the axis is for, in {@code sweep.values}
     * @param axis how many axes stand before it
     */
    double[] positions(String path, int axis, int instances, long seed) {
        return switch (this) {
            case RANDOM -> random(path, instances, seed);
            case LATIN_HYPERCUBE -> latin(path, instances, seed);
            case SOBOL -> sobol(path, axis, instances, seed);
        };
    }

    private static double[] random(String path, int instances, long seed) {
        double[] positions = new double[instances];
        Arrays.setAll(positions, i -> Math.max(LEAST, Philox.stream(seed, i, "sweep." + path).uniform(0)));
        return positions;
    }

    private static double[] latin(String path, int instances, long seed) {
        double[] within = random(path, instances, seed);
        Philox order = Philox.stream(seed, 0, "sweep.order." + path);
        int[] part = new int[instances];
        for (int i = 0; i < instances; i++) {
            int j = (int) (order.uniform(i) * (i + 1));
            part[i] = part[j];
            part[j] = i;
        }
        double[] positions = new double[instances];
        // rounding must not reach 1
        Arrays.setAll(positions, i -> Math.min((part[i] + within[i]) / instances, Math.nextDown(1.0)));
        return positions;
    }

    private static double[] sobol(String path, int axis, int instances, long seed) {
        SobolSequenceGenerator points = new SobolSequenceGenerator(axis + 1);
        long shift = (long) (Philox.stream(seed, 0, "sweep.shift." + path).uniform(0) * 0x1p52);
        double[] positions = new double[instances];
        // the middle of the smallest part the sequence tells apart, so that none is 0; exact, with one bit more
        Arrays.setAll(positions, _ -> (((long) Math.scalb(points.nextVector()[axis], BITS) ^ shift) + 0.5) / 0x1p52);
        return positions;
    }

    /** The name in experiment files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
