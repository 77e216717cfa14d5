package org.loligo.jmh;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line of a {@link Table}.
 *
 * @param benchmark what ran
 * @param cells     how many cells
 * @param precision the format of the numbers
 * @param threads   the threads of the engine
 * @param setting   the other parameters
 * @param samples   neuron-steps per second, ascending
 */
record Row(String benchmark, String cells, String precision, String threads, String setting, double[] samples) {
    /** The head of the table. */
    static final String HEAD = """
            | benchmark | cells | precision | threads | setting | median, 10⁶ neuron-steps/s | ns per neuron-step | min–max, 10⁶/s |
            |---|--:|---|--:|---|--:|--:|--:|
            """;
    private static final Set<String> COLUMNS = Set.of("cells", "precision", "threads");

    /** The row of one result of JMH. */
    static Row of(Map<?, ?> result) {
        if (!"thrpt".equals(result.get("mode")) || !"ops/s".equals(metric(result).get("scoreUnit"))) {
            throw new IllegalArgumentException("the scores must be operations per second: run JMH without -bm and -tu");
        }
        Map<?, ?> parameters = (Map<?, ?>) result.get("params");
        String setting = parameters.entrySet().stream().filter(p -> !COLUMNS.contains(p.getKey()))
                .map(p -> p.getKey() + " " + p.getValue()).collect(Collectors.joining(", "));
        double[] samples = ((List<?>) metric(result).get("rawData")).stream().flatMap(fork -> ((List<?>) fork).stream())
                .mapToDouble(s -> ((Number) s).doubleValue()).sorted().toArray();
        return new Row(name((String) result.get("benchmark")), text(parameters, "cells"), text(parameters, "precision"),
                text(parameters, "threads"), setting, samples);
    }

    private static Map<?, ?> metric(Map<?, ?> result) {
        return (Map<?, ?>) result.get("primaryMetric");
    }

    private static String text(Map<?, ?> parameters, String name) {
        Object value = parameters.get(name);
        return value == null ? "" : value.toString();
    }

    /** The class, and the method where it is not just {@code advance}. */
    private static String name(String benchmark) {
        return benchmark.replaceFirst("^org\\.loligo\\.jmh\\.", "").replaceFirst("\\.advance$", "");
    }

    /** The middle sample, or the mean of the two in the middle. */
    double median() {
        int n = samples.length;
        return (samples[(n - 1) / 2] + samples[n / 2]) / 2;
    }

    /** The line, in Markdown. */
    String line() {
        return "| " + String.join(" | ", benchmark, cells, precision, threads, setting, millions(median()),
                String.format(Locale.ROOT, "%.2f", 1e9 / median()),
                millions(samples[0]) + "–" + millions(samples[samples.length - 1])) + " |\n";
    }

    private static String millions(double perSecond) {
        return String.format(Locale.ROOT, "%.1f", perSecond / 1e6);
    }
}
