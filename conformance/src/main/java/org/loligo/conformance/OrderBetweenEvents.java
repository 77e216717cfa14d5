package org.loligo.conformance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.loligo.codegen.Tableau;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.Population;
import org.loligo.model.Projection;
import org.loligo.model.Storage;
import org.loligo.model.Value;
import org.loligo.models.Models;
import org.loligo.runtime.Traces;

/**
 * The order of convergence for windowed and event-driven synapses between their discontinuities, in double precision.
 *
 * @param candidate what is checked
 * @param reference what computes the references, as in {@link OrderOfConvergence}
 */
public record OrderBetweenEvents(Candidate candidate, Candidate reference) {
    /** A candidate that is its own reference. */
    public OrderBetweenEvents(Candidate candidate) {
        this(candidate, candidate);
    }

    /**
     * The pulse of transmitter begins at 0.5 ms and ends at 1.5 ms. Its edges are jumps of the right-hand side, where no Runge-Kutta method
     * has an order above 1; between them, with the side of the jump that belongs to each piece at its ends, each has its own. The pieces
     * start from where the ones before ended; in each the pulse is on or off for good, by the choice of the last spike.
     */
    public void aWindowedSynapse(Tableau tableau) {
        int[] steps = tableau.order() == 4 ? OrderOfConvergence.doubled(512, 3) : OrderOfConvergence.steps(tableau);
        Convergence.requireOrder(tableau, n -> windowed(candidate, tableau, n), windowed(reference, Tableau.RK4, 16384),
                OrderOfConvergence.ROUNDING, steps);
    }

    private static double[] windowed(Candidate on, Tableau tableau, int steps) {
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
                    List.of(OrderOfConvergence.smoothInput("A", 2), OrderOfConvergence.smoothInput("B", 1)));
            int part = piece == 1 ? steps / 2 : steps / 4;
            Traces traces = OrderOfConvergence.run(on, network, Grid.UNIFORM.of(edges[piece], edges[piece + 1], part), tableau);
            // a spike would move the window; A must be silent
            Require.equal(0, traces.spikes("A").length, () -> "spikes of A");
            keep(network, traces, state);
            end = OrderOfConvergence.states(network, traces);
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
    public void anEventDrivenSynapse(Tableau tableau) {
        // slow cells, far from a spike: the errors are smaller
        int[] steps = tableau.order() == 4 ? OrderOfConvergence.doubled(128, 3) : OrderOfConvergence.steps(tableau);
        Convergence.requireOrder(tableau, n -> eventDriven(candidate, tableau, n), eventDriven(reference, Tableau.RK4, 4096),
                OrderOfConvergence.ROUNDING, steps);
    }

    private static double[] eventDriven(Candidate on, Tableau tableau, int steps) {
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
                    List.of(OrderOfConvergence.smoothInput("A", 10), OrderOfConvergence.smoothInput("B", 20)));
            Traces traces = OrderOfConvergence.run(on, network, Grid.UNIFORM.of(edges[piece], edges[piece + 1], parts[piece]), tableau);
            Require.equal(0, traces.spikes("A").length + traces.spikes("B").length, () -> "spikes inside a piece");
            keep(network, traces, state);
            end = OrderOfConvergence.states(network, traces);
            state.computeIfPresent("e.g", (_, g) -> Arrays.stream(g).map(x -> x + 6).toArray());
            state.computeIfPresent("i.g", (_, g) -> Arrays.stream(g).map(x -> x + 67).toArray());
        }
        return end;
    }
}
