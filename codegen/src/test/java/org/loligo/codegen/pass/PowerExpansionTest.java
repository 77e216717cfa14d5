package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.codegen.pass.PowerExpansion.expand;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Body;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Evaluator;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Expressions;
import org.loligo.expr.Parser;

/** Powers with literal whole and half exponents become products. */
class PowerExpansionTest {
    private static final Expr X = new Symbol("x");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "x^0 | 1",
            "x^1 | x",
            "x^2 | x*x",
            "x^3 | x*x*x",
            "x^4 | x*x*(x*x)",
            "x^5 | x*x*(x*x)*x",
            "x^-1 | 1/x",
            "x^-2 | 1/(x*x)",
            "x^0.5 | sqrt(x)",
            "x^-0.5 | 1/sqrt(x)",
            "x^1.5 | x*sqrt(x)",
            "x^2.5 | x*x*sqrt(x)",
            "(x + y)^2 | (x + y)*(x + y)",
            "(x^2)^3 | x*x*(x*x)*(x*x)",
            "exp(x^2) | exp(x*x)",
    })
    void expands(String formula, String expected) {
        assertEquals(expected, expand(Parser.parse(formula)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x^y", "2^x", "x^0.3", "x^2.25", "x^65", "x^-64.5", "x^1e300"})
    void leavesOtherPowersAlone(String formula) {
        assertEquals(Parser.parse(formula), expand(Parser.parse(formula)));
    }

    /** A product by repeated squaring has at most 2 log2(n) factors to round, once common subexpressions are shared. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 15, 31, 32, 63, 64})
    void largePowersTakeFewMultiplications(int n) {
        Body body = Body.of(java.util.Map.of("power", expand(X.pow(n))));
        int log = 31 - Integer.numberOfLeadingZeros(n);
        int multiplications = CommonSubexpressions.share(body).toString().split("\\*", -1).length - 1;
        assertTrue(multiplications <= 2 * log, n + " takes " + multiplications);
        assertTrue(multiplications >= log, n + " takes " + multiplications);
    }

    /** Each of at most n − 1 multiplications rounds once, relative to a result that keeps its sign. */
    @ParameterizedTest
    @ValueSource(ints = {-64, -7, -2, 0, 1, 2, 3, 4, 8, 19, 64})
    void wholePowersOfEitherSign(int n) {
        for (double x : new double[] {-1.7, -0.3, 0.9, 1.2345}) {
            double power = Math.pow(x, n);
            assertEquals(power, Evaluator.evaluate(expand(X.pow(n)), _ -> x), Math.abs(power) * (Math.abs(n) + 3) * 0x1p-53, x + "^" + n);
        }
    }

    @Test
    void halfPowersOfNegativeNumbersStayNaN() {
        assertTrue(Double.isNaN(Evaluator.evaluate(expand(X.pow(1.5)), _ -> -2)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsTheValues(long seed) {
        Rewrites.assertSameValues(seed, PowerExpansion::expand);
    }

    @Test
    void inAProgram() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.direct((g, pre, post) ->
                g.times(Expressions.tanh(pre).pow(3)).times(post.pow(2)))));
        StepProgram after = new PowerExpansion().apply(before);
        assertTrue(before.toString().contains("  export current = g*tanh(pre.V)^3*post.V^2*edge.weight\n"), before::toString);
        assertEquals(before.toString().replace("tanh(pre.V)^3*post.V^2", "(tanh(pre.V)*tanh(pre.V)*tanh(pre.V))*(post.V*post.V)"),
                after.toString());
        Programs.assertSame(before, after);
    }
}
