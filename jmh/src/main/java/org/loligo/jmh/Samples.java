package org.loligo.jmh;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The samples of one metric, of all forks together.
 *
 * @param ascending in ascending order
 */
record Samples(double[] ascending) {
    /** Those of a metric in the results of JMH. */
    static Samples of(Map<?, ?> metric) {
        return new Samples(((List<?>) metric.get("rawData")).stream().flatMap(fork -> ((List<?>) fork).stream())
                .mapToDouble(s -> ((Number) s).doubleValue()).sorted().toArray());
    }

    /** Some samples in any order. */
    static Samples of(double... samples) {
        double[] ascending = samples.clone();
        Arrays.sort(ascending);
        return new Samples(ascending);
    }

    /** The middle sample, or the mean of the two in the middle. */
    double median() {
        int n = ascending.length;
        return (ascending[(n - 1) / 2] + ascending[n / 2]) / 2;
    }

    /** The median in millions. */
    String millions() {
        return millions(median());
    }

    /** How many nanoseconds each takes that there are so many of in a second. */
    String nanoseconds() {
        return String.format(Locale.ROOT, "%.2f", 1e9 / median());
    }

    /** The least and the largest in millions. */
    String range() {
        return millions(ascending[0]) + "–" + millions(ascending[ascending.length - 1]);
    }

    /** The samples that a twentieth of them are below and above, in millions. */
    String mostOfThem() {
        int tail = ascending.length / 20;
        return millions(ascending[tail]) + "–" + millions(ascending[ascending.length - 1 - tail]);
    }

    /** The median as a share of the whole. */
    String percent() {
        return String.format(Locale.ROOT, "%.1f %%", 100 * median());
    }

    private static String millions(double perSecond) {
        return String.format(Locale.ROOT, "%.1f", perSecond / 1e6);
    }
}
