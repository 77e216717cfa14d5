package org.loligo.jmh;

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
 * @param samples   neuron-steps per second
 */
record Row(String benchmark, String cells, String precision, String threads, String setting, Samples samples) {
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
        return new Row(name((String) result.get("benchmark")), text(parameters, "cells"), text(parameters, "precision"),
                text(parameters, "threads"), setting, Samples.of(metric(result)));
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

    /** The line, in Markdown. */
    String line() {
        return "| " + String.join(" | ", benchmark, cells, precision, threads, setting, samples.millions(), samples.nanoseconds(),
                samples.range()) + " |\n";
    }
}
