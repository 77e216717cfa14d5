package org.loligo.jmh;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.loligo.codegen.Tableau;
import org.loligo.model.Network;
import org.loligo.model.Population;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.models.Lorenz;
import org.loligo.runtime.Experiment;

/**
 * Lorenz systems, RK4 with steps of 0.01: the parameter study that solvers for GPUs are compared by. Each has a rho of its own, from 0 to
 * 13: below 13.9 none is chaotic even for a while, so that programs with other rounding errors can be compared.
 */
final class LorenzSystems {
    private static final BigDecimal STEP = new BigDecimal("0.01");
    private static final BigDecimal LENGTH = new BigDecimal(100_000_000);
    private static final Value RHO = new Value.Linspace(0, 13);

    private LorenzSystems() {}

    /** The rho of each system. */
    static double[] rho(int systems) {
        return RHO.resolve("L.rho", systems, 1, 1).data();
    }

    /** What runs; its state can be recorded by nobody. */
    static Experiment experiment(int systems, String precision, String recorded) {
        if (!recorded.equals("nothing")) {
            throw new IllegalArgumentException("of Lorenz systems nothing is recorded, got " + recorded);
        }
        Population population = new Population("L", Lorenz.MODEL, systems, Map.of("rho", RHO),
                Map.of("x", Value.of(10), "y", Value.of(10), "z", Value.of(10)));
        return new Experiment("lorenz", new Network(List.of(population), List.of(), List.of()),
                new TimeGrid.Uniform(BigDecimal.ZERO, LENGTH, STEP), Tableau.RK4, Precisions.named(precision), 1, 1, List.of());
    }
}
