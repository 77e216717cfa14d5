package org.loligo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.expr.Expressions.TIME;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.symbol;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.loligo.expr.Expr.Symbol;

/** Populations, projections and stimuli that do not fit are refused with a sentence that names them. */
class NetworkTest {
    private static final Connectivity ALL = new Connectivity.AllToAll(false);

    private static NeuronModel cell(String name, String unit, boolean fires) {
        NeuronModel.Builder cell = NeuronModel.define(name);
        Symbol V = cell.state("V", "mV", -70, "");
        Symbol tau = cell.parameter("tau", "ms", 10, "");
        Symbol I = cell.input("I", unit, "");
        Symbol synaptic = cell.synapticCurrent("I_syn", unit);
        cell.derivative(V, I.minus(synaptic).times(literal(1)).minus(V.over(tau)));
        if (fires) {
            cell.crossing(V, literal(0));
        }
        return cell.build();
    }

    private static SynapseModel graded(String state, String stateUnit) {
        SynapseModel.Builder synapse = SynapseModel.define("graded");
        Symbol g = synapse.parameter("g", "nS", 1, Owner.POST, "");
        Symbol V = synapse.pre(state, stateUnit);
        return synapse.current(g.times(V).times(1), "pA").build();
    }

    private static SynapseModel eventDriven() {
        SynapseModel.Builder synapse = SynapseModel.define("event-driven");
        Symbol g = synapse.state("g", "nS", 0, Owner.POST, "");
        Symbol V = synapse.post("V", "mV");
        return synapse.derivative(g, g.times(-0.2)).atSpikeAdd(g, literal(1)).current(g.times(V), "pA").build();
    }

    private final Population a = Population.of("A", cell("firing", "pA", true), 3);
    private final Population b = Population.of("B", cell("silent", "pA", false), 2);
    private final Population c = Population.of("C", cell("areal", "uA/cm^2", true), 2);

    @Test
    void aRightOne() {
        Network network = new Network(List.of(a, b), List.of(Projection.of("p", "A", "B", eventDriven(), ALL)),
                List.of(new Stimulus.Waveform("B", "I", null, TIME.times(2))));
        assertEquals(List.of("A", "B", "p"), network.names());
        assertEquals(5, network.neurons());
        assertEquals(a, network.population("A"));
    }

    @Test
    void names() {
        refused("'2A' is not a name for a population", () -> Population.of("2A", a.model(), 1));
        refused("'spikes' is reserved and cannot name a population", () -> Population.of("spikes", a.model(), 1));
        refused("'time' is reserved and cannot name a projection", () -> Projection.of("time", "A", "A", eventDriven(), ALL));
        refused("the name 'A' is used twice", () -> network(List.of(a, a), List.of()));
        refused("the name 'A' is used twice", () -> network(List.of(a), List.of(Projection.of("A", "A", "A", eventDriven(), ALL))));
        refused("a network needs at least one population", () -> network(List.of(), List.of()));
        refused("population 'a' is not a population; did you mean 'A'?", () -> network(List.of(a), List.of()).population("a"));
    }

    @Test
    void sizesParametersAndStates() {
        refused("population 'A': size must be at least 1, got 0", () -> Population.of("A", a.model(), 0));
        refused("population 'A': parameter 'Tau' is not known; did you mean 'tau'?",
                () -> new Population("A", a.model(), 1, Map.of("Tau", Value.of(1)), Map.of()));
        refused("population 'A': initial state 'U' is not known",
                () -> new Population("A", a.model(), 1, Map.of(), Map.of("U", Value.of(1))));
        refused("population 'B': initial state 'last_spike' is not known",
                () -> new Population("B", b.model(), 1, Map.of(), Map.of("last_spike", Value.of(1))));
        new Population("A", a.model(), 1, Map.of(), Map.of("last_spike", Value.of(-5)));
        refused("projection 'p': parameter 'tau' is not known", () -> new Projection("p", "A", "A", eventDriven(), ALL, Storage.AUTO,
                Map.of("tau", Value.of(1)), Map.of()));
        refused("projection 'p': expected one weight for all synapses, or one for each instance", () -> new Projection("p", "A", "A",
                eventDriven(), ALL, Storage.AUTO, Map.of(), Map.of(), new Value.Normal(1, 1)));
        refused("projection 'p': initial state 'O' is not known", () -> new Projection("p", "A", "A", eventDriven(), ALL, Storage.AUTO,
                Map.of(), Map.of("O", Value.of(1))));
    }

