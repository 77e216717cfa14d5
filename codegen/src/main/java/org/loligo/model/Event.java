package org.loligo.model;

import org.loligo.expr.Expr;

/** When a neuron fires. The time of the spike is t_n, the start of the step in which it fires. */
public sealed interface Event {
    /** The name of the state that is watched. */
    String variable();

    /** The threshold: an expression of parameters, in the unit of the variable. */
    Expr threshold();

    /** Fires when the variable crosses the threshold upwards: {@code V_n < θ ≤ V_{n+1}}. */
    record Crossing(String variable, Expr threshold) implements Event {}

    /**
     * Fires at the end of a step with the variable above the threshold, {@code V_{n+1} > θ}, when at least {@code round(refractory/dt)}
     * steps have passed since the last spike. Nothing is reset or frozen.
     *
     * @param refractory an expression of parameters, in ms
     */
    record Level(String variable, Expr threshold, Expr refractory) implements Event {}
}
