package org.loligo.models;

import static org.loligo.expr.Expressions.literal;
import static org.loligo.models.TraubMilesRates.alphaH;
import static org.loligo.models.TraubMilesRates.alphaM;
import static org.loligo.models.TraubMilesRates.alphaN;
import static org.loligo.models.TraubMilesRates.betaH;
import static org.loligo.models.TraubMilesRates.betaM;
import static org.loligo.models.TraubMilesRates.betaN;
import static org.loligo.models.TraubMilesRates.gate;

import org.loligo.model.NeuronModel;

/**
 * The Hodgkin-Huxley cell of PSST (Mohanta and Assisi, "Parallel scalable simulations of biological neural networks using TensorFlow",
 * day 3): the currents of Hodgkin and Huxley (J. Physiol. 117:500, 1952) with the rates of Traub and Miles (1991), per area.
 *
 * <p>It starts at rest: the state that does not change with the default parameters and no input, to 6 digits.
 */
public final class HodgkinHuxley {
    /** The model {@code hodgkin-huxley}. */
    public static final NeuronModel MODEL = build();

    private HodgkinHuxley() {}

    private static NeuronModel build() {
        var cell = NeuronModel.define("hodgkin-huxley")
                .doc("A single-compartment cell with sodium, delayed-rectifier potassium and leak currents.")
                .source("Mohanta and Assisi, PSST tutorial, day 3; Hodgkin and Huxley, J. Physiol. 117:500 (1952); rates of Traub and "
                        + "Miles, Neuronal Networks of the Hippocampus (1991). It starts at rest.");
        var V = cell.state("V", "mV", -54.9907, "membrane potential");
        var m = cell.state("m", "1", 0.00511902, "sodium activation");
        var h = cell.state("h", "1", 0.998863, "sodium inactivation");
        var n = cell.state("n", "1", 0.010171, "potassium activation");
        var C = cell.parameter("C", "uF/cm^2", 1, "membrane capacitance");
        var g_K = cell.parameter("g_K", "mS/cm^2", 10, "maximal potassium conductance");
        var E_K = cell.parameter("E_K", "mV", -95, "potassium reversal potential");
        var g_Na = cell.parameter("g_Na", "mS/cm^2", 100, "maximal sodium conductance");
        var E_Na = cell.parameter("E_Na", "mV", 50, "sodium reversal potential");
        var g_L = cell.parameter("g_L", "mS/cm^2", 0.15, "leak conductance");
        var E_L = cell.parameter("E_L", "mV", -55, "leak reversal potential");
        var I = cell.input("I", "uA/cm^2", "injected current");
        var I_syn = cell.synapticCurrent("I_syn", "uA/cm^2");

        var u = cell.let("u", V.plus(50));
        var phi = cell.let("phi", literal(3).pow(literal(22).minus(36).over(10)));
        var alpha_m = cell.let("alpha_m", alphaM(u));
        var beta_m = cell.let("beta_m", betaM(u));
        var alpha_h = cell.let("alpha_h", alphaH(u));
        var beta_h = cell.let("beta_h", betaH(u));
        var alpha_n = cell.let("alpha_n", alphaN(0.02, u));
        var beta_n = cell.let("beta_n", betaN(u));
        var I_Na = cell.let("I_Na", g_Na.times(m.pow(3)).times(h).times(V.minus(E_Na)));
        var I_K = cell.let("I_K", g_K.times(n.pow(4)).times(V.minus(E_K)));
        var I_L = cell.let("I_L", g_L.times(V.minus(E_L)));

        return cell.derivative(V, I.minus(I_Na).minus(I_K).minus(I_L).minus(I_syn).over(C))
                .derivative(m, phi.times(gate(alpha_m, beta_m, m)))
                .derivative(h, phi.times(gate(alpha_h, beta_h, h)))
                .derivative(n, phi.times(gate(alpha_n, beta_n, n)))
                .crossing(V, literal(0))
                .build();
    }
}
