package org.loligo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.expr.Expressions.TIME;
import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.sqrt;
import static org.loligo.expr.Expressions.symbol;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Symbol;

/** A neuron model with a mistake is refused with a sentence that names it. */
class NeuronModelTest {
    private static final Symbol V = symbol("V");
    private static final Symbol C = symbol("C");
    private static final Symbol g = symbol("g");
    private static final Symbol E = symbol("E");
    private static final Symbol I = symbol("I");

    private static NeuronModel.Builder leaky() {
        NeuronModel.Builder leaky = NeuronModel.define("leaky");
        leaky.state("V", "mV", -70, "membrane potential");
        leaky.parameter("C", "pF", 200, "capacitance");
        leaky.parameter("g", "nS", 10, "conductance");
        leaky.parameter("E", "mV", -70, "reversal potential");
        leaky.input("I", "pA", "current");
        return leaky;
    }

    private static Expr slope() {
        return I.minus(g.times(V.minus(E))).over(C);
    }

    @Test
    void aRightOneIsBuilt() {
        NeuronModel model = leaky().doc("a leak").source("nobody").derivative(V, slope()).crossing(V, literal(-50)).build();
        assertEquals("leaky", model.name());
        assertEquals("a leak", model.doc());
        assertEquals(-70, model.state("V").orElseThrow().initial());
        assertTrue(model.state("v").isEmpty());
        assertEquals(new Event.Crossing("V", literal(-50)), model.event().orElseThrow());
        assertEquals("(I - g*(V - E))/C", model.expandedDerivative("V").toString());
    }

    @Test
    void definitionsAreWrittenOut() {
        NeuronModel.Builder leaky = leaky();
        Symbol leak = leaky.let("I_L", g.times(V.minus(E)));
        Symbol total = leaky.let("total", I.minus(leak));
        assertEquals("(I - g*(V - E))/C", leaky.derivative(V, total.over(C)).build().expandedDerivative("V").toString());
    }

    @Test
    void unknownName() {
        refused("the derivative of 'V' uses 'gg', which is not declared; did you mean 'g'?",
                b -> b.derivative(V, symbol("gg").times(slope())));
        refused("the derivative of 'V' uses 'pre.V', which is not declared", b -> b.derivative(V, symbol("pre.V").plus(slope())));
    }

    @Test
    void definitionBeforeItIsMade() {
        refused("the definition of 'a' uses 'b', which is not declared", b -> {
            b.let("a", symbol("b").times(g));
            b.let("b", V.minus(E));
            b.derivative(V, slope());
        });
    }

    @Test
    void unusedNames() {
        refused("parameter 'tau' is not used", b -> {
            b.parameter("tau", "ms", 5, "not in any equation");
            b.derivative(V, slope());
        });
    }

    @Test
    void unusedInputAndDefinition() {
        refused("definition 'I_L' is not used", b -> {
            b.let("I_L", g.times(V.minus(E)));
            b.derivative(V, slope());
        });
        refused("input 'I' is not used", b -> b.derivative(V, g.times(V.minus(E)).over(C)));
    }

    @Test
    void unusedSynapticCurrent() {
        refused("input 'I_syn' is not used", b -> {
            b.synapticCurrent("I_syn", "pA");
            b.derivative(V, slope());
        });
    }

    @Test
    void nameUsedTwice() {
        refused("'V' is declared twice, as state and as parameter", b -> {
            b.parameter("V", "mV", 0, "again");
            b.derivative(V, slope());
        });
    }

    @Test
    void timeCannotBeDeclared() {
        refused("'t' is declared twice, as the time and as parameter", b -> {
            b.parameter("t", "ms", 0, "time");
            b.derivative(V, slope());
        });
    }

    @Test
    void missingDerivative() {
        refused("state 'V' has no derivative", _ -> { });
    }

    @Test
    void derivativeTwiceOrOfNoState() {
        refused("the derivative of 'V' is given twice", b -> b.derivative(V, slope()).derivative(V, slope()));
        refused("a derivative is given for 'W', which is not a state; did you mean 'V'?",
                b -> b.derivative(V, slope()).derivative(symbol("W"), slope()));
    }

    @Test
    void unitsThatDoNotFit() {
        refused("in V - C the units mV and pF do not fit", b -> b.derivative(V, V.minus(C)));
        refused("the derivative of 'V' has the unit mV, expected mV/ms; it is V", b -> b.derivative(V, V));
        refused("the argument of exp must be a pure number, but V - E has the unit mV",
                b -> b.derivative(V, exp(V.minus(E)).times(slope())));
        refused("the exponent of I^V must be a pure number, but has the unit mV", b -> b.derivative(V, I.pow(V)));
        refused("can only be raised to an integer power", b -> b.derivative(V, I.pow(0.5)));
        refused("do not fit", b -> b.derivative(V, slope().plus(TIME)));
    }

    @Test
    void unitOfAnotherScale() {
        refused("the derivative of 'V' has the unit mV/s, expected mV/ms",
                b -> b.derivative(V, V.minus(E).over(b.parameter("tau", "s", 1, "a time in the wrong unit"))));
    }

    @Test
    void literalsTakeAnyUnit() {
        leaky().derivative(V, slope().plus(sqrt(exp(V.minus(13).over(5))).times(2)).plus(TIME.times(0.5))).build();
    }

    @Test
    void timeIsAPureNumberInADimensionlessModel() {
        NeuronModel.Builder system = NeuronModel.define("system").dimensionless();
        Symbol x = system.state("x", "1", 0, "");
        assertTrue(system.derivative(x, x.times(TIME)).build().dimensionless());
        NeuronModel.Builder timed = NeuronModel.define("timed");
        Symbol y = timed.state("y", "1", 0, "");
        ModelException e = assertThrows(ModelException.class, timed.derivative(y, y.times(TIME))::build);
        assertTrue(e.getMessage().contains("has the unit ms, expected 1/ms"), e.getMessage());
    }

    @Test
    void events() {
        refused("the event watches 'U', which is not a state; did you mean 'V'?",
                b -> b.derivative(V, slope()).crossing(symbol("U"), literal(0)));
        refused("the threshold uses 'V', which is not a parameter it may use", b -> b.derivative(V, slope()).crossing(V, V));
        refused("the threshold has the unit pF, expected mV; it is C", b -> b.derivative(V, slope()).crossing(V, C));
        refused("the threshold uses 'theta', which is not declared", b -> b.derivative(V, slope()).crossing(V, symbol("theta")));
        refused("the refractory time has the unit mV, expected ms; it is E", b -> b.derivative(V, slope()).level(V, E, E));
    }

    @Test
    void unitThatIsNone() {
        ModelException e = assertThrows(ModelException.class, () -> leaky().state("x", "mVolt", 0, ""));
        assertTrue(e.getMessage().startsWith("'mVolt' is not a unit"), e.getMessage());
    }

    private static void refused(String part, Consumer<NeuronModel.Builder> rest) {
        ModelException e = assertThrows(ModelException.class, () -> {
            NeuronModel.Builder builder = leaky();
            rest.accept(builder);
            builder.build();
        });
        assertTrue(e.getMessage().startsWith("neuron model 'leaky': ") && e.getMessage().contains(part), e.getMessage());
    }
}
