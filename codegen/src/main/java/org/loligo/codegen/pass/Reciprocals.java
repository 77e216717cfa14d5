package org.loligo.codegen.pass;

import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Operator;
import org.loligo.expr.Trees;

/**
 * A division by a literal becomes a multiplication by its reciprocal, which costs a fraction of it and one more rounding. Powers of two,
 * and numbers whose reciprocal is out of range, stay as exact as they were.
 */
public final class Reciprocals implements Pass {
    @Override
    public String name() {
        return "reciprocals";
    }

    @Override
    public String doc() {
        return "multiply by the reciprocal of a literal instead of dividing by it";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        return program.mapBlocks(b -> b.map(Reciprocals::replace));
    }

    /** The expression without divisions by literals. */
    static Expr replace(Expr e) {
        return Trees.rewrite(e, node -> node instanceof Binary(Operator op, Expr x, Literal(double divisor)) && op == Operator.DIVIDE
                && isModest(divisor) ? x.times(1 / divisor) : node);
    }

    /** Whether neither the number nor its reciprocal overflows or loses digits, in single precision either. */
    private static boolean isModest(double divisor) {
        double size = Math.abs(divisor);
        return size > 1e-30 && size < 1e30;
    }
}