    @Test
    void projectionsThatDoNotFit() {
        refused("projection 'p': to 'D' is not a population", () -> project("A", "D", eventDriven()));
        refused("projection 'p': model 'event-driven' needs spikes, but model 'silent' of population 'B' has no threshold",
                () -> project("B", "A", eventDriven()));
        refused("projection 'p': the current of model 'event-driven' is in pA, but model 'areal' of population 'C' takes uA/cm^2",
                () -> project("A", "C", eventDriven()));
        refused("projection 'p': model 'graded' needs state 'Ca' of population 'A', but model 'firing' has [V]",
                () -> project("A", "B", graded("Ca", "mM")));
        refused("projection 'p': model 'graded' takes pre.V in V, but in population 'A' it is in mV",
                () -> project("A", "B", graded("V", "V")));
    }

    @Test
    void stimuliThatDoNotFit() {
        refused("stimulus: to 'D' is not a population", () -> stimulate(new Stimulus.Waveform("D", "I", null, TIME)));
        refused("stimulus of 'A': input 'J' is not known; did you mean 'I'?", () -> stimulate(new Stimulus.Waveform("A", "J", null, TIME)));
        refused("stimulus of 'A': neuron 3 is out of range, expected 0 to 2",
                () -> stimulate(new Stimulus.Waveform("A", "I", new int[] {0, 3}, TIME)));
        refused("stimulus of 'A': the samples have 2 rows, expected one for each of the 3 neurons",
                () -> stimulate(new Stimulus.Samples("A", "I", null, new double[2][5], BigDecimal.ONE)));
        stimulate(new Stimulus.Samples("A", "I", new int[] {0, 2}, new double[2][5], BigDecimal.ONE));
        stimulate(new Stimulus.Samples("A", "I", null, new double[1][5], BigDecimal.ONE));
        refused("stimulus of 'A': a neuron is listed twice", () -> stimulate(
                new Stimulus.Scaled(new Stimulus.Waveform("A", "I", new int[] {1, 1}, TIME), Value.of(2))));
        refused("the expression of a stimulus uses 'V', expected only t", () -> new Stimulus.Waveform("A", "I", null, symbol("V")));
        refused("a sampled stimulus needs at least one sample",
                () -> new Stimulus.Samples("A", "I", null, new double[1][0], BigDecimal.ONE));
        refused("the interval of samples must be positive, got 0 ms",
                () -> new Stimulus.Samples("A", "I", null, new double[1][1], BigDecimal.ZERO));
        refused("a pulse stops (1 ms) before it starts (2 ms)", () -> new Stimulus.Pulse(BigDecimal.TWO, BigDecimal.ONE, 1));
    }

    @Test
    void recordings() {
        refused("record of 'A': every must be at least one step, got 0",
                () -> new Recording.Variables("A", List.of("V"), null, 0));
    }

    private Network network(List<Population> populations, List<Projection> projections) {
        return new Network(populations, projections, List.of());
    }

    private void project(String from, String to, SynapseModel model) {
        network(List.of(a, b, c), List.of(Projection.of("p", from, to, model, ALL)));
    }

    private void stimulate(Stimulus stimulus) {
        new Network(List.of(a), List.of(), List.of(stimulus));
    }

    private static void refused(String start, Runnable mistake) {
        ModelException e = assertThrows(ModelException.class, mistake::run);
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
    }
}
