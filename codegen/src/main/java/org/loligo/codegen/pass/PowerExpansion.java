package org.loligo.codegen.pass;

import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expressions;
import org.loligo.expr.Operator;
import org.loligo.expr.Trees;

/** Integer powers as products by repeated squaring, half-integer ones with a square root. */
public final class PowerExpansion implements Pass {
    private static final int LARGEST = 64;

    @Override
    public String name() {
        return "powers";
    }

    @Override
    public String doc() {
        return "write integer powers as products, half-integer ones with sqrt";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        return program.mapBlocks(b -> b.map(PowerExpansion::expand));
    }

    /** The expression without literal powers. */
    static Expr expand(Expr e) {
        return Trees.rewrite(e, node -> node instanceof Binary(Operator op, Expr base, Literal(double exponent))
                && op == Operator.POWER && 2 * exponent == Math.rint(2 * exponent) && Math.abs(exponent) <= LARGEST
                ? power(base, exponent)
                : node);
    }

    private static Expr power(Expr base, double exponent) {
        if (exponent < 0) {
            return new Literal(1).over(power(base, -exponent));
        }
        int whole = (int) exponent;
        if (whole == exponent) {
            return whole == 0 ? new Literal(1) : product(base, whole);
        }
        Expr root = Expressions.sqrt(base);
        return whole == 0 ? root : product(base, whole).times(root);
    }

    private static Expr product(Expr base, int n) {
        if (n == 1) {
            return base;
        }
        // equal halves are one value after common subexpressions are found
        Expr half = product(base, n / 2);
        Expr square = half.times(half);
        return n % 2 == 0 ? square : square.times(base);
    }
}
