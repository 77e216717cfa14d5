package org.loligo.models;

import static java.lang.Math.exp;
import static java.lang.Math.pow;
import static java.lang.Math.sin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.loligo.expr.Evaluator;
import org.loligo.expr.Expr;
import org.loligo.model.NeuronModel;
import org.loligo.model.SynapseModel;

/** The right-hand sides against the same equations written out as plain arithmetic, at random states. */
class EquationsTest {
    private static final int DRAWS = 200;
    private final Random random = new Random(7);

    @Test
    void hodgkinHuxley() {
        for (int draw = 0; draw < DRAWS; draw++) {
            Map<String, Double> x = randomNeuron(HodgkinHuxley.MODEL);
            double V = x.get("V");
            double m = x.get("m");
            double h = x.get("h");
            double n = x.get("n");
            double current = x.get("I") - x.get("g_Na") * m * m * m * h * (V - x.get("E_Na"))
                    - x.get("g_K") * n * n * n * n * (V - x.get("E_K")) - x.get("g_L") * (V - x.get("E_L")) - x.get("I_syn");
            check(HodgkinHuxley.MODEL, x, "V", current / x.get("C"));
            double phi = pow(3, -1.4);
            check(HodgkinHuxley.MODEL, x, "m", phi * sodiumActivation(V + 50, m));
            check(HodgkinHuxley.MODEL, x, "h", phi * sodiumInactivation(V + 50, h));
            check(HodgkinHuxley.MODEL, x, "n", phi * potassiumActivation(0.02, V + 50, n));
        }
    }

    @Test
    void traubMiles() {
        for (int draw = 0; draw < DRAWS; draw++) {
            Map<String, Double> x = randomNeuron(TraubMiles.MODEL);
            double V = x.get("V");
            double m = x.get("m");
            double h = x.get("h");
            double n = x.get("n");
            double u = V - x.get("V_T");
            double current = x.get("I") - x.get("g_Na") * m * m * m * h * (V - x.get("E_Na"))
                    - x.get("g_K") * n * n * n * n * (V - x.get("E_K")) - x.get("g_L") * (V - x.get("E_L")) - x.get("I_syn");
            check(TraubMiles.MODEL, x, "V", current / x.get("C"));
            check(TraubMiles.MODEL, x, "m", sodiumActivation(u, m));
            check(TraubMiles.MODEL, x, "h", sodiumInactivation(u, h));
            check(TraubMiles.MODEL, x, "n", potassiumActivation(0.032, u, n));
        }
    }

