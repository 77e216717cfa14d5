package org.loligo.models;

import org.loligo.model.Owner;
import org.loligo.model.SynapseModel;

/**
 * The event-driven synapse of the COBAHH benchmark of Brette et al., "Simulation of networks of spiking neurons", J. Comput. Neurosci.
 * 23:349 (2007): a spike adds to a conductance that decays. Equal linear decays add up, so the conductance belongs to the postsynaptic
 * neuron and its synapses need none of their own.
 */
public final class ExponentialConductance {
    /** The model {@code exponential-conductance}. */
    public static final SynapseModel MODEL = build();

    private ExponentialConductance() {}

    private static SynapseModel build() {
        var synapse = SynapseModel.define("exponential-conductance")
                .doc("A conductance that jumps at each presynaptic spike and decays exponentially; the defaults are the excitatory "
                        + "synapse of COBAHH.")
                .source("Brette et al., J. Comput. Neurosci. 23:349 (2007), benchmarks 1 and 3. It starts closed.");
        var g = synapse.state("g", "nS", 0, Owner.POST, "conductance of all synapses of the projection into the neuron");
        var tau = synapse.parameter("tau", "ms", 5, Owner.POST, "time constant of the decay");
        var E = synapse.parameter("E", "mV", 0, Owner.POST, "reversal potential");
        var weight = synapse.parameter("weight", "nS", 6, Owner.SELF, "what a spike adds to g");
        var V = synapse.post("V", "mV");

        return synapse.derivative(g, g.negate().over(tau))
                .atSpikeAdd(g, weight)
                .current(g.times(V.minus(E)), "pA")
                .build();
    }
}
