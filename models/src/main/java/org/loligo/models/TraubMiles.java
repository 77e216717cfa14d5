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
 * The cell of the COBAHH benchmark of Brette et al., "Simulation of networks of spiking neurons", J. Comput. Neurosci. 23:349 (2007), a
 * point cell in pA, nS and pF with the rates of Traub and Miles (1991).
 *
 * <p>Without input it has no stable rest, it fires; so it starts as the benchmark does, near -65 mV with all gates at 0.
 */
public final class TraubMiles {
    /** The model {@code traub-miles}. */
    public static final NeuronModel MODEL = build();

    private TraubMiles() {}

    private static NeuronModel build() {
        var cell = NeuronModel.define("traub-miles")
                .doc("The cell of the COBAHH benchmark: a point cell with sodium, delayed-rectifier potassium and leak currents.")
                .source("Brette et al., J. Comput. Neurosci. 23:349 (2007), benchmark 3; rates of Traub and Miles, Neuronal Networks "
                        + "of the Hippocampus (1991). It starts at the benchmark's mean; it has no stable rest.");
        var V = cell.state("V", "mV", -65, "membrane potential");
        var m = cell.state("m", "1", 0, "sodium activation");
        var h = cell.state("h", "1", 0, "sodium inactivation");
        var n = cell.state("n", "1", 0, "potassium activation");
        var C = cell.parameter("C", "pF", 200, "membrane capacitance");
        var g_L = cell.parameter("g_L", "nS", 10, "leak conductance");
        var g_Na = cell.parameter("g_Na", "nS", 20000, "maximal sodium conductance");
        var g_K = cell.parameter("g_K", "nS", 6000, "maximal potassium conductance");
        var E_L = cell.parameter("E_L", "mV", -60, "leak reversal potential");
        var E_Na = cell.parameter("E_Na", "mV", 50, "sodium reversal potential");
        var E_K = cell.parameter("E_K", "mV", -90, "potassium reversal potential");
        var V_T = cell.parameter("V_T", "mV", -63, "reference voltage of the rates");
        var refractory = cell.parameter("refractory", "ms", 3, "least time between two spikes");
        var I = cell.input("I", "pA", "injected current");
        var I_syn = cell.synapticCurrent("I_syn", "pA");

        var u = cell.let("u", V.minus(V_T));
        var alpha_m = cell.let("alpha_m", alphaM(u));
        var beta_m = cell.let("beta_m", betaM(u));
        var alpha_h = cell.let("alpha_h", alphaH(u));
        var beta_h = cell.let("beta_h", betaH(u));
        var alpha_n = cell.let("alpha_n", alphaN(0.032, u));
        var beta_n = cell.let("beta_n", betaN(u));
        var I_Na = cell.let("I_Na", g_Na.times(m.pow(3)).times(h).times(V.minus(E_Na)));
        var I_K = cell.let("I_K", g_K.times(n.pow(4)).times(V.minus(E_K)));
        var I_L = cell.let("I_L", g_L.times(V.minus(E_L)));

        return cell.derivative(V, I.minus(I_Na).minus(I_K).minus(I_L).minus(I_syn).over(C))
                .derivative(m, gate(alpha_m, beta_m, m))
                .derivative(h, gate(alpha_h, beta_h, h))
                .derivative(n, gate(alpha_n, beta_n, n))
                .level(V, literal(-20), refractory)
                .build();
    }
}
