package org.loligo.models;

import static org.loligo.expr.Expressions.sin;

import org.loligo.model.NeuronModel;

/**
 * The simple pendulum of PSST (Mohanta and Assisi, day 1), of any amplitude and without friction, in pure numbers: with g in m/s² and L in
 * m, time is in s.
 */
public final class Pendulum {
    /** The model {@code pendulum}. */
    public static final NeuronModel MODEL = build();

    private Pendulum() {}

    private static NeuronModel build() {
        var system = NeuronModel.define("pendulum")
                .doc("A mass on a string, without friction; with the default parameters the unit of time is a second.")
                .source("Mohanta and Assisi, PSST tutorial, day 1; L d²theta/dt² = -g sin(theta).")
                .dimensionless();
        var theta = system.state("theta", "1", 1, "angle from the vertical, in radians");
        var omega = system.state("omega", "1", 0, "angular velocity");
        var g = system.parameter("g", "1", 9.81, "acceleration of gravity");
        var L = system.parameter("L", "1", 1, "length of the string");
        return system.derivative(theta, omega)
                .derivative(omega, g.negate().over(L).times(sin(theta)))
                .build();
    }
}