    @Test
    void locustProjectionNeuron() {
        NeuronModel model = LocustAntennalLobe.PROJECTION_NEURON;
        int below = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            Map<String, Double> x = randomNeuron(model);
            double V = x.get("V");
            double mA = x.get("m_A");
            double hA = x.get("h_A");
            double n = x.get("n");
            double current = x.get("I") - x.get("g_Na") * pow(x.get("m_Na"), 3) * x.get("h_Na") * (V - x.get("E_Na"))
                    - x.get("g_K") * pow(n, 4) * (V - x.get("E_K")) - x.get("g_L") * (V - x.get("E_L"))
                    - x.get("g_KL") * (V - x.get("E_KL")) - x.get("g_A") * pow(mA, 4) * hA * (V - x.get("E_A")) - x.get("I_syn");
            check(model, x, "V", current / x.get("C"));
            double phi = pow(3, -1.4);
            check(model, x, "n", phi * potassiumActivation(0.02, V + 50, n));
            check(model, x, "m_Na", phi * sodiumActivation(V + 50, x.get("m_Na")));
            check(model, x, "h_Na", phi * sodiumInactivation(V + 50, x.get("h_Na")));
            double phiA = pow(3, 1.25);
            double tauM = 1 / (exp((V + 35.82) / 19.69) + exp(-(V + 79.69) / 12.7) + 0.37) / phiA;
            double tauH = V < -63 ? 1 / (exp((V + 46.05) / 5) + exp(-(V + 238.4) / 37.45)) / phiA : 19 / phiA;
            below += V < -63 ? 1 : 0;
            check(model, x, "m_A", (1 / (1 + exp(-(V + 60) / 8.5)) - mA) / tauM);
            check(model, x, "h_A", (1 / (1 + exp((V + 78) / 6)) - hA) / tauH);
        }
        assertTrue(below > 20 && below < DRAWS - 20, "both branches of tau_h_A are met");
    }

    @Test
    void timeConstantOfTheACurrentSwitchesAtMinus63() {
        NeuronModel model = LocustAntennalLobe.PROJECTION_NEURON;
        Map<String, Double> x = randomNeuron(model);
        x.put("V", -63.0);
        check(model, x, "h_A", (1 / (1 + exp(15 / 6.0)) - x.get("h_A")) * pow(3, 1.25) / 19);
    }

    @Test
    void locustLocalInterneuron() {
        NeuronModel model = LocustAntennalLobe.LOCAL_INTERNEURON;
        for (int draw = 0; draw < DRAWS; draw++) {
            Map<String, Double> x = randomNeuron(model);
            x.put("Ca", 1e-3 * random.nextDouble());
            double V = x.get("V");
            double Ca = x.get("Ca");
            double calcium = x.get("g_Ca") * pow(x.get("m_Ca"), 2) * x.get("h_Ca") * (V - x.get("E_Ca"));
            double current = x.get("I") - calcium - x.get("g_KCa") * x.get("m_KCa") * (V - x.get("E_KCa"))
                    - x.get("g_K") * pow(x.get("n"), 4) * (V - x.get("E_K")) - x.get("g_L") * (V - x.get("E_L"))
                    - x.get("g_KL") * (V - x.get("E_KL")) - x.get("I_syn");
            check(model, x, "V", current / x.get("C"));
            check(model, x, "n", pow(3, -1.4) * potassiumActivation(0.02, V + 50, x.get("n")));
            check(model, x, "m_Ca", (1 / (1 + exp(-(V + 20) / 6.5)) - x.get("m_Ca")) / 1.5);
            double tauH = 0.3 * exp((V - 40) / 13) + 0.002 * exp((60 - V) / 29);
            check(model, x, "h_Ca", (1 / (1 + exp((V + 25) / 12)) - x.get("h_Ca")) / tauH);
            // (m_inf − m)/tau with m_inf = α/(α+β) and tau = 1/((α+β)φ) is φ(α − (α+β)m)
            check(model, x, "m_KCa", pow(2.3, 0.3) * (0.01 * Ca - (0.01 * Ca + 0.02) * x.get("m_KCa")));
            check(model, x, "Ca", -2e-4 * calcium - (Ca - 2.4e-4) / 150);
        }
    }

    @Test
    void cellsStartAtRest() {
        for (NeuronModel model : new NeuronModel[] {HodgkinHuxley.MODEL, LocustAntennalLobe.PROJECTION_NEURON,
            LocustAntennalLobe.LOCAL_INTERNEURON}) {
            Map<String, Double> x = new HashMap<>(Map.of("I", 0.0, "I_syn", 0.0));
            model.states().forEach(s -> x.put(s.name(), s.initial()));
            model.parameters().forEach(p -> x.put(p.name(), p.defaultValue()));
            // the states are given to 6 digits, which at these slopes leaves less than 1e-4
            model.states().forEach(s -> assertEquals(0, value(model.expandedDerivative(s.name()), x), 1e-4, model.name() + " " + s.name()));
        }
    }

    @Test
    void acetylcholine() {
        SynapseModel model = Acetylcholine.MODEL;
        for (double pulse : new double[] {0, 1}) {
            Map<String, Double> x = randomSynapse(model);
            x.put("pulse", pulse);
            double O = x.get("O");
            assertClose(x.get("alpha") * (1 - O) * x.get("A") * pulse - x.get("beta") * O, value(model.expandedDerivative("O"), x));
            assertClose(x.get("g") * O * (x.get("post.V") - x.get("E")), value(model.expandedCurrent(), x));
        }
    }

    @Test
    void gabaA() {
        SynapseModel model = GabaA.MODEL;
        for (int draw = 0; draw < DRAWS; draw++) {
            Map<String, Double> x = randomSynapse(model);
            double O = x.get("O");
            double T = 1 / (1 + exp(-(x.get("pre.V") - x.get("V0")) / x.get("sigma")));
            assertClose(x.get("alpha") * (1 - O) * T - x.get("beta") * O, value(model.expandedDerivative("O"), x));
            assertClose(x.get("g") * O * (x.get("post.V") - x.get("E")), value(model.expandedCurrent(), x));
        }
    }

    @Test
    void exponentialConductance() {
        SynapseModel model = ExponentialConductance.MODEL;
        Map<String, Double> x = Map.of("g", 12.5, "tau", 5.0, "E", -80.0, "weight", 67.0, "post.V", -61.5);
        assertEquals(-2.5, value(model.expandedDerivative("g"), x));
        assertEquals(12.5 * 18.5, value(model.expandedCurrent(), x));
        assertEquals(67, value(model.jumps().getFirst().amount(), x));
    }

    @Test
    void lorenzPendulumAndSine() {
        Map<String, Double> l = Map.of("x", 1.5, "y", -2.0, "z", 3.0, "sigma", 10.0, "rho", 28.0, "beta", 2.5);
        assertEquals(-35, value(Lorenz.MODEL.expandedDerivative("x"), l));
        assertEquals(1.5 * 25 + 2, value(Lorenz.MODEL.expandedDerivative("y"), l));
        assertEquals(-3 - 7.5, value(Lorenz.MODEL.expandedDerivative("z"), l));
        Map<String, Double> p = Map.of("theta", 0.7, "omega", 0.25, "g", 9.81, "L", 2.0);
        assertEquals(0.25, value(Pendulum.MODEL.expandedDerivative("theta"), p));
        assertEquals(-9.81 / 2 * sin(0.7), value(Pendulum.MODEL.expandedDerivative("omega"), p));
        assertEquals(sin(1.5 * 2.25), value(Sine.MODEL.expandedDerivative("x"), Map.of("x", 1.5, "t", 2.25)));
    }

    private static double sodiumActivation(double u, double m) {
        double alpha = 0.32 * (13 - u) / (exp((13 - u) / 4) - 1);
        double beta = 0.28 * (u - 40) / (exp((u - 40) / 5) - 1);
        return alpha * (1 - m) - beta * m;
    }

    private static double sodiumInactivation(double u, double h) {
        return 0.128 * exp((17 - u) / 18) * (1 - h) - 4 / (exp((40 - u) / 5) + 1) * h;
    }

    private static double potassiumActivation(double scale, double u, double n) {
        return scale * (15 - u) / (exp((15 - u) / 5) - 1) * (1 - n) - 0.5 * exp((10 - u) / 40) * n;
    }

    /** A state in the range a cell visits, parameters within a tenth of their defaults. */
    private Map<String, Double> randomNeuron(NeuronModel model) {
        Map<String, Double> x = new HashMap<>();
        model.states().forEach(s -> x.put(s.name(), s.name().equals("V") ? -100 + 150 * random.nextDouble() : random.nextDouble()));
        model.parameters().forEach(p -> x.put(p.name(), p.defaultValue() * (0.9 + 0.2 * random.nextDouble())));
        x.put("I", 10 * random.nextDouble());
        x.put("I_syn", -5 + 10 * random.nextDouble());
        return x;
    }

    private Map<String, Double> randomSynapse(SynapseModel model) {
        Map<String, Double> x = new HashMap<>();
        model.states().forEach(s -> x.put(s.name(), random.nextDouble()));
        model.parameters().forEach(p -> x.put(p.name(), p.defaultValue() * (0.9 + 0.2 * random.nextDouble())));
        model.neurons().forEach(n -> x.put(n.name(), -40 + 40 * random.nextDouble()));
        return x;
    }

    private static void check(NeuronModel model, Map<String, Double> x, String state, double expected) {
        assertClose(expected, value(model.expandedDerivative(state), x));
    }

    private static void assertClose(double expected, double actual) {
        assertEquals(expected, actual, 1e-11 * Math.max(1, Math.abs(expected)));
    }

    private static double value(Expr e, Map<String, Double> values) {
        return Evaluator.evaluate(e, values::get);
    }
}
