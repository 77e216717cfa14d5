package org.loligo.cuda.source;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.loligo.runtime.Experiment;

/** The ready-made models, and networks like those of the examples, with connections drawn at random instead of read from files. */
public final class ReadyMade {
    private ReadyMade() {}

    /** All of them. */
    public static Stream<Experiment> all(Precision precision) {
        Stream<Experiment> single = Models.names().stream().flatMap(n -> Models.neuron(n).stream())
                .map(m -> cells(m.name(), 100, precision));
        return Stream.concat(single, Stream.of(antennalLobe(precision, 1, 1000), feedForward(precision), cobahh(precision, 10)));
    }

    /** Cells of one model that see nothing of each other, without input. */
    public static Experiment cells(String model, int size, Precision precision) {
        NeuronModel neuron = Models.neuron(model).orElseThrow();
        Network network = new Network(List.of(Population.of("P", neuron, size)), List.of(), List.of());
        String first = neuron.states().getFirst().name();
        List<Recording> recordings = new ArrayList<>(List.of(new Recording.Variables("P", List.of(first), null, 10)));
        neuron.event().ifPresent(_ -> recordings.add(new Recording.SpikesOf("P")));
        return experiment(model, network, "0.01", 1000, precision, 1, recordings);
    }

    /** The locust antennal lobe: 90 projection neurons, 30 local interneurons, a third of them driven. */
    public static Experiment antennalLobe(Precision precision, int instances, int steps) {
        List<Population> populations = List.of(population("PN", "locust-pn", 90, Map.of("V", new Value.Uniform(-75, 10))),
                population("LN", "locust-ln", 30, Map.of("V", new Value.Uniform(-75, 10))));
        List<Projection> projections = List.of(
                projection("ach", "PN", "LN", "acetylcholine", new Connectivity.Probability(0.5, true),
                        Map.of("g", new Value.Constant(0.3))),
                projection("gaba_pn", "LN", "PN", "gaba-a", new Connectivity.Probability(0.15, true), Map.of()),
                projection("gaba_ln", "LN", "LN", "gaba-a", new Connectivity.Probability(0.25, false), Map.of()));
        List<Stimulus> stimuli = List.of(pulse("PN", 30, 30), pulse("LN", 10, 20));
        return experiment("antennal-lobe", new Network(populations, projections, stimuli), "0.01", steps, precision, instances,
                List.of(new Recording.Variables("PN", List.of("V"), null, 10), new Recording.Variables("LN", List.of("V"), null, 10),
                        new Recording.SpikesOf("PN"), new Recording.SpikesOf("LN")));
    }

    /** Three cells in a row. */
    public static Experiment feedForward(Precision precision) {
        List<Projection> projections = List.of(
                projection("ach", "X", "X", "acetylcholine", new Connectivity.Edges(new int[] {0}, new int[] {1}, new double[] {1}),
                        Map.of()),
                projection("gaba", "X", "X", "gaba-a", new Connectivity.Edges(new int[] {1}, new int[] {2}, new double[] {1}), Map.of()));
        Network network = new Network(List.of(population("X", "hodgkin-huxley", 3, Map.of())), projections, List.of(pulse("X", 1, 5)));
        return experiment("feed-forward", network, "0.01", 1000, precision, 1,
                List.of(new Recording.Variables("X", List.of("V", "m", "h", "n", "last_spike"), null, 10),
                        new Recording.Variables("ach", List.of("O"), null, 10), new Recording.SpikesOf("X")));
    }

    /** Cells in a ring, each of which shows the next one how its synapse stands. */
    public static Experiment ring(Precision precision, int cells, int steps) {
        int[] pre = IntStream.range(0, cells).toArray();
        int[] post = IntStream.range(0, cells).map(c -> (c + 1) % cells).toArray();
        double[] weights = new double[cells];
        Arrays.fill(weights, 1);
        Network network = new Network(List.of(population("X", "hodgkin-huxley", cells, Map.of("V", new Value.Uniform(-75, 10)))),
                List.of(projection("ach", "X", "X", "acetylcholine", new Connectivity.Edges(pre, post, weights), Map.of())), List.of());
        return experiment("ring", network, "0.01", steps, precision, 1, List.of(new Recording.Variables("X", List.of("V"), null, 1)));
    }

    /** COBAHH (Brette et al. 2007), with that part of its 4000 cells. */
    public static Experiment cobahh(Precision precision, int part) {
        Map<String, Value> start = Map.of("V", new Value.Normal(-65, 5), "m", new Value.Constant(0), "h", new Value.Constant(0), "n",
                new Value.Constant(0));
        List<Population> populations = List.of(population("E", "traub-miles", 3200 / part, start),
                population("I", "traub-miles", 800 / part, start));
        List<Projection> projections = List.of(conductance("EE", "E", "E"), conductance("EI", "E", "I"), conductance("IE", "I", "E"),
                conductance("II", "I", "I"));
        return experiment("cobahh", new Network(populations, projections, List.of()), "0.05", 1000, precision, 1,
                List.of(new Recording.SpikesOf("E"), new Recording.SpikesOf("I")));
    }

    private static Projection conductance(String name, String from, String to) {
        boolean excites = from.equals("E");
        return new Projection(name, from, to, Models.synapse("exponential-conductance").orElseThrow(),
                new Connectivity.Probability(0.02, true),
                Storage.AUTO, Map.of("tau", new Value.Constant(excites ? 5 : 10), "E", new Value.Constant(excites ? 0 : -80), "weight",
                        new Value.Constant(excites ? 6 : 67)), Map.of("g", new Value.Normal(excites ? 40 : 200, excites ? 15 : 120)));
    }

    private static Population population(String name, String model, int size, Map<String, Value> initial) {
        return new Population(name, Models.neuron(model).orElseThrow(), size, Map.of(), initial);
    }

    private static Projection projection(String name, String from, String to, String model, Connectivity connectivity,
            Map<String, Value> parameters) {
        return new Projection(name, from, to, Models.synapse(model).orElseThrow(), connectivity, Storage.AUTO, parameters, Map.of());
    }

    private static Stimulus pulse(String to, int neurons, double amplitude) {
        int[] driven = IntStream.range(0, neurons).toArray();
        return new Stimulus.Pulses(to, "I", driven, List.of(new Stimulus.Pulse(new BigDecimal("0.5"), new BigDecimal("8"), amplitude)));
    }

    private static Experiment experiment(String name, Network network, String step, int steps, Precision precision, int instances,
            List<Recording> recordings) {
        BigDecimal length = new BigDecimal(step);
        TimeGrid time = new TimeGrid.Uniform(BigDecimal.ZERO, length.multiply(BigDecimal.valueOf(steps)), length);
        return new Experiment(name, network, time, Tableau.RK4, precision, 1, instances, recordings);
    }
}
