package org.loligo.models;

import static org.loligo.expr.Expressions.minus;

import org.loligo.model.Owner;
import org.loligo.model.SynapseModel;

/**
 * The fast cholinergic synapse of Bazhenov et al., Neuron 30:553 (2001), as written in PSST (Mohanta and Assisi, day 4): transmitter is
 * there for a fixed time after the presynaptic neuron's last spike. First-order kinetics as in Destexhe, Mainen and Sejnowski,
 * Neural Comput. 6:14 (1994).
 */
public final class Acetylcholine {
    /** The model {@code acetylcholine}. */
    public static final SynapseModel MODEL = build();

    private Acetylcholine() {}

    private static SynapseModel build() {
        var synapse = SynapseModel.define("acetylcholine")
                .doc("An excitatory synapse whose receptors open while a pulse of transmitter follows the last presynaptic spike.")
                .source("Bazhenov et al., Neuron 30:553 (2001), as in Mohanta and Assisi, PSST tutorial, day 4; kinetics of Destexhe, "
                        + "Mainen and Sejnowski, Neural Comput. 6:14 (1994). It starts closed.");
        var O = synapse.state("O", "1", 0, Owner.SELF, "open fraction of the receptors");
        var g = synapse.parameter("g", "mS/cm^2", 0.35, Owner.POST, "maximal conductance");
        var E = synapse.parameter("E", "mV", 0, Owner.POST, "reversal potential");
        var alpha = synapse.parameter("alpha", "1/ms/mM", 10, Owner.SELF, "opening rate");
        var beta = synapse.parameter("beta", "1/ms", 0.2, Owner.SELF, "closing rate");
        var A = synapse.parameter("A", "mM", 0.5, Owner.PRE, "transmitter concentration during the pulse");
        var t_max = synapse.parameter("t_max", "ms", 0.3, Owner.PRE, "duration of the pulse");
        var t_delay = synapse.parameter("t_delay", "ms", 0, Owner.PRE, "time from the spike to the pulse");
        var V = synapse.post("V", "mV");

        var pulse = synapse.window("pulse", t_delay, t_max);
        var T = synapse.let("T", A.times(pulse));

        return synapse.derivative(O, alpha.times(minus(1, O)).times(T).minus(beta.times(O)))
                .current(g.times(O).times(V.minus(E)), "uA/cm^2")
                .build();
    }
}
