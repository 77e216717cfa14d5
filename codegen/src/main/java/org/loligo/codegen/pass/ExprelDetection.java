package org.loligo.codegen.pass;

import static org.loligo.expr.Expressions.exprelr;

import java.util.Optional;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Function;
import org.loligo.expr.Operator;
import org.loligo.expr.Trees;

/**
 * Finds quotients {@code k·x/(eˣ − 1)} and {@code k·x/(1 − eˣ)}, however x is written, and makes them {@code ±k·exprelr(x)}, which has the
 * right limit at x = 0, where the quotient is 0/0. The slope may be a name: {@code (V − h)/(e^((V − h)/s) − 1)} is such a quotient.
 */
public final class ExprelDetection implements Pass {
    @Override
    public String name() {
        return "exprel";
    }

    @Override
    public String doc() {
        return "make k*x/(exp(x) - 1) the function exprelr, which has no singularity";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        return program.mapBlocks(b -> b.map(ExprelDetection::detect));
    }

    /** The expression with every such quotient replaced. */
    static Expr detect(Expr e) {
        return Trees.rewrite(e, node -> node instanceof Binary(Operator op, Expr numerator, Expr denominator) && op == Operator.DIVIDE
                ? quotient(numerator, denominator).orElse(node)
                : node);
    }

    private static Optional<Expr> quotient(Expr numerator, Expr denominator) {
        // the denominator is sign·(eˣ − 1), possibly with a literal factor that the linear forms take in
        LinearForm d = LinearForm.of(denominator);
        if (d.coefficients().size() != 1) {
            return Optional.empty();
        }
        var entry = d.coefficients().entrySet().iterator().next();
        if (!(entry.getKey() instanceof Call(Function f, Expr x)) || f != Function.EXP || d.constant() != -entry.getValue()) {
            return Optional.empty();
        }
        LinearForm argument = LinearForm.of(x);
        double scale = 1 / entry.getValue();
        return split(numerator, argument).map(rest -> times(rest, scale, exprelr(x)));
    }

    private static Expr times(Expr rest, double scale, Expr exprel) {
        Expr scaled = scale == 1 ? rest : rest instanceof Literal l ? new Literal(l.value() * scale) : rest.times(scale);
        return scaled.equals(new Literal(1)) ? exprel : scaled.times(exprel);
    }

    /** What is left of a product when one factor is a multiple of the argument, that multiple included. */
    private static Optional<Expr> split(Expr numerator, LinearForm argument) {
        Optional<Double> ratio = LinearForm.of(numerator).ratioTo(argument);
        if (ratio.isPresent()) {
            return Optional.of(new Literal(ratio.get()));
        }
        Optional<Expr> unscaled = unscaled(LinearForm.of(numerator), argument);
        if (unscaled.isPresent()) {
            return unscaled;
        }
        return switch (numerator) {
            case Binary(Operator op, Expr a, Expr b) when op == Operator.MULTIPLY -> {
                Optional<Expr> left = split(a, argument).map(rest -> product(rest, b));
                yield left.isPresent() ? left : split(b, argument).map(rest -> product(rest, a));
            }
            case Binary(Operator op, Expr a, Expr b) when op == Operator.DIVIDE -> split(a, argument).map(rest -> rest.over(b));
            case Call(Function f, Expr a) when f == Function.NEGATE -> split(a, argument).map(Expr::negate);
            default -> Optional.empty();
        };
    }

    /** The same where a name scales the argument: V − h is k times (V − h)/k, and k·(V − h) over k. */
    private static Optional<Expr> unscaled(LinearForm numerator, LinearForm argument) {
        if (argument.constant() != 0 || argument.coefficients().size() != 1) {
            return Optional.empty();
        }
        var term = argument.coefficients().entrySet().iterator().next();
        if (!(term.getKey() instanceof Binary(Operator op, Expr a, Expr b))) {
            return Optional.empty();
        }
        Optional<Expr> ofA = numerator.ratioTo(LinearForm.of(a)).map(k -> new Literal(k / term.getValue()));
        return switch (op) {
            case DIVIDE -> ofA.map(k -> product(k, b));
            case MULTIPLY -> ofA.map(k -> k.over(b))
                    .or(() -> numerator.ratioTo(LinearForm.of(b)).map(k -> new Literal(k / term.getValue()).over(a)));
            default -> Optional.empty();
        };
    }

    private static Expr product(Expr rest, Expr factor) {
        return rest.equals(new Literal(1)) ? factor : rest.times(factor);
    }
}
