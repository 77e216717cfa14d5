package org.loligo.codegen.pass;

import java.util.Optional;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Function;
import org.loligo.expr.Operator;
import org.loligo.expr.Trees;

/**
 * A division by a literal becomes a multiplication by its reciprocal, which costs a fraction of it and one more rounding; so does a
 * division by a quotient, as by the time constant 1/(α + β). Powers of two, and numbers whose reciprocal is out of range, stay as exact as
 * they were.
 */
public final class Reciprocals implements Pass {
    @Override
    public String name() {
        return "reciprocals";
    }

    @Override
    public String doc() {
        return "multiply by the reciprocal of a literal or a quotient instead of dividing by it";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        return program.mapBlocks(b -> b.map(Reciprocals::replace));
    }

    /** The expression without divisions by literals and quotients. */
    static Expr replace(Expr e) {
        return Trees.rewrite(e, node -> node instanceof Binary(Operator op, Expr x, Expr divisor) && op == Operator.DIVIDE
                ? reciprocal(divisor).map(r -> x.equals(new Literal(1)) ? r : x.times(r)).orElse(node) : node);
    }

    /** One over an expression, where that takes no division. */
    private static Optional<Expr> reciprocal(Expr e) {
        return switch (e) {
            case Literal(double value) -> isModest(value) ? Optional.of(new Literal(1 / value)) : Optional.empty();
            case Binary(Operator op, Expr x, Expr y) when op == Operator.DIVIDE -> reciprocal(x).map(r -> product(y, r));
            case Binary(Operator op, Expr x, Expr y) when op == Operator.MULTIPLY ->
                reciprocal(x).flatMap(r -> reciprocal(y).map(s -> product(r, s)));
            case Call(Function f, Expr x) when f == Function.NEGATE -> reciprocal(x).map(Expr::negate);
            case Select(Expr.Comparison c, Expr x, Expr y) -> reciprocal(x).flatMap(r -> reciprocal(y).map(s -> new Select(c, r, s)));
            default -> Optional.empty();
        };
    }

    private static Expr product(Expr x, Expr y) {
        return y.equals(new Literal(1)) ? x : x.times(y);
    }

    /** Whether neither the number nor its reciprocal overflows or loses digits, in single precision either. */
    private static boolean isModest(double divisor) {
        double size = Math.abs(divisor);
        return size > 1e-30 && size < 1e30;
    }
}
