package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.codegen.pass.Reciprocals.replace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Parser;

/** Divisions by literals and by quotients become multiplications. */
class ReciprocalsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "x/4 | x*0.25",
            "x/-8 | x*-0.125",
            "(x - 1)/5 | (x - 1)*0.2",
            "exp(x/2)/10 | exp(x*0.5)*0.1",
            "x/2/4 | x*0.5*0.25",
            "x/(1/y) | x*y",
            "1/(1/y) | y",
            "x/(4/y) | x*(y*0.25)",
            "x/(4/y/8) | x*(y*0.25*8)",
            "x/-(1/y) | x*-y",
            "(1/z - x)/(1/(exp(y) + 2)*0.5) | (1/z - x)*((exp(y) + 2)*2)",
            "x/select(y < 0, 1/(y + z), 8) | x*select(y < 0, y + z, 0.125)",
    })
    void replaces(String formula, String expected) {
        assertEquals(expected, replace(Parser.parse(formula)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2/x", "x/y", "x/(y + 1)", "x*2", "x/(y/z)", "x/select(y < 0, 1/z, y)", "x/(y*2)"})
    void leavesOthersAlone(String formula) {
        assertEquals(Parser.parse(formula), replace(Parser.parse(formula)));
    }

    /** Their reciprocals would overflow, or be 0, in single precision at least. */
    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 1e-40, 1e40, Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.NaN})
    void leavesExtremeDivisorsAlone(double divisor) {
        assertEquals(new Symbol("x").over(new Literal(divisor)), replace(new Symbol("x").over(new Literal(divisor))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsTheValues(long seed) {
        Rewrites.assertSameValues(seed, Reciprocals::replace);
    }

    @Test
    void inAProgram() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.direct((g, pre, post) ->
                g.times(pre.minus(post)).over(5))));
        StepProgram after = new Reciprocals().apply(before);
        assertTrue(before.toString().contains("  export current = g*(pre.V - post.V)/5*edge.weight\n"), before::toString);
        assertEquals(before.toString().replace("(pre.V - post.V)/5", "(pre.V - post.V)*0.2"), after.toString());
        Programs.assertSame(before, after);
    }
}
