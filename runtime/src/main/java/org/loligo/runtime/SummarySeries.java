package org.loligo.runtime;

import java.util.Optional;
import org.loligo.model.Summary;

/**
 * One statistic that a run works out while it steps.
 *
 * @param summary   what asks for it
 * @param statistic which one
 * @param unit      the unit of its values, e.g. {@code Hz}
 * @param element   what has a value each; empty where all neurons or synapses of an instance have one together
 * @param count     how many values each instance has: 1, or one for each element
 */
public record SummarySeries(Summary summary, Summary.Statistic statistic, String unit, Optional<Series.Element> element, int count) {

    /** Its name in tables: {@code [NAME.]POPULATION.STATISTIC} of spikes, {@code [NAME.]OWNER.VARIABLE.STATISTIC} of a variable. */
    public String column() {
        return named(summary instanceof Summary.OfVariable v ? v.variable() + "." : "");
    }

    /** Its name as a file: as in tables, with {@code summary} in the place of a variable for spikes. */
    public String file() {
        return named((summary instanceof Summary.OfVariable v ? v.variable() : "summary") + ".");
    }

    private String named(String what) {
        return (summary.name().isEmpty() ? "" : summary.name() + ".") + summary.owner() + "." + what + statistic.text();
    }
}
