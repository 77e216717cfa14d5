package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.loligo.codegen.pass.ConstantFolding.fold;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Parser;

/** What is made of literals is evaluated, and what changes nothing goes. */
class ConstantFoldingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "3^((22 - 36)/10)*x | 0.2147980049924181*x",
            "x*(2 + 3) | x*5",
            "exp(0) + x | 1 + x",
            "0 + x | x",
            "x + 0 | x",
            "x - 0 | x",
            "0 - x | -x",
            "0 - -x | x",
            "1*x | x",
            "x*1 | x",
            "x/1 | x",
            "x^1 | x",
            "- -x | x",
            "min(2, 3)*x | 2*x",
            "max(2, 3)*x | 3*x",
            "exprelr(0)*x | x",
            "select(1 < 2, x, y) | x",
            "select(2 <= 1, x, y) | y",
            "(1*x + 0)*(5 - 4) | x",
            "select(x < 1 + 1, x*1, 0 + y) | select(x < 2, x, y)",
    })
    void folds(String formula, String expected) {
        assertEquals(expected, fold(Parser.parse(formula)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            // NaN and infinite where x is, or at a place that must stay visible
            "0*x", "x*0", "x - x", "x/x", "0/x", "x^0", "1/0", "0/0", "log(-1)", "exp(1000)",
            // adding in another order would round differently
            "x + 1 + 2", "2*x*3",
            "1/x", "1 - x", "min(x, x)", "select(x < 1, y, y)",
    })
    void leavesAlone(String formula) {
        assertEquals(formula, fold(Parser.parse(formula)).toString());
    }

    @Test
    void aZeroOfEitherSignIsDropped() {
        assertEquals(new Symbol("x"), fold(new Symbol("x").plus(new Literal(-0.0))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsTheValues(long seed) {
        Rewrites.assertSameValues(seed, ConstantFolding::fold);
    }

    @Test
    void inAProgram() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.direct((g, pre, post) ->
                g.times(2.0).times(new Literal(3).minus(2)).times(pre.minus(post)).plus(new Literal(0).times(1)))));
        StepProgram after = new ConstantFolding().apply(before);
        assertEquals("""
                synapses syn [5]
                  constant g = 0.5
                  constant edge.weight = per element
                  feed pre.V = A.V[index]
                  feed post.V = B.V[index]
                  export current = (g*2*(3 - 2)*(pre.V - post.V) + 0*1)*edge.weight
                """, Programs.text(before, "syn"));
        assertEquals("""
                synapses syn [5]
                  constant g = 0.5
                  constant edge.weight = per element
                  feed pre.V = A.V[index]
                  feed post.V = B.V[index]
                  export current = g*2*(pre.V - post.V)*edge.weight
                """, Programs.text(after, "syn"));
        Programs.assertSame(before, after);
    }
}
