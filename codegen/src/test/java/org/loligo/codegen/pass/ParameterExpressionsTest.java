package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr;
import org.loligo.expr.Parser;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;
import org.loligo.model.Value;

/** What is made of parameters alone is computed once; what the states come into is not. */
class ParameterExpressionsTest {

    /** A cell dV/dt = formula, of V, the parameters a = 2, b = 3 and c, and a second state that uses them all. */
    private static StepProgram program(String formula, Value c) {
        var m = NeuronModel.define("cell").dimensionless();
        var V = m.state("V", "1", 0.5, "");
        var all = m.state("all", "1", 0, "");
        var a = m.parameter("a", "1", 2, "");
        var b = m.parameter("b", "1", 3, "");
        var c1 = m.parameter("c", "1", 4, "");
        NeuronModel model = m.derivative(V, Parser.parse(formula)).derivative(all, a.times(V).plus(b.times(V)).plus(c1.times(V))).build();
        return SmallNetworks.lower(new Network(List.of(new Population("P", model, 3, Map.of("c", c), Map.of())), List.of(), List.of()));
    }

    private static Block after(StepProgram before) {
        StepProgram after = new ParameterExpressions().apply(before);
        Programs.assertSame(before, after);
        return after.block("P");
    }

    private static Expr derivative(Block block) {
        return block.derivatives().getFirst().results().get("V");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "V/a | V*[1/a] | 0.5",
            "(V + 1)/(a*b) | (V + 1)*[1/(a*b)] | 0.16666666666666666",
            "V*(a + b) | V*[a + b] | 5",
            "exp(-b)*V | [exp(-b)]*V | 0.049787068367863944",
            "1/a - V | [1/a] - V | 0.5",
            "V/a/V/a | V*[1/a]/V*[1/a] | 0.5",
    })
    void uniformOnesAreComputedOnce(String formula, String expected, double value) {
        Block block = after(program(formula, Value.of(4)));
        assertEquals(expected, derivative(block).toString());
        Block.Constant made = block.constants().getLast();
        assertTrue(made.name().startsWith("["), made::name);
        assertEquals(value, made.values().data()[0]);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"V/c | V*[1/c]", "V/(a*c) | V*[1/(a*c)]", "c*a*V | c*a*V", "a/c*V | a*[1/c]*V",
        "V + c + 1 | V + c + 1"})
    void onlyDivisionsAreWorthAnArray(String formula, String expected) {
        Block block = after(program(formula, Value.each(1, 2, 5)));
        assertEquals(expected, derivative(block).toString());
    }

    @Test
    void aParameterNoEquationNeedsAnyMoreIsDropped() {
        var m = NeuronModel.define("cell").dimensionless();
        var V = m.state("V", "1", 0.5, "");
        var C = m.parameter("C", "1", 2, "");
        StepProgram before = SmallNetworks.lower(new Network(
                List.of(Population.of("P", m.derivative(V, V.negate().over(C)).build(), 2)), List.of(), List.of()));
        assertEquals(List.of("[1/C]"), after(before).constants().stream().map(Block.Constant::name).toList());
    }

    /** Other values, the same text: a kernel is compiled once for both. */
    @Test
    void valuesDoNotChangeTheCode() {
        Block one = after(program("V/(a + c)", Value.of(4)));
        Block other = after(program("V/(a + c)", Value.of(5)));
        assertEquals(one.derivatives(), other.derivatives());
        assertTrue(!one.constants().equals(other.constants()));
    }
}
