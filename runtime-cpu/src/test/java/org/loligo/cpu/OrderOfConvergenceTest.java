package org.loligo.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.loligo.expr.Expressions.TIME;
import static org.loligo.expr.Expressions.sin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.Tableau;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.Stimulus;
import org.loligo.model.Storage;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.models.Models;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.Progress;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.Traces;

/**
 * Errors fall with the order of the method: for single equations and cells, for whole networks, which are coupled at every stage, on
 * grids of equal and of unequal steps, and for windowed and event-driven synapses between their discontinuities.
 *
 * <p>The numbers of steps are chosen so that the largest step is well inside the asymptotic range (the fastest gate of these cells has a
 * time constant of some 0.05 ms) and the error of the smallest still is far above rounding. Where there is no closed solution, the
 * reference is RK4 with at least eight times as many steps as RK4 takes in the finest grid here: its error is 8⁴ times smaller than the
 * smallest that is measured.
 */
class OrderOfConvergenceTest {
    /** Rounding errors accumulate like a random walk of 1e-16 per step over up to 1e4 steps, times the amplification of these systems. */
    private static final double ROUNDING = 1e-13;

    /** The steps, of unequal length in the second case: the image of equal ones under one smooth mapping of time. */
    enum Grid {
        UNIFORM, MAPPED;

        TimeGrid of(String start, String stop, int steps) {
            if (this == UNIFORM) {
                BigDecimal span = new BigDecimal(stop).subtract(new BigDecimal(start));
                return new TimeGrid.Uniform(new BigDecimal(start), new BigDecimal(stop), span.divide(BigDecimal.valueOf(steps)));
            }
            double from = Double.parseDouble(start);
            double span = Double.parseDouble(stop) - from;
            double[] times = new double[steps + 1];
            Arrays.setAll(times, k -> from + span * map((double) k / steps));
            return new TimeGrid.Explicit(times);
        }

        private static double map(double s) {
            return s + 0.05 * Math.sin(2 * Math.PI * s);
        }
    }

