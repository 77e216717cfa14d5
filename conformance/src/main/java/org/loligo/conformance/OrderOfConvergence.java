package org.loligo.conformance;

import static org.loligo.expr.Expressions.TIME;
import static org.loligo.expr.Expressions.cos;
import static org.loligo.expr.Expressions.sin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.loligo.codegen.Tableau;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Recording;
import org.loligo.model.Stimulus;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.models.Models;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.Traces;

/**
 * Errors fall with the order of the method: for single equations and cells, and for whole networks, which are coupled at every stage, on
 * grids of equal and of unequal steps, in double precision. {@link OrderBetweenEvents} looks at synapses that jump.
 *
 * <p>The numbers of steps are chosen so that the largest step is well inside the asymptotic range (the fastest gate of these cells has a
 * time constant of some 0.05 ms) and the error of the smallest still is far above rounding. Where there is no closed solution, the
 * reference is RK4 with at least eight times as many steps as RK4 takes in the finest grid here: its error is 8⁴ times smaller than the
 * smallest that is measured.
 *
 * @param candidate what is checked
 * @param reference what computes the references; with the candidate itself, a method that converges to something else goes unnoticed
 *                  where there is no closed solution, which comparing with the oracle would show
 */
public record OrderOfConvergence(Candidate candidate, Candidate reference) {
    /** Rounding errors accumulate like a random walk of 1e-16 per step over up to 1e4 steps, times the amplification of these systems. */
    static final double ROUNDING = 1e-13;

    /** A candidate that is its own reference. */
    public OrderOfConvergence(Candidate candidate) {
        this(candidate, candidate);
    }

    /** dx/dt = 5x of PSST, whose solution is x₀e^(5t). */
    public void exponentialGrowth(Tableau tableau) {
        var m = NeuronModel.define("growth").dimensionless();
        var x = m.state("x", "1", 1, "");
        NeuronModel model = m.derivative(x, x.times(5)).build();
        double[] start = {1, 0.5, -0.25};
        Population p = new Population("P", model, 3, Map.of(), Map.of("x", Value.each(start)));
        Network network = new Network(List.of(p), List.of(), List.of());
        double[] exact = Arrays.stream(start).map(x0 -> x0 * Math.exp(2.5)).toArray();
        for (Grid grid : Grid.values()) {
            IntFunction<double[]> end = n -> run(candidate, network, grid.of("0", "0.5", n), tableau).end("P.x");
            Convergence.requireOrder(tableau, end, exact, ROUNDING, doubled(tableau.order() == 1 ? 128 : 16, 4));
        }
    }

    /** dx/dt = cos(t) x: the time itself in an equation, at the right places of the step. Its solution is x₀e^sin(t). */
    public void anEquationOfTime(Tableau tableau) {
        var m = NeuronModel.define("driven").dimensionless();
        var x = m.state("x", "1", 1, "");
        NeuronModel model = m.derivative(x, cos(TIME).times(x)).build();
        Network network = new Network(List.of(Population.of("P", model, 1)), List.of(), List.of());
        for (Grid grid : Grid.values()) {
            IntFunction<double[]> end = n -> run(candidate, network, grid.of("0", "1", n), tableau).end("P.x");
            // 256 steps at most, of a number near 2: sixteen roundings of 2e-16 when they add up like a random walk
            Convergence.requireOrder(tableau, end, new double[] {Math.exp(Math.sin(1))}, 5e-15, doubled(32, 4));
        }
    }

    /** A system of two equations that is not linear. */
    public void thePendulum(Tableau tableau) {
        Network network = new Network(List.of(new Population("P", Models.neuron("pendulum").orElseThrow(), 2, Map.of(),
                Map.of("theta", Value.each(1, 2.5)))), List.of(), List.of());
        check(network, Grid.UNIFORM, tableau, "1", doubled(tableau.order() == 1 ? 512 : 64, 4));
    }

    /** Cells with gates, driven by a smooth function of time. */
    public void hodgkinHuxleyCells(Grid grid, Tableau tableau) {
        Network network = new Network(List.of(cells("P", "hodgkin-huxley", -70, -50, -30)), List.of(), List.of(smoothInput("P", 5)));
        check(network, grid, tableau, "2", steps(tableau));
    }

    /** Graded synapses, some of them recurrent, are part of the one system of equations: the order is that of the method in all of it. */
    public void aGradedNetwork(GradedNetwork.Layout layout, Grid grid, Tableau tableau) {
        check(GradedNetwork.of(layout), grid, tableau, "2", steps(tableau));
    }

    /** Checks the order of a method for a network; the reference is a much finer run with RK4. */
    private void check(Network network, Grid grid, Tableau tableau, String stop, int... steps) {
        IntFunction<double[]> end = n -> states(network, run(candidate, network, grid.of("0", stop, n), tableau));
        double[] exact = states(network, run(reference, network, grid.of("0", stop, 8192), Tableau.RK4));
        Convergence.requireOrder(tableau, end, exact, ROUNDING, steps);
    }

    static Traces run(Candidate on, Network network, TimeGrid time, Tableau tableau) {
        List<Recording> spikes = network.populations().stream().filter(p -> p.model().event().isPresent())
                .<Recording>map(p -> new Recording.SpikesOf(p.name())).toList();
        return on.run(new Experiment("order", network, time, tableau, Precision.FLOAT64, 1, 1, spikes));
    }

    /** All states at the end, voltages and conductances divided by 100, so that every component is of order 1. */
    static double[] states(Network network, Traces traces) {
        List<String> names = new ArrayList<>();
        network.populations().forEach(p -> p.model().states().forEach(s -> names.add(p.name() + "." + s.name())));
        network.projections().forEach(p -> p.model().states().forEach(s -> names.add(p.name() + "." + s.name())));
        return names.stream().flatMapToDouble(n -> {
            double scale = n.endsWith(".V") || n.endsWith(".g") ? 100 : 1;
            return Arrays.stream(traces.end(n)).map(x -> x / scale);
        }).toArray();
    }

    static int[] doubled(int first, int count) {
        int[] steps = new int[count];
        Arrays.setAll(steps, i -> first << i);
        return steps;
    }

    /** For Hodgkin-Huxley cells over 2 ms. */
    static int[] steps(Tableau tableau) {
        return tableau.order() == 1 ? doubled(1024, 3) : tableau.order() == 2 ? doubled(512, 3) : doubled(256, 3);
    }

    static Stimulus smoothInput(String population, double size) {
        return new Stimulus.Waveform(population, "I", null, sin(TIME.times(1.5)).plus(1).times(size));
    }

    static Population cells(String name, String model, double... start) {
        return new Population(name, Models.neuron(model).orElseThrow(), start.length, Map.of(), Map.of("V", Value.each(start)));
    }
}
