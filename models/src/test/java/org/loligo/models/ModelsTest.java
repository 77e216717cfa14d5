package org.loligo.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Symbol;
import org.loligo.model.Event;
import org.loligo.model.Input;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Parameter;
import org.loligo.model.State;
import org.loligo.model.SynapseModel;
import org.loligo.model.Unit;

/** The names, units, defaults and events that experiments rely on. */
class ModelsTest {

    @Test
    void namesAreTheContractsInItsOrder() {
        assertEquals(List.of("hodgkin-huxley", "locust-pn", "locust-ln", "acetylcholine", "gaba-a", "traub-miles",
                "exponential-conductance", "lorenz", "pendulum", "sine"), Models.names());
    }

    @Test
    void everyNameIsANeuronOrASynapse() {
        for (String name : Models.names()) {
            assertTrue(Models.neuron(name).isPresent() ^ Models.synapse(name).isPresent(), name);
            Models.neuron(name).ifPresent(m -> assertEquals(name, m.name()));
            Models.synapse(name).ifPresent(m -> assertEquals(name, m.name()));
        }
        assertTrue(Models.neuron("acetylcholine").isEmpty());
        assertTrue(Models.synapse("hodgkin-huxley").isEmpty());
        assertTrue(Models.neuron("HODGKIN-HUXLEY").isEmpty());
    }

    @Test
    void everyModelSaysWhatItIsAndWhereItIsFrom() {
        for (String name : Models.names()) {
            String doc = Models.neuron(name).map(NeuronModel::doc).or(() -> Models.synapse(name).map(SynapseModel::doc)).orElseThrow();
            String source =
                    Models.neuron(name).map(NeuronModel::source).or(() -> Models.synapse(name).map(SynapseModel::source)).orElseThrow();
            assertFalse(doc.isBlank(), name);
            assertFalse(source.isBlank(), name);
        }
    }

    @Test
    void hodgkinHuxley() {
        NeuronModel model = neuron("hodgkin-huxley");
        assertEquals(List.of("V", "m", "h", "n"), states(model.states()));
        assertEquals(Map.of("C", 1.0, "g_K", 10.0, "E_K", -95.0, "g_Na", 100.0, "E_Na", 50.0, "g_L", 0.15, "E_L", -55.0),
                defaults(model.parameters()));
        assertPerArea(model);
        assertCrossesZero(model);
    }

    @Test
    void locustProjectionNeuron() {
        NeuronModel model = neuron("locust-pn");
        assertEquals(List.of("V", "n", "m_Na", "h_Na", "m_A", "h_A"), states(model.states()));
        assertEquals(Map.ofEntries(Map.entry("C", 1.0), Map.entry("g_K", 10.0), Map.entry("E_K", -95.0), Map.entry("g_Na", 100.0),
                Map.entry("E_Na", 50.0), Map.entry("g_L", 0.15), Map.entry("E_L", -55.0), Map.entry("g_A", 10.0), Map.entry("E_A", -95.0),
                Map.entry("g_KL", 0.05), Map.entry("E_KL", -95.0)), defaults(model.parameters()));
        assertPerArea(model);
        assertCrossesZero(model);
    }

    @Test
    void locustLocalInterneuron() {
        NeuronModel model = neuron("locust-ln");
        assertEquals(List.of("V", "n", "m_Ca", "h_Ca", "m_KCa", "Ca"), states(model.states()));
        assertEquals(Map.ofEntries(Map.entry("C", 1.0), Map.entry("g_K", 10.0), Map.entry("E_K", -95.0), Map.entry("g_L", 0.15),
                Map.entry("E_L", -50.0), Map.entry("g_KL", 0.02), Map.entry("E_KL", -95.0), Map.entry("g_Ca", 3.0),
                Map.entry("E_Ca", 140.0), Map.entry("g_KCa", 0.3), Map.entry("E_KCa", -90.0)), defaults(model.parameters()));
        assertPerArea(model);
        assertCrossesZero(model);
    }

    @Test
    void traubMiles() {
        NeuronModel model = neuron("traub-miles");
        assertEquals(List.of("V", "m", "h", "n"), states(model.states()));
        assertEquals(Map.of("C", 200.0, "g_L", 10.0, "g_Na", 20000.0, "g_K", 6000.0, "E_L", -60.0, "E_Na", 50.0, "E_K", -90.0, "V_T", -63.0,
                "refractory", 3.0), defaults(model.parameters()));
        for (Parameter p : model.parameters()) {
            assertEquals(Unit.parse(switch (p.name().substring(0, 1)) {
                case "C" -> "pF";
                case "g" -> "nS";
                case "r" -> "ms";
                default -> "mV";
            }), p.unit(), p.name());
        }
        assertEquals(List.of("I"), model.inputs().stream().map(Input::name).toList());
        assertEquals(Unit.parse("pA"), model.inputs().getFirst().unit());
        assertEquals(Unit.parse("pA"), model.synapticCurrent().orElseThrow().unit());
        assertEquals(new Event.Level("V", new Literal(-20), new Symbol("refractory")), model.event().orElseThrow());
    }

