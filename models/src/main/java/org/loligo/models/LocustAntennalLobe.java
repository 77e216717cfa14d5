package org.loligo.models;

import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.minus;
import static org.loligo.expr.Expressions.select;
import static org.loligo.models.TraubMilesRates.alphaH;
import static org.loligo.models.TraubMilesRates.alphaM;
import static org.loligo.models.TraubMilesRates.alphaN;
import static org.loligo.models.TraubMilesRates.betaH;
import static org.loligo.models.TraubMilesRates.betaM;
import static org.loligo.models.TraubMilesRates.betaN;
import static org.loligo.models.TraubMilesRates.gate;

import org.loligo.model.NeuronModel;

/**
 * The two cells of the locust antennal lobe: Bazhenov et al., "Model of transient oscillatory synchronization in the locust antennal lobe",
 * Neuron 30:553 (2001), as written in PSST (Mohanta and Assisi), per area. Both start at rest, the state that does not change with the
 * default parameters and no input, to 6 digits.
 */
public final class LocustAntennalLobe {
    /** The projection neuron, {@code locust-pn}, which fires sodium spikes. */
    public static final NeuronModel PROJECTION_NEURON = projectionNeuron();
    /** The local interneuron, {@code locust-ln}, which fires calcium spikes. */
    public static final NeuronModel LOCAL_INTERNEURON = localInterneuron();

    private static final String SOURCE = "Bazhenov et al., Neuron 30:553 (2001), as in Mohanta and Assisi, PSST tutorial, the locust "
            + "antennal lobe. It starts at rest.";

    private LocustAntennalLobe() {}

    private static NeuronModel projectionNeuron() {
        var cell = NeuronModel.define("locust-pn")
                .doc("A projection neuron of the locust antennal lobe: sodium, delayed-rectifier, transient (A) potassium, leak and "
                        + "potassium-leak currents.")
                .source(SOURCE);
        var V = cell.state("V", "mV", -66.7597, "membrane potential");
        var n = cell.state("n", "1", 0.00113513, "potassium activation");
        var m_Na = cell.state("m_Na", "1", 0.00035201, "sodium activation");
        var h_Na = cell.state("h_Na", "1", 0.999944, "sodium inactivation");
        var m_A = cell.state("m_A", "1", 0.31104, "A-current activation");
        var h_A = cell.state("h_A", "1", 0.133151, "A-current inactivation");
        var C = cell.parameter("C", "uF/cm^2", 1, "membrane capacitance");
        var g_K = cell.parameter("g_K", "mS/cm^2", 10, "maximal potassium conductance");
        var E_K = cell.parameter("E_K", "mV", -95, "potassium reversal potential");
        var g_Na = cell.parameter("g_Na", "mS/cm^2", 100, "maximal sodium conductance");
        var E_Na = cell.parameter("E_Na", "mV", 50, "sodium reversal potential");
        var g_L = cell.parameter("g_L", "mS/cm^2", 0.15, "leak conductance");
        var E_L = cell.parameter("E_L", "mV", -55, "leak reversal potential");
        var g_A = cell.parameter("g_A", "mS/cm^2", 10, "maximal conductance of the A-current");
        var E_A = cell.parameter("E_A", "mV", -95, "reversal potential of the A-current");
        var g_KL = cell.parameter("g_KL", "mS/cm^2", 0.05, "potassium-leak conductance");
        var E_KL = cell.parameter("E_KL", "mV", -95, "potassium-leak reversal potential");
        var I = cell.input("I", "uA/cm^2", "injected current");
        var I_syn = cell.synapticCurrent("I_syn", "uA/cm^2");

        var u = cell.let("u", V.plus(50));
        var phi = cell.let("phi", literal(3).pow(literal(22).minus(36).over(10)));
        var alpha_n = cell.let("alpha_n", alphaN(0.02, u));
        var beta_n = cell.let("beta_n", betaN(u));
        var alpha_m = cell.let("alpha_m", alphaM(u));
        var beta_m = cell.let("beta_m", betaM(u));
        var alpha_h = cell.let("alpha_h", alphaH(u));
        var beta_h = cell.let("beta_h", betaH(u));
        var phi_A = cell.let("phi_A", literal(3).pow(literal(36).minus(23.5).over(10)));
        var m_A_inf = cell.let("m_A_inf", literal(1).over(exp(V.plus(60).negate().over(8.5)).plus(1)));
        var tau_m_A = cell.let("tau_m_A",
                literal(1).over(exp(V.plus(35.82).over(19.69)).plus(exp(V.plus(79.69).negate().over(12.7))).plus(0.37)).over(phi_A));
        var h_A_inf = cell.let("h_A_inf", literal(1).over(exp(V.plus(78).over(6)).plus(1)));
        var tau_h_A = cell.let("tau_h_A", select(V.below(-63),
                literal(1).over(exp(V.plus(46.05).over(5)).plus(exp(V.plus(238.4).negate().over(37.45)))).over(phi_A),
                literal(19).over(phi_A)));
        var I_Na = cell.let("I_Na", g_Na.times(m_Na.pow(3)).times(h_Na).times(V.minus(E_Na)));
        var I_K = cell.let("I_K", g_K.times(n.pow(4)).times(V.minus(E_K)));
        var I_L = cell.let("I_L", g_L.times(V.minus(E_L)));
        var I_KL = cell.let("I_KL", g_KL.times(V.minus(E_KL)));
        var I_A = cell.let("I_A", g_A.times(m_A.pow(4)).times(h_A).times(V.minus(E_A)));

        return cell.derivative(V, I.minus(I_Na).minus(I_K).minus(I_L).minus(I_KL).minus(I_A).minus(I_syn).over(C))
                .derivative(n, phi.times(gate(alpha_n, beta_n, n)))
                .derivative(m_Na, phi.times(gate(alpha_m, beta_m, m_Na)))
                .derivative(h_Na, phi.times(gate(alpha_h, beta_h, h_Na)))
                .derivative(m_A, m_A_inf.minus(m_A).over(tau_m_A))
                .derivative(h_A, h_A_inf.minus(h_A).over(tau_h_A))
                .crossing(V, literal(0))
                .build();
    }

