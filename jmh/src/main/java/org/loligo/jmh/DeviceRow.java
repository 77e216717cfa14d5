package org.loligo.jmh;

import java.util.Map;

/**
 * One line of the table of devices.
 *
 * @param parameters   what ran, and on what
 * @param neuronSteps  neuron-steps per second
 * @param launching    the share of the time in which the host put kernels on a queue
 * @param computing    the share in which the device ran kernels
 * @param transferring the share in which the device copied from and to the host
 */
record DeviceRow(Map<?, ?> parameters, Samples neuronSteps, Samples launching, Samples computing, Samples transferring) {
    /** The head of the table. */
    static final String HEAD = """
            | workload | cells | backend | device | schedule | precision | threads | median, 10⁶ neuron-steps/s | ns per neuron-step | \
            min–max, 10⁶/s | launches | compute | transfer |
            |---|--:|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|
            """;

    /** Whether a result of JMH is one of {@link Devices}. */
    static boolean isOne(Map<?, ?> result) {
        return String.valueOf(result.get("benchmark")).startsWith(Devices.class.getName() + ".");
    }

    /** The row of one result of JMH. */
    static DeviceRow of(Map<?, ?> result) {
        Map<?, ?> counters = (Map<?, ?>) result.get("secondaryMetrics");
        return new DeviceRow((Map<?, ?>) result.get("params"), counter(counters, "neuronSteps"), counter(counters, "launching"),
                counter(counters, "computing"), counter(counters, "transferring"));
    }

    private static Samples counter(Map<?, ?> counters, String name) {
        Map<?, ?> metric = (Map<?, ?>) counters.get(name);
        if (metric == null || !"ops/s".equals(metric.get("scoreUnit"))) {
            throw new IllegalArgumentException("the counters must be given per second: run JMH without -bm and -tu");
        }
        return Samples.of(metric);
    }

    private String text(String parameter) {
        return String.valueOf(parameters.get(parameter));
    }

    /** The line, in Markdown. */
    String line() {
        String backend = text("device").replaceFirst(":.*", "");
        String device = text("device").replaceFirst(".*:", "") + " " + text("name").replace("|", "/");
        return "| " + String.join(" | ", text("workload"), text("cells"), backend, device, text("schedule"),
                text("precision"), text("threads"), neuronSteps.millions(), neuronSteps.nanoseconds(), neuronSteps.range(),
                launching.percent(), computing.percent(), transferring.percent()) + " |\n";
    }
}