    @Test
    void acetylcholine() {
        SynapseModel model = Models.synapse("acetylcholine").orElseThrow();
        assertEquals(List.of("O"), states(model.states()));
        assertEquals(Owner.SELF, model.states().getFirst().owner());
        assertEquals(0, model.states().getFirst().initial());
        assertEquals(Map.of("g", 0.35, "E", 0.0, "alpha", 10.0, "beta", 0.2, "A", 0.5, "t_max", 0.3, "t_delay", 0.0),
                defaults(model.parameters()));
        assertEquals(Map.of("g", Owner.POST, "E", Owner.POST, "alpha", Owner.SELF, "beta", Owner.SELF, "A", Owner.PRE, "t_max", Owner.PRE,
                "t_delay", Owner.PRE), owners(model));
        assertEquals(new SynapseModel.Window("pulse", new Symbol("t_delay"), new Symbol("t_max")), model.window().orElseThrow());
        assertEquals(Unit.parse("uA/cm^2"), model.currentUnit());
        assertTrue(model.jumps().isEmpty());
    }

    @Test
    void gabaA() {
        SynapseModel model = Models.synapse("gaba-a").orElseThrow();
        assertEquals(List.of("O"), states(model.states()));
        assertEquals(Owner.SELF, model.states().getFirst().owner());
        assertEquals(0, model.states().getFirst().initial());
        assertEquals(Map.of("g", 0.8, "E", -70.0, "alpha", 10.0, "beta", 0.16, "V0", -20.0, "sigma", 1.5), defaults(model.parameters()));
        assertEquals(Map.of("g", Owner.POST, "E", Owner.POST, "alpha", Owner.SELF, "beta", Owner.SELF, "V0", Owner.PRE, "sigma", Owner.PRE),
                owners(model));
        assertTrue(model.window().isEmpty());
        assertEquals(Unit.parse("uA/cm^2"), model.currentUnit());
    }

    @Test
    void exponentialConductance() {
        SynapseModel model = Models.synapse("exponential-conductance").orElseThrow();
        assertEquals(List.of("g"), states(model.states()));
        assertEquals(Owner.POST, model.states().getFirst().owner());
        assertEquals(Unit.parse("nS"), model.states().getFirst().unit());
        assertEquals(Map.of("tau", Owner.POST, "E", Owner.POST, "weight", Owner.SELF), owners(model));
        assertEquals(List.of(new SynapseModel.Jump("g", new Symbol("weight"))), model.jumps());
        assertEquals(Unit.parse("pA"), model.currentUnit());
    }

    @Test
    void systemsOfPureNumbers() {
        assertEquals(List.of("x", "y", "z"), states(neuron("lorenz").states()));
        assertEquals(Map.of("sigma", 10.0, "rho", 28.0, "beta", 8.0 / 3), defaults(neuron("lorenz").parameters()));
        assertEquals(List.of("theta", "omega"), states(neuron("pendulum").states()));
        assertEquals(List.of("x"), states(neuron("sine").states()));
        for (String name : List.of("lorenz", "pendulum", "sine")) {
            assertTrue(neuron(name).dimensionless(), name);
            assertTrue(neuron(name).event().isEmpty(), name);
            assertTrue(neuron(name).synapticCurrent().isEmpty(), name);
        }
    }

    private static NeuronModel neuron(String name) {
        return Models.neuron(name).orElseThrow();
    }

    private static List<String> states(List<State> states) {
        return states.stream().map(State::name).toList();
    }

    private static Map<String, Double> defaults(List<Parameter> parameters) {
        return parameters.stream().collect(java.util.stream.Collectors.toMap(Parameter::name, Parameter::defaultValue));
    }

    private static Map<String, Owner> owners(SynapseModel model) {
        return model.parameters().stream().collect(java.util.stream.Collectors.toMap(Parameter::name, Parameter::owner));
    }

    private static void assertPerArea(NeuronModel model) {
        for (Parameter p : model.parameters()) {
            assertEquals(Unit.parse(switch (p.name().charAt(0)) {
                case 'C' -> "uF/cm^2";
                case 'g' -> "mS/cm^2";
                default -> "mV";
            }), p.unit(), p.name());
        }
        assertEquals(List.of("I"), model.inputs().stream().map(Input::name).toList());
        assertEquals(Unit.parse("uA/cm^2"), model.inputs().getFirst().unit());
        assertEquals(Unit.parse("uA/cm^2"), model.synapticCurrent().orElseThrow().unit());
        assertEquals(Unit.parse("mV"), model.state("V").orElseThrow().unit());
    }

    private static void assertCrossesZero(NeuronModel model) {
        Event.Crossing event = assertInstanceOf(Event.Crossing.class, model.event().orElseThrow());
        assertEquals(new Event.Crossing("V", new Literal(0)), event);
    }
}
