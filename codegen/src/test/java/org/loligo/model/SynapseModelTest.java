package org.loligo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.minus;
import static org.loligo.expr.Expressions.symbol;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Symbol;

/** A synapse model with a mistake is refused with a sentence that names it. */
class SynapseModelTest {
    private static final Symbol O = symbol("O");
    private static final Symbol g = symbol("g");
    private static final Symbol E = symbol("E");
    private static final Symbol tau = symbol("tau");
    private static final Symbol V = symbol("post.V");

    private static SynapseModel.Builder decaying() {
        SynapseModel.Builder synapse = SynapseModel.define("decaying");
        synapse.state("O", "1", 0, Owner.SELF, "open fraction");
        synapse.parameter("g", "nS", 1, Owner.POST, "conductance");
        synapse.parameter("E", "mV", 0, Owner.POST, "reversal potential");
        synapse.parameter("tau", "ms", 5, Owner.PRE, "time constant");
        synapse.post("V", "mV");
        return synapse;
    }

    private static Expr current() {
        return g.times(O).times(V.minus(E));
    }

    private static Expr decay() {
        return O.negate().over(tau);
    }

    @Test
    void aRightOneIsBuilt() {
        SynapseModel.Builder synapse = decaying();
        Symbol on = synapse.window("on", literal(0), tau);
        Symbol drive = synapse.let("drive", on.over(tau));
        SynapseModel model = synapse.derivative(O, drive.times(minus(1, O)).minus(O.over(tau))).atSpikeAdd(O, literal(0.1))
                .current(current(), "pA").build();
        assertEquals("on/tau*(1 - O) - O/tau", model.expandedDerivative("O").toString());
        assertEquals("g*O*(post.V - E)", model.expandedCurrent().toString());
        assertEquals("post.V", model.neurons().getFirst().name());
        assertEquals(Owner.SELF, model.state("O").orElseThrow().owner());
    }

    @Test
    void missingCurrent() {
        refused("no current is given", b -> b.derivative(O, decay()));
    }

    @Test
    void currentOfTheWrongUnit() {
        refused("the current has the unit nS*mV, expected uA/cm^2", b -> b.derivative(O, decay()).current(current(), "uA/cm^2"));
        refused("the current uses 'gg', which is not declared", b -> b.derivative(O, decay()).current(symbol("gg").times(current()), "pA"));
    }

    @Test
    void missingDerivativeAndUnusedNames() {
        refused("state 'O' has no derivative", b -> b.current(current(), "pA"));
        refused("parameter 'tau' is not used", b -> b.derivative(O, O.times(-0.2)).current(current(), "pA"));
        refused("neuron state 'post.V' is not used", b -> b.derivative(O, decay()).current(g.times(O).times(E), "pA"));
        refused("window 'on' is not used", b -> {
            b.window("on", literal(0), literal(1));
            b.derivative(O, decay()).current(current(), "pA");
        });
    }

    @Test
    void windowsAreOfPresynapticParameters() {
        refused("the duration of window 'on' uses 'E', which is not a parameter it may use; expected one of tau",
                b -> b.window("on", literal(0), E));
        refused("the delay of window 'on' uses 'O', which is not a parameter it may use", b -> b.window("on", O, tau));
        refused("the delay of window 'on' has the unit 1/ms, expected ms",
                b -> b.window("on", b.parameter("rate", "1/ms", 1, Owner.PRE, ""), tau));
    }

    @Test
    void jumps() {
        refused("a spike adds to 'g', which is not a state", b -> b.derivative(O, decay()).atSpikeAdd(g, g).current(current(), "pA"));
        refused("the jump of 'O' uses 'post.V', which is not a parameter it may use",
                b -> b.derivative(O, decay()).atSpikeAdd(O, V).current(current(), "pA"));
        refused("the jump of 'O' has the unit nS, expected 1", b -> b.derivative(O, decay()).atSpikeAdd(O, g).current(current(), "pA"));
    }

    @Test
    void statesOfThePostsynapticNeuronDependOnItAlone() {
        refused("state 'G' belongs to the postsynaptic neuron, so its derivative cannot use 'tau'", b -> {
            Symbol total = b.state("G", "nS", 0, Owner.POST, "");
            b.derivative(O, decay()).derivative(total, total.negate().over(tau)).current(current(), "pA");
        });
        refused("state 'G' belongs to the postsynaptic neuron, so its derivative cannot use 'O'", b -> {
            Symbol total = b.state("G", "1", 0, Owner.POST, "");
            Symbol hidden = b.let("hidden", O.times(0.1));
            b.derivative(O, decay()).derivative(total, hidden.minus(total).times(0.1)).current(current(), "pA");
        });
        refused("state 'P' belongs to the presynaptic neuron", b -> {
            Symbol shared = b.state("P", "1", 0, Owner.PRE, "");
            b.derivative(O, decay()).derivative(shared, shared.negate().over(tau)).current(current(), "pA");
        });
    }

    @Test
    void derivativeTwice() {
        refused("the derivative of 'O' is given twice", b -> b.derivative(O, decay()).derivative(O, decay()));
    }

    private static void refused(String part, Consumer<SynapseModel.Builder> rest) {
        ModelException e = assertThrows(ModelException.class, () -> {
            SynapseModel.Builder builder = decaying();
            rest.accept(builder);
            // what is still missing is filled in, so that the only mistake is the one that is meant
            if (part.contains("window") && !part.contains("not used")) {
                builder.derivative(O, decay()).current(current(), "pA");
            }
            builder.build();
        });
        assertTrue(e.getMessage().startsWith("synapse model 'decaying': ") && e.getMessage().contains(part), e.getMessage());
    }
}
