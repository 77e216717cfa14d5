package org.loligo.runtime;

import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.minus;
import static org.loligo.expr.Expressions.tanh;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.loligo.codegen.Tableau;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.Stimulus;
import org.loligo.model.SynapseModel;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;

/** Experiments small enough for the interpreter. */
final class SmallExperiments {
    static final Device INTERPRETER = Backends.choose("interpreter", 0);

    private SmallExperiments() {}

    static TimeGrid grid(String stop, String step) {
        return new TimeGrid.Uniform(BigDecimal.ZERO, new BigDecimal(stop), new BigDecimal(step));
    }

    static Experiment experiment(Network network, TimeGrid time, Tableau tableau, int instances, Recording... recordings) {
        return new Experiment("small", network, time, tableau, Precision.FLOAT64, 3, instances, List.of(recordings));
    }

    static Recording.Variables record(String owner, long every, int[] elements, String... variables) {
        return new Recording.Variables(owner, List.of(variables), elements, every);
    }

    /** dx/dt = x²: from x₀ it is 1/(1/x₀ − t), until that is infinite. */
    static NeuronModel explosion() {
        var m = NeuronModel.define("explosion").dimensionless();
        var x = m.state("x", "1", 1, "");
        return m.derivative(x, x.times(x)).build();
    }

    /**
     * Three driven oscillating cells A that fire several times, and two cells B that they excite by windowed synapses whose states are per
     * synapse in B's projection, so that recording has to expand what the compiler shared.
     */
    static Network spiking() {
        var m = NeuronModel.define("oscillator").dimensionless();
        var V = m.state("V", "1", 0, "");
        var W = m.state("W", "1", 0, "");
        var I = m.input("I", "1", "");
        var syn = m.synapticCurrent("I_syn", "1");
        NeuronModel cell = m.derivative(V, W.plus(I).minus(syn)).derivative(W, V.times(-40)).crossing(V, literal(0.2)).build();
        var s = SynapseModel.define("windowed");
        var O = s.state("O", "1", 0, Owner.SELF, "");
        var k = s.parameter("k", "1/ms", 2, Owner.SELF, "");
        var on = s.window("on", literal(0.05), literal(0.3));
        SynapseModel synapse = s.derivative(O, k.times(minus(1, O)).times(on).minus(k.times(O).times(0.1)))
                .current(O.times(tanh(s.post("V", "1")).minus(1)), "1").build();
        Population a = new Population("A", cell, 3, Map.of(), Map.of("V", Value.each(-0.5, 0.25, 1), "last_spike", Value.of(-0.07)));
        Population b = Population.of("B", cell, 2);
        Connectivity edges = new Connectivity.Edges(new int[] {0, 1, 2, 0}, new int[] {0, 0, 1, 1}, new double[] {1, 2, 3, 4});
        Stimulus.Pulse pulse = new Stimulus.Pulse(new BigDecimal("0.5"), new BigDecimal("2"), 3);
        return new Network(List.of(a, b), List.of(Projection.of("syn", "A", "B", synapse, edges)),
                List.of(new Stimulus.Pulses("A", "I", new int[] {1}, List.of(pulse))));
    }

    static RunOptions memory(long bytes) {
        return new RunOptions(0, bytes, Optional.empty(), Optional.empty());
    }

    static Traces run(Experiment experiment, RunOptions options) throws IOException {
        Traces traces = new Traces();
        try (Simulation simulation = Simulation.prepare(experiment, INTERPRETER, options)) {
            simulation.run(List.of(traces), Progress.NONE);
        }
        return traces;
    }

    static Traces run(Experiment experiment) throws IOException {
        return run(experiment, RunOptions.DEFAULT);
    }
}