    private static NeuronModel localInterneuron() {
        var cell = NeuronModel.define("locust-ln")
                .doc("A local interneuron of the locust antennal lobe: calcium, calcium-dependent potassium, delayed-rectifier, leak and "
                        + "potassium-leak currents.")
                .source(SOURCE);
        var V = cell.state("V", "mV", -55.2495, "membrane potential");
        var n = cell.state("n", "1", 0.00971509, "potassium activation");
        var m_Ca = cell.state("m_Ca", "1", 0.00439446, "calcium activation");
        var h_Ca = cell.state("h_Ca", "1", 0.925587, "calcium inactivation");
        var m_KCa = cell.state("m_KCa", "1", 0.000276971, "activation of the calcium-dependent potassium current");
        var Ca = cell.state("Ca", "mM", 0.000554095, "calcium concentration inside");
        var C = cell.parameter("C", "uF/cm^2", 1, "membrane capacitance");
        var g_K = cell.parameter("g_K", "mS/cm^2", 10, "maximal potassium conductance");
        var E_K = cell.parameter("E_K", "mV", -95, "potassium reversal potential");
        var g_L = cell.parameter("g_L", "mS/cm^2", 0.15, "leak conductance");
        var E_L = cell.parameter("E_L", "mV", -50, "leak reversal potential");
        var g_KL = cell.parameter("g_KL", "mS/cm^2", 0.02, "potassium-leak conductance");
        var E_KL = cell.parameter("E_KL", "mV", -95, "potassium-leak reversal potential");
        var g_Ca = cell.parameter("g_Ca", "mS/cm^2", 3, "maximal calcium conductance");
        var E_Ca = cell.parameter("E_Ca", "mV", 140, "calcium reversal potential");
        var g_KCa = cell.parameter("g_KCa", "mS/cm^2", 0.3, "maximal calcium-dependent potassium conductance");
        var E_KCa = cell.parameter("E_KCa", "mV", -90, "reversal potential of the calcium-dependent potassium current");
        var I = cell.input("I", "uA/cm^2", "injected current");
        var I_syn = cell.synapticCurrent("I_syn", "uA/cm^2");

        var u = cell.let("u", V.plus(50));
        var phi = cell.let("phi", literal(3).pow(literal(22).minus(36).over(10)));
        var alpha_n = cell.let("alpha_n", alphaN(0.02, u));
        var beta_n = cell.let("beta_n", betaN(u));
        var m_Ca_inf = cell.let("m_Ca_inf", literal(1).over(exp(V.plus(20).negate().over(6.5)).plus(1)));
        var tau_m_Ca = cell.let("tau_m_Ca", literal(1.5));
        var h_Ca_inf = cell.let("h_Ca_inf", literal(1).over(exp(V.plus(25).over(12)).plus(1)));
        var tau_h_Ca = cell.let("tau_h_Ca",
                literal(0.3).times(exp(V.minus(40).over(13))).plus(literal(0.002).times(exp(minus(60, V).over(29)))));
        var phi_KCa = cell.let("phi_KCa", literal(2.3).pow(literal(26).minus(23).over(10)));
        var alpha_KCa = cell.let("alpha_KCa", literal(0.01).times(Ca));
        var beta_KCa = cell.let("beta_KCa", literal(0.02));
        var m_KCa_inf = cell.let("m_KCa_inf", alpha_KCa.over(alpha_KCa.plus(beta_KCa)));
        var tau_m_KCa = cell.let("tau_m_KCa", literal(1).over(alpha_KCa.plus(beta_KCa).times(phi_KCa)));
        var I_Ca = cell.let("I_Ca", g_Ca.times(m_Ca.pow(2)).times(h_Ca).times(V.minus(E_Ca)));
        var I_KCa = cell.let("I_KCa", g_KCa.times(m_KCa).times(V.minus(E_KCa)));
        var I_K = cell.let("I_K", g_K.times(n.pow(4)).times(V.minus(E_K)));
        var I_L = cell.let("I_L", g_L.times(V.minus(E_L)));
        var I_KL = cell.let("I_KL", g_KL.times(V.minus(E_KL)));

        return cell.derivative(V, I.minus(I_Ca).minus(I_KCa).minus(I_K).minus(I_L).minus(I_KL).minus(I_syn).over(C))
                .derivative(n, phi.times(gate(alpha_n, beta_n, n)))
                .derivative(m_Ca, m_Ca_inf.minus(m_Ca).over(tau_m_Ca))
                .derivative(h_Ca, h_Ca_inf.minus(h_Ca).over(tau_h_Ca))
                .derivative(m_KCa, m_KCa_inf.minus(m_KCa).over(tau_m_KCa))
                .derivative(Ca, literal(-2e-4).times(I_Ca).minus(Ca.minus(2.4e-4).over(150)))
                .crossing(V, literal(0))
                .build();
    }
}
