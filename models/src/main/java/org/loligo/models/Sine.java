package org.loligo.models;

import static org.loligo.expr.Expressions.TIME;
import static org.loligo.expr.Expressions.sin;

import org.loligo.model.NeuronModel;

/** dx/dt = sin(x t), the time-dependent equation of PSST (Mohanta and Assisi, day 2), in pure numbers. */
public final class Sine {
    /** The model {@code sine}. */
    public static final NeuronModel MODEL = build();

    private Sine() {}

    private static NeuronModel build() {
        var system = NeuronModel.define("sine")
                .doc("An equation of one variable that depends on time.")
                .source("Mohanta and Assisi, PSST tutorial, day 2.")
                .dimensionless();
        var x = system.state("x", "1", 1, "the variable");
        return system.derivative(x, sin(x.times(TIME))).build();
    }
}
