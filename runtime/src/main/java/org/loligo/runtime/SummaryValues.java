package org.loligo.runtime;

import org.loligo.model.Summary;

/**
 * What a run worked out for one statistic.
 *
 * @param series which one
 * @param values {@code [instance]}, or {@code [instance, element]}, row-major, where each element has its own; NaN where there is none,
 *               such as the time of the first spike of a neuron that never fired
 */
public record SummaryValues(SummarySeries series, double[] values) {

    /** A value as text for a table: whole numbers as such, nothing where there is none. */
    public String text(int index) {
        double value = values[index];
        return Double.isNaN(value) ? "" : series.statistic() == Summary.SpikeStatistic.COUNT ? Long.toString((long) value)
                : Double.toString(value);
    }
}
