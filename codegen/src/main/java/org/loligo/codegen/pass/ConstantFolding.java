package org.loligo.codegen.pass;

import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Function;
import org.loligo.expr.Operator;
import org.loligo.expr.Trees;

/** Evaluates what is made of literals, and drops operations that change nothing. */
public final class ConstantFolding implements Pass {
    @Override
    public String name() {
        return "fold";
    }

    @Override
    public String doc() {
        return "evaluate literals; drop x + 0, 1*x, x^1 and the like";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        return program.mapBlocks(b -> b.map(ConstantFolding::fold));
    }

    /** The folded expression. */
    static Expr fold(Expr e) {
        return Trees.rewrite(e, ConstantFolding::foldNode);
    }

    private static Expr foldNode(Expr e) {
        return switch (e) {
            case Binary(Operator op, Literal a, Literal b) -> literalOr(op.apply(a.value(), b.value()), e);
            case Call(Function f, Literal x) -> literalOr(f.apply(x.value()), e);
            case Call(Function f, Call(Function g, Expr x)) when f == Function.NEGATE && g == Function.NEGATE -> x;
            case Select(Expr.Comparison(Expr.Relation r, Literal a, Literal b), Expr then, Expr otherwise) ->
                r.holds(a.value(), b.value()) ? then : otherwise;
            case Binary(Operator op, Expr a, Expr b) -> switch (op) {
                case ADD -> is(a, 0) ? b : is(b, 0) ? a : e;
                case SUBTRACT -> is(b, 0) ? a : is(a, 0) ? foldNode(b.negate()) : e;
                // 0·x stays: it is NaN where x is
                case MULTIPLY -> is(a, 1) ? b : is(b, 1) ? a : e;
                case DIVIDE -> is(b, 1) ? a : e;
                case POWER -> is(b, 1) ? a : e;
                case MIN, MAX -> e;
            };
            default -> e;
        };
    }

    private static Expr literalOr(double value, Expr e) {
        return Double.isFinite(value) ? new Literal(value) : e;
    }

    private static boolean is(Expr e, double value) {
        return e instanceof Literal l && l.value() == value;
    }
}