    private static Traces run(String backend, Network network, TimeGrid time, Tableau tableau) {
        List<Recording> spikes = network.populations().stream().filter(p -> p.model().event().isPresent())
                .<Recording>map(p -> new Recording.SpikesOf(p.name())).toList();
        Experiment experiment = new Experiment("order", network, time, tableau, Precision.FLOAT64, 1, 1, spikes);
        Traces traces = new Traces();
        try (Simulation simulation = Simulation.prepare(experiment, Backends.choose(backend, 0), RunOptions.DEFAULT)) {
            simulation.run(List.of(traces), Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return traces;
    }

    /** All states at the end, voltages and conductances divided by 100, so that every component is of order 1. */
    private static double[] states(Network network, Traces traces) {
        List<String> names = new ArrayList<>();
        network.populations().forEach(p -> p.model().states().forEach(s -> names.add(p.name() + "." + s.name())));
        network.projections().forEach(p -> p.model().states().forEach(s -> names.add(p.name() + "." + s.name())));
        return names.stream().flatMapToDouble(n -> {
            double scale = n.endsWith(".V") || n.endsWith(".g") ? 100 : 1;
            return Arrays.stream(traces.end(n)).map(x -> x / scale);
        }).toArray();
    }

    private static int[] doubled(int first, int count) {
        int[] steps = new int[count];
        Arrays.setAll(steps, i -> first << i);
        return steps;
    }

    /** Checks the order of a method for a network; the reference is a much finer run with RK4. */
    private static void check(String backend, Network network, Grid grid, Tableau tableau, String stop, int reference, int... steps) {
        IntFunction<double[]> end = n -> states(network, run(backend, network, grid.of("0", stop, n), tableau));
        double[] exact = states(network, run("cpu", network, grid.of("0", stop, reference), Tableau.RK4));
        Convergence.assertOrder(tableau, end, exact, ROUNDING, steps);
    }

    static Stream<Arguments> methods() {
        return Stream.of(Tableau.EULER, Tableau.MIDPOINT, Tableau.RK4, Tableau.RK4_38)
                .flatMap(t -> Stream.of(Arguments.of("cpu", t), Arguments.of("interpreter", t)));
    }

    /** dx/dt = 5x of PSST, whose solution is x₀e^(5t). */
    @ParameterizedTest
    @MethodSource("methods")
    void exponentialGrowth(String backend, Tableau tableau) {
        var m = NeuronModel.define("growth").dimensionless();
        var x = m.state("x", "1", 1, "");
        NeuronModel model = m.derivative(x, x.times(5)).build();
        double[] start = {1, 0.5, -0.25};
        Population p = new Population("P", model, 3, Map.of(), Map.of("x", Value.each(start)));
        Network network = new Network(List.of(p), List.of(), List.of());
        double[] exact = Arrays.stream(start).map(x0 -> x0 * Math.exp(2.5)).toArray();
        for (Grid grid : Grid.values()) {
            IntFunction<double[]> end = n -> run(backend, network, grid.of("0", "0.5", n), tableau).end("P.x");
            Convergence.assertOrder(tableau, end, exact, ROUNDING, doubled(tableau.order() == 1 ? 128 : 16, 4));
        }
    }

    /** dx/dt = cos(t) x: the time itself in an equation, at the right places of the step. Its solution is x₀e^sin(t). */
    @ParameterizedTest
    @MethodSource("methods")
    void anEquationOfTime(String backend, Tableau tableau) {
        var m = NeuronModel.define("driven").dimensionless();
        var x = m.state("x", "1", 1, "");
        NeuronModel model = m.derivative(x, org.loligo.expr.Expressions.cos(TIME).times(x)).build();
        Network network = new Network(List.of(Population.of("P", model, 1)), List.of(), List.of());
        for (Grid grid : Grid.values()) {
            IntFunction<double[]> end = n -> run(backend, network, grid.of("0", "1", n), tableau).end("P.x");
            // 256 steps at most, of a number near 2: sixteen roundings of 2e-16 when they add up like a random walk
            Convergence.assertOrder(tableau, end, new double[] {Math.exp(Math.sin(1))}, 5e-15, doubled(32, 4));
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void thePendulum(String backend, Tableau tableau) {
        Network network = new Network(List.of(new Population("P", Models.neuron("pendulum").orElseThrow(), 2, Map.of(),
                Map.of("theta", Value.each(1, 2.5)))), List.of(), List.of());
        check(backend, network, Grid.UNIFORM, tableau, "1", 8192, doubled(tableau.order() == 1 ? 512 : 64, 4));
    }

    static Stream<Arguments> cellMethods() {
        return Stream.of(Arguments.of("cpu", Tableau.EULER), Arguments.of("cpu", Tableau.MIDPOINT), Arguments.of("cpu", Tableau.RK4),
                Arguments.of("interpreter", Tableau.RK4));
    }

    private static Stimulus smoothInput(String population, double size) {
        return new Stimulus.Waveform(population, "I", null, sin(TIME.times(1.5)).plus(1).times(size));
    }

    private static Population cells(String name, String model, double... start) {
        return new Population(name, Models.neuron(model).orElseThrow(), start.length, Map.of(), Map.of("V", Value.each(start)));
    }

    @ParameterizedTest
    @MethodSource("cellMethods")
    void aHodgkinHuxleyCell(String backend, Tableau tableau) {
        Network network = new Network(List.of(cells("P", "hodgkin-huxley", -70, -50, -30)), List.of(), List.of(smoothInput("P", 5)));
        for (Grid grid : Grid.values()) {
            check(backend, network, grid, tableau, "2", 8192, steps(tableau));
        }
    }

    /** For these cells over 2 ms. */
    private static int[] steps(Tableau tableau) {
        return tableau.order() == 1 ? doubled(1024, 3) : tableau.order() == 2 ? doubled(512, 3) : doubled(256, 3);
    }

    /** How a projection is laid out: sums over sparse rows, a dense matrix, or synapses with states and currents of their own. */
    enum Layout {
        SPARSE, DENSE, SYNAPSES
    }

    static Stream<Arguments> layouts() {
        return Stream.of(Layout.values()).flatMap(l -> cellMethods().map(m -> Arguments.of(l, m.get()[0], m.get()[1])));
    }

    /** Graded synapses, some of them recurrent, are part of the one system of equations: the order is that of the method in all of it. */
    @ParameterizedTest
    @MethodSource("layouts")
    void aGradedNetwork(Layout layout, String backend, Tableau tableau) {
        Network network = graded(layout);
        for (Grid grid : backend.equals("cpu") ? Grid.values() : new Grid[] {Grid.MAPPED}) {
            check(backend, network, grid, tableau, "2", 8192, steps(tableau));
        }
    }

    private static Network graded(Layout layout) {
        Population a = cells("A", "hodgkin-huxley", -40, -25, -15, 5);
        Population b = cells("B", "hodgkin-huxley", -60, -20, 10);
        Storage storage = layout == Layout.DENSE ? Storage.DENSE : Storage.SPARSE;
        Connectivity some = new Connectivity.Edges(new int[] {0, 1, 3, 2, 3, 0}, new int[] {0, 0, 1, 1, 2, 2},
                new double[] {0.5, 1, 0.25, 2, 1, 1.5});
        return new Network(List.of(a, b), List.of(
                graded("ab", "A", "B", some, storage, layout == Layout.SYNAPSES ? 6 : 0),
                graded("ba", "B", "A", new Connectivity.AllToAll(true), storage, layout == Layout.SYNAPSES ? 12 : 0),
                graded("aa", "A", "A", new Connectivity.AllToAll(false), storage, layout == Layout.SYNAPSES ? 12 : 0)),
                List.of(smoothInput("A", 4), smoothInput("B", 2)));
    }

    /** Synapses of which {@code different} have a rate of their own, so that they cannot share a state. */
    private static Projection graded(String name, String from, String to, Connectivity connectivity, Storage storage, int different) {
        Map<String, Value> parameters = new HashMap<>();
        if (different > 0) {
            double[] alpha = new double[different];
            Arrays.setAll(alpha, k -> 8 + 0.25 * k);
            parameters.put("alpha", Value.each(alpha));
        }
        return new Projection(name, from, to, Models.synapse("gaba-a").orElseThrow(), connectivity, storage, parameters, Map.of());
    }

    @Test
    void theLayoutsAreWhatTheyAreCalled() {
        for (Layout layout : Layout.values()) {
            TimeGrid time = Grid.UNIFORM.of("0", "2", 2);
            Experiment e = new Experiment("order", graded(layout), time, Tableau.RK4, Precision.FLOAT64, 1, 1, List.of());
            try (Simulation s = Simulation.prepare(e, Backends.choose("cpu", 0), RunOptions.DEFAULT)) {
                assertEquals(layout == Layout.SYNAPSES ? 5 : 2, s.program().blocks().size());
                assertEquals(List.of(layout == Layout.DENSE ? Storage.DENSE : Storage.SPARSE),
                        s.program().storage().values().stream().distinct().toList());
            }
        }
    }

    /**
     * The pulse of transmitter begins at 0.5 ms and ends at 1.5 ms. Its edges are jumps of the right-hand side, where no Runge-Kutta method
     * has an order above 1; between them, with the side of the jump that belongs to each piece at its ends, each has its own. The pieces
     * start from where the ones before ended; in each the pulse is on or off for good, by the choice of the last spike.
     */
    @ParameterizedTest
    @MethodSource("cellMethods")
    void aWindowedSynapseBetweenItsEdges(String backend, Tableau tableau) {
        int[] steps = tableau.order() == 4 ? doubled(512, 3) : steps(tableau);
        Convergence.assertOrder(tableau, n -> windowed(backend, tableau, n), windowed("cpu", Tableau.RK4, 16384), ROUNDING, steps);
    }

    private static double[] windowed(String backend, Tableau tableau, int steps) {
        Map<String, double[]> state = new HashMap<>();
        state.put("A.V", new double[] {-60, -45});
        state.put("B.V", new double[] {-65, -50, -40});
        String[] edges = {"0", "0.5", "1.5", "2"};
        double[] lastSpike = {-100, 0, -100};
        double[] end = null;
        for (int piece = 0; piece < 3; piece++) {
            // on from 0.25 before the piece to 0.25 after it, if at all
            var parameters = Map.of("t_delay", Value.of(0.25), "t_max", Value.of(1.5), "g", Value.of(0.5));
            Network network = new Network(List.of(population("A", 2, "hodgkin-huxley", state, lastSpike[piece]),
                    population("B", 3, "hodgkin-huxley", state, lastSpike[piece])),
                    List.of(new Projection("ab", "A", "B", Models.synapse("acetylcholine").orElseThrow(), new Connectivity.AllToAll(false),
                            Storage.AUTO, parameters, initial(state, "ab."))),
                    List.of(smoothInput("A", 2), smoothInput("B", 1)));
            int part = piece == 1 ? steps / 2 : steps / 4;
            Traces traces = run(backend, network, Grid.UNIFORM.of(edges[piece], edges[piece + 1], part), tableau);
            // a spike would move the window; A must be silent
            assertEquals(0, traces.spikes("A").length, "A fired");
            keep(network, traces, state);
            end = states(network, traces);
        }
        return end;
    }

    private static Population population(String name, int size, String model, Map<String, double[]> state, double lastSpike) {
        Map<String, Value> start = initial(state, name + ".");
        start.put(Population.LAST_SPIKE, Value.of(lastSpike));
        return new Population(name, Models.neuron(model).orElseThrow(), size, Map.of(), start);
    }

    private static Map<String, Value> initial(Map<String, double[]> state, String prefix) {
        Map<String, Value> initial = new HashMap<>();
        state.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                initial.put(name.substring(prefix.length()), Value.each(values));
            }
        });
        return initial;
    }

    private static void keep(Network network, Traces traces, Map<String, double[]> state) {
        network.populations().forEach(p -> p.model().states().forEach(s -> state.put(p.name() + "." + s.name(),
                traces.end(p.name() + "." + s.name()))));
        network.projections().forEach(p -> p.model().states().forEach(s -> state.put(p.name() + "." + s.name(),
                traces.end(p.name() + "." + s.name()))));
    }

    /**
     * Two spikes arrive, after 0.75 and 1.25 ms: each adds its weights to the conductances, which jump. A spike is delivered at the end of
     * its step, so at a time that depends on the step; between deliveries the order is that of the method.
     */
    @ParameterizedTest
    @MethodSource("cellMethods")
    void anEventDrivenSynapseBetweenSpikes(String backend, Tableau tableau) {
        // slow cells, far from a spike: the errors are smaller
        int[] steps = tableau.order() == 4 ? doubled(128, 3) : steps(tableau);
        Convergence.assertOrder(tableau, n -> eventDriven(backend, tableau, n), eventDriven("cpu", Tableau.RK4, 4096), ROUNDING, steps);
    }

    private static double[] eventDriven(String backend, Tableau tableau, int steps) {
        Map<String, double[]> state = new HashMap<>();
        state.put("A.V", new double[] {-65, -62});
        state.put("B.V", new double[] {-70, -60, -55});
        state.put("e.g", new double[] {10, 0, 30});
        state.put("i.g", new double[] {0, 50, 20});
        String[] edges = {"0", "0.75", "1.25", "2"};
        int[] parts = {steps * 3 / 8, steps / 4, steps * 3 / 8};
        double[] end = null;
        for (int piece = 0; piece < 3; piece++) {
            Map<String, Value> inhibition = Map.of("tau", Value.of(10), "E", Value.of(-80), "weight", Value.of(67));
            Population a = population("A", 2, "traub-miles", state, -100);
            Population b = population("B", 3, "traub-miles", state, -100);
            Network network = new Network(List.of(a, b),
                    List.of(new Projection("e", "A", "B", Models.synapse("exponential-conductance").orElseThrow(),
                                    new Connectivity.AllToAll(false), Storage.AUTO, Map.of(), initial(state, "e.")),
                            new Projection("i", "A", "B", Models.synapse("exponential-conductance").orElseThrow(),
                                    new Connectivity.AllToAll(false), Storage.AUTO, inhibition, initial(state, "i."))),
                    List.of(smoothInput("A", 10), smoothInput("B", 20)));
            Traces traces = run(backend, network, Grid.UNIFORM.of(edges[piece], edges[piece + 1], parts[piece]), tableau);
            assertEquals(0, traces.spikes("A").length + traces.spikes("B").length, "a spike inside a piece");
            keep(network, traces, state);
            end = states(network, traces);
            state.computeIfPresent("e.g", (_, g) -> Arrays.stream(g).map(x -> x + 6).toArray());
            state.computeIfPresent("i.g", (_, g) -> Arrays.stream(g).map(x -> x + 67).toArray());
        }
        return end;
    }
}
