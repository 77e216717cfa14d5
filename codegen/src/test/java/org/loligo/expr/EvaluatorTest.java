package org.loligo.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.expr.Expressions.abs;
import static org.loligo.expr.Expressions.cos;
import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.exprelr;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.log;
import static org.loligo.expr.Expressions.max;
import static org.loligo.expr.Expressions.min;
import static org.loligo.expr.Expressions.minus;
import static org.loligo.expr.Expressions.select;
import static org.loligo.expr.Expressions.sin;
import static org.loligo.expr.Expressions.sqrt;
import static org.loligo.expr.Expressions.symbol;
import static org.loligo.expr.Expressions.tanh;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.loligo.expr.Expr.Comparison;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Relation;

/** Values of expressions. */
class EvaluatorTest {
    private final Expr x = symbol("x");

    @Test
    void arithmetic() {
        is(3.5, literal(1.5).plus(2));
        is(-0.5, literal(1.5).minus(2));
        is(-0.5, minus(1.5, literal(2)));
        is(3, literal(1.5).times(2));
        is(0.75, literal(1.5).over(2));
        is(-8, literal(-2).pow(3));
        is(-1.5, literal(1.5).negate());
        is(1, min(literal(1), literal(2)));
        is(2, max(literal(1), literal(2)));
    }

    @Test
    void functions() {
        is(Math.exp(1.5), exp(literal(1.5)));
        is(Math.log(1.5), log(literal(1.5)));
        is(Math.sqrt(1.5), sqrt(literal(1.5)));
        is(Math.tanh(1.5), tanh(literal(1.5)));
        is(Math.sin(1.5), sin(literal(1.5)));
        is(Math.cos(1.5), cos(literal(1.5)));
        is(1.5, abs(literal(-1.5)));
    }

    @Test
    void exprelrHasNoSingularity() {
        is(1, exprelr(literal(0)));
        is(1, exprelr(literal(-0.0)));
        is(1 - 5e-11, exprelr(literal(1e-10)));
        assertEquals(1.5 / (Math.exp(1.5) - 1), at(exprelr(x), 1.5), 1e-15);
        assertEquals(1.5 / (1 - Math.exp(-1.5)), at(exprelr(x), -1.5), 1e-15);
        is(0, exprelr(literal(1e4)));
        is(1e4, exprelr(literal(-1e4)));
        assertTrue(Double.isNaN(at(exprelr(x), Double.NaN)));
    }

    @Test
    void selectTakesOnlyItsBranch() {
        Expr e = select(x.below(0), literal(1).over(x).times(0).over(0), literal(7));
        is(7, Trees.substitute(e, _ -> literal(1)));
        is(7, Trees.substitute(e, _ -> literal(Double.NaN)));
        is(7, Trees.substitute(e, _ -> literal(0)));
        assertTrue(Double.isNaN(at(e, -1)));
    }

    @Test
    void relationsAtEqualityAndNaN() {
        for (Relation relation : Relation.values()) {
            boolean equal = relation == Relation.LESS_EQUAL || relation == Relation.GREATER_EQUAL;
            is(equal ? 1 : 0, select(new Comparison(relation, literal(2), literal(2)), literal(1), literal(0)));
            is(0, select(new Comparison(relation, literal(Double.NaN), literal(2)), literal(1), literal(0)));
        }
    }

    @Test
    void namesAreLookedUp() {
        Expr e = symbol("g").times(symbol("V").minus(symbol("E")));
        assertEquals(42, Evaluator.evaluate(e, Map.of("g", 2.0, "V", 1.0, "E", -20.0)::get));
    }

    @Test
    void expressionsAreEqualByStructure() {
        assertEquals(x.plus(1).times(x), symbol("x").plus(literal(1)).times(new Expr.Symbol("x")));
        assertEquals(new Literal(Double.NaN), new Literal(Double.NaN));
        assertTrue(!new Literal(0.0).equals(new Literal(-0.0)), "the sign of zero is part of a literal");
    }

    private static void is(double expected, Expr e) {
        assertEquals(expected, Evaluator.evaluate(e, name -> {
            throw new AssertionError("no name expected, got " + name);
        }));
    }

    private static double at(Expr e, double value) {
        return Evaluator.evaluate(e, _ -> value);
    }
}
