package org.loligo.interpreter;

import java.util.function.ToDoubleFunction;
import org.loligo.expr.Expr;
import org.loligo.model.Precision;

/**
 * The value of an expression in double precision with a bound of its rounding error, for tests in other packages.
 *
 * @param value     the value
 * @param error     how far the exact value can be
 * @param ambiguous whether a condition was closer than its rounding error, so that the exact value may lie on another branch
 */
public record Bounded(double value, double error, boolean ambiguous) {

    /** Evaluates {@code e} where {@code valueOf} gives the exact value of each name. */
    public static Bounded evaluate(Expr e, ToDoubleFunction<String> valueOf) {
        RoundingErrors arithmetic = new RoundingErrors(Precision.FLOAT64, Accuracy.STANDARD);
        Real result = arithmetic.evaluate(e, name -> new Real(valueOf.applyAsDouble(name), 0));
        return new Bounded(result.value(), result.error(), arithmetic.isAmbiguous());
    }
}
