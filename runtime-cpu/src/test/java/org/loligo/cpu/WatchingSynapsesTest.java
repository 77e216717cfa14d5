package org.loligo.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.minus;
import static org.loligo.expr.Expressions.tanh;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Tableau;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.SynapseModel;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.Progress;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.Traces;

/** Synapses that see neurons but send nothing into them, such as a correlation that is only recorded, still need to see them. */
class WatchingSynapsesTest {
    private static final int NEURONS = 2000;

    private static NeuronModel cell() {
        var m = NeuronModel.define("oscillator").dimensionless();
        var V = m.state("V", "1", 1, "");
        var W = m.state("W", "1", 0, "");
        return m.derivative(V, W.minus(m.synapticCurrent("I_syn", "1"))).derivative(W, V.times(-30)).crossing(V, literal(0.3)).build();
    }

    /** Its state follows both neurons; its current is a leak of the postsynaptic neuron. */
    private static SynapseModel correlation() {
        var s = SynapseModel.define("correlation");
        var c = s.state("c", "1", 0.5, Owner.SELF, "");
        var g = s.parameter("g", "1", 0.25, Owner.POST, "");
        var post = s.post("V", "1");
        return s.derivative(c, s.pre("V", "1").times(tanh(post)).minus(c).over(1)).current(g.times(post), "1").build();
    }

    /** Its state follows the spikes of the presynaptic neuron. */
    private static SynapseModel trace() {
        var s = SynapseModel.define("trace");
        var c = s.state("c", "1", 0.5, Owner.SELF, "");
        var on = s.window("on", literal(0.02), literal(0.2));
        var g = s.parameter("g", "1", 0.25, Owner.POST, "");
        return s.derivative(c, minus(1, c).times(on).times(4).minus(c).over(1)).current(g.times(s.post("V", "1")), "1").build();
    }

    private static Traces run(String backend, SynapseModel model, int threads) throws IOException {
        int[] pre = new int[NEURONS];
        int[] post = new int[NEURONS];
        for (int k = 0; k < NEURONS; k++) {
            pre[k] = (k * 7 + 3) % NEURONS;
            post[k] = k;
        }
        Population p = new Population("P", cell(), NEURONS, Map.of(), Map.of("V", new Value.Linspace(-1, 1)));
        Network network = new Network(List.of(p), List.of(Projection.of("syn", "P", "P", model, Connectivity.Edges.unweighted(pre, post))),
                List.of());
        TimeGrid time = new TimeGrid.Uniform(BigDecimal.ZERO, new BigDecimal("1.5"), new BigDecimal("0.01"));
        Experiment experiment = new Experiment("watching", network, time, Tableau.RK4, Precision.FLOAT64, 1, 1,
                List.of(new Recording.Variables("syn", List.of("c"), null, 10)));
        Traces traces = new Traces();
        try (Simulation simulation = Simulation.prepare(experiment, Backends.choose(backend, 0), RunOptions.DEFAULT.withThreads(threads))) {
            simulation.run(List.of(traces), Progress.NONE);
        }
        return traces;
    }

    private static void compare(SynapseModel model, int threads) throws IOException {
        double[][] expected = run("interpreter", model, 1).values("syn.c");
        double[][] actual = run("cpu", model, threads).values("syn.c");
        assertTrue(java.util.Arrays.stream(expected[5]).distinct().count() > 1);
        for (int j = 0; j < expected.length; j++) {
            // 150 steps of a stable system of numbers up to 6: some thousand roundings
            assertArrayEquals(expected[j], actual[j], 1e-12, "sample " + j);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aCorrelation(int threads) throws IOException {
        compare(correlation(), threads);
    }

    @Test
    void aTraceOfSpikes() throws IOException {
        compare(trace(), 1);
    }
}
