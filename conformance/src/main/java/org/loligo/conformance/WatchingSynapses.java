package org.loligo.conformance;

import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.minus;
import static org.loligo.expr.Expressions.tanh;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

/**
 * Synapses that see neurons but send nothing into them, such as a correlation that is only recorded, still need to see them.
 *
 * @param candidate what is checked, in double precision
 * @param neurons   how many there are, as many as synapses; no multiple of 7
 */
public record WatchingSynapses(Candidate candidate, int neurons) {
    /** Among many neurons, so that those who share the work have much to wait for. */
    public WatchingSynapses(Candidate candidate) {
        this(candidate, 2000);
    }

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

    private double[][] run(Candidate on, SynapseModel model) {
        int[] pre = new int[neurons];
        int[] post = new int[neurons];
        for (int k = 0; k < neurons; k++) {
            pre[k] = (k * 7 + 3) % neurons;
            post[k] = k;
        }
        Population p = new Population("P", cell(), neurons, Map.of(), Map.of("V", new Value.Linspace(-1, 1)));
        Network network = new Network(List.of(p), List.of(Projection.of("syn", "P", "P", model, Connectivity.Edges.unweighted(pre, post))),
                List.of());
        TimeGrid time = new TimeGrid.Uniform(BigDecimal.ZERO, new BigDecimal("1.5"), new BigDecimal("0.01"));
        return on.run(new Experiment("watching", network, time, Tableau.RK4, Precision.FLOAT64, 1, 1,
                List.of(new Recording.Variables("syn", List.of("c"), null, 10)))).values("syn.c");
    }

    private void compare(SynapseModel model) {
        double[][] expected = run(Candidate.of(Backends.choose("interpreter", 0)), model);
        double[][] actual = run(candidate, model);
        Require.that(Arrays.stream(expected[5]).distinct().count() > 1, () -> "all synapses of '" + model.name() + "' see the same");
        Require.equal(expected.length, actual.length, () -> "samples");
        for (int j = 0; j < expected.length; j++) {
            for (int k = 0; k < neurons; k++) {
                int sample = j;
                int synapse = k;
                // 150 steps of a stable system of numbers up to 6: some thousand roundings
                Require.near(expected[j][k], actual[j][k], 1e-12, () -> candidate + ": sample " + sample + " of synapse " + synapse);
            }
        }
    }

    /** The synapses follow both neurons. */
    public void aCorrelation() {
        compare(correlation());
    }

    /** The synapses follow the spikes of the presynaptic neurons. */
    public void aTraceOfSpikes() {
        compare(trace());
    }
}
