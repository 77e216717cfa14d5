package org.loligo.runtime;

import java.util.List;
import org.loligo.model.Precision;

/**
 * What there is at the end of a run: the state, and the summaries.
 *
 * @param step      the step index it belongs to
 * @param variables every state of every population and projection
 * @param summaries what was worked out, in the order of {@link RunLayout#summaries}
 */
public record FinalState(long step, List<Variable> variables, List<SummaryValues> summaries) {

    /** The end of a run without summaries. */
    public FinalState(long step, List<Variable> variables) {
        this(step, variables, List.of());
    }

    /**
     * One variable.
     *
     * @param owner    the population or projection
     * @param name     the variable
     * @param type     the format to store it in
     * @param count    elements per instance
     * @param values   {@code [instance, element]}, row-major
     */
    public record Variable(String owner, String name, Precision type, int count, double[] values) {}
}
