package org.loligo.models;

import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.minus;

import org.loligo.model.Owner;
import org.loligo.model.SynapseModel;

/**
 * The fast GABA-A synapse of Bazhenov et al., Neuron 30:553 (2001), as written in PSST (Mohanta and Assisi, day 4): graded, the
 * transmitter is a sigmoid of the presynaptic voltage. Kinetics as in Destexhe, Mainen and Sejnowski, Neural Comput. 6:14 (1994).
 */
public final class GabaA {
    /** The model {@code gaba-a}. */
    public static final SynapseModel MODEL = build();

    private GabaA() {}

    private static SynapseModel build() {
        var synapse = SynapseModel.define("gaba-a")
                .doc("A graded inhibitory synapse whose transmitter concentration (up to 1 mM) follows the presynaptic voltage.")
                .source("Bazhenov et al., Neuron 30:553 (2001), as in Mohanta and Assisi, PSST tutorial, day 4; kinetics of Destexhe, "
                        + "Mainen and Sejnowski, Neural Comput. 6:14 (1994). It starts closed.");
        var O = synapse.state("O", "1", 0, Owner.SELF, "open fraction of the receptors");
        var g = synapse.parameter("g", "mS/cm^2", 0.8, Owner.POST, "maximal conductance");
        var E = synapse.parameter("E", "mV", -70, Owner.POST, "reversal potential");
        var alpha = synapse.parameter("alpha", "1/ms/mM", 10, Owner.SELF, "opening rate");
        var beta = synapse.parameter("beta", "1/ms", 0.16, Owner.SELF, "closing rate");
        var V0 = synapse.parameter("V0", "mV", -20, Owner.PRE, "presynaptic voltage of half the transmitter");
        var sigma = synapse.parameter("sigma", "mV", 1.5, Owner.PRE, "width of the sigmoid");
        var V_pre = synapse.pre("V", "mV");
        var V = synapse.post("V", "mV");

        var T = synapse.let("T", literal(1).over(exp(V_pre.minus(V0).negate().over(sigma)).plus(1)));

        return synapse.derivative(O, alpha.times(minus(1, O)).times(T).minus(beta.times(O)))
                .current(g.times(O).times(V.minus(E)), "uA/cm^2")
                .build();
    }
}
