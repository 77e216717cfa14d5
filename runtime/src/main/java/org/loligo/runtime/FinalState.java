package org.loligo.runtime;

import java.util.List;
import org.loligo.model.Precision;

/**
 * The state at the end of a run.
 *
 * @param step      the step index it belongs to
 * @param variables every state of every population and projection
 */
public record FinalState(long step, List<Variable> variables) {

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
