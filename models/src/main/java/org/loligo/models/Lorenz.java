package org.loligo.models;

import org.loligo.model.NeuronModel;

/** The system of Lorenz, "Deterministic nonperiodic flow", J. Atmos. Sci. 20:130 (1963), in pure numbers. */
public final class Lorenz {
    /** The model {@code lorenz}. */
    public static final NeuronModel MODEL = build();

    private Lorenz() {}

    private static NeuronModel build() {
        var system = NeuronModel.define("lorenz")
                .doc("Convection in three variables; chaotic at the default parameters.")
                .source("Lorenz, J. Atmos. Sci. 20:130 (1963).")
                .dimensionless();
        var x = system.state("x", "1", 1, "intensity of the convection");
        var y = system.state("y", "1", 1, "temperature difference of rising and falling currents");
        var z = system.state("z", "1", 1, "distortion of the vertical temperature profile");
        var sigma = system.parameter("sigma", "1", 10, "Prandtl number");
        var rho = system.parameter("rho", "1", 28, "Rayleigh number, relative to its critical value");
        var beta = system.parameter("beta", "1", 8.0 / 3, "geometric factor of the cells");
        return system.derivative(x, sigma.times(y.minus(x)))
                .derivative(y, x.times(rho.minus(z)).minus(y))
                .derivative(z, x.times(y).minus(beta.times(z)))
                .build();
    }
}
