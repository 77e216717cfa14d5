package org.loligo.expr;

import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Comparison;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;

/** The functions one writes models with, by static import. */
public final class Expressions {
    private Expressions() {}

    /** The time in ms. */
    public static final Symbol TIME = new Symbol("t");

    /** A number. */
    public static Literal literal(double value) {
        return new Literal(value);
    }

    /** A name. */
    public static Symbol symbol(String name) {
        return new Symbol(name);
    }

    /** A state of the presynaptic neuron, in a synapse model. */
    public static Symbol pre(String state) {
        return new Symbol("pre." + state);
    }

    /** A state of the postsynaptic neuron, in a synapse model. */
    public static Symbol post(String state) {
        return new Symbol("post." + state);
    }

    /** eˣ. */
    public static Expr exp(Expr x) {
        return new Call(Function.EXP, x);
    }

    /** The natural logarithm of x. */
    public static Expr log(Expr x) {
        return new Call(Function.LOG, x);
    }

    /** √x. */
    public static Expr sqrt(Expr x) {
        return new Call(Function.SQRT, x);
    }

    /** The hyperbolic tangent of x. */
    public static Expr tanh(Expr x) {
        return new Call(Function.TANH, x);
    }

    /** The sine of x. */
    public static Expr sin(Expr x) {
        return new Call(Function.SIN, x);
    }

    /** The cosine of x. */
    public static Expr cos(Expr x) {
        return new Call(Function.COS, x);
    }

    /** |x|. */
    public static Expr abs(Expr x) {
        return new Call(Function.ABS, x);
    }

    /** x/(eˣ − 1), 1 at x = 0. */
    public static Expr exprelr(Expr x) {
        return new Call(Function.EXPRELR, x);
    }

    /** The smaller of two. */
    public static Expr min(Expr a, Expr b) {
        return new Expr.Binary(Operator.MIN, a, b);
    }

    /** The larger of two. */
    public static Expr max(Expr a, Expr b) {
        return new Expr.Binary(Operator.MAX, a, b);
    }

    /** {@code then} where the condition holds, else {@code otherwise}. */
    public static Expr select(Comparison condition, Expr then, Expr otherwise) {
        return new Select(condition, then, otherwise);
    }

    /** {@code c − x}, for formulas that start with a number. */
    public static Expr minus(double c, Expr x) {
        return literal(c).minus(x);
    }
}
