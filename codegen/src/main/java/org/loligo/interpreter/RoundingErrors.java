package org.loligo.interpreter;

import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Function;
import org.loligo.model.Precision;

/**
 * Running error analysis (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.3): each operation passes on the
 * errors of its operands and adds that of its own rounding in the given precision.
 */
final class RoundingErrors {
    /** Elementary functions on any backend are taken to be within this many unit roundoffs (2 u is one unit in the last place). */
    static final double FUNCTION = 4;

    private static final Real ONE = new Real(1, 0);

    private final double u;
    private final double tiny;
    private final double normal;
    private final Precision precision;
    private final Accuracy accuracy;
    private boolean ambiguous;

    RoundingErrors(Precision precision, Accuracy accuracy) {
        this.precision = precision;
        this.accuracy = accuracy;
        this.normal = precision == Precision.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        this.u = precision.roundoff();
        this.tiny = precision == Precision.FLOAT32 ? Float.MIN_VALUE : Double.MIN_VALUE;
    }

    /** Whether a comparison was closer than its error since the last {@link #forget}. */
    boolean isAmbiguous() {
        return ambiguous;
    }

    void forget() {
        ambiguous = false;
    }

    /** The unit roundoff. */
    double unit() {
        return u;
    }

    /** A number given to the computation, rounded on the way in. */
    Real given(double value) {
        return new Real(value, Math.abs(value - precision.round(value)));
    }

    /** Short numbers are exact; others are rounded, and may be what a pass made of several literals, each rounded. */
    private Real literal(double value) {
        return new Real(value, value == (float) value ? 0 : 4 * u * Math.abs(value));
    }

    Real evaluate(Expr e, java.util.function.Function<String, Real> valueOf) {
        return switch (e) {
            case Literal l -> literal(l.value());
            case Symbol s -> valueOf.apply(s.name());
            case Binary b -> {
                Real x = evaluate(b.left(), valueOf);
                Real y = evaluate(b.right(), valueOf);
                double value = b.operator().apply(x.value(), y.value());
                yield switch (b.operator()) {
                    case ADD, SUBTRACT -> rounded(value, x.error() + y.error(), 1);
                    case MULTIPLY -> rounded(value,
                            Math.abs(x.value()) * y.error() + Math.abs(y.value()) * x.error() + x.error() * y.error(), 1);
                    case DIVIDE -> flushed(rounded(value, quotientError(x.error() + Math.abs(value) * y.error(), y), accuracy.quotient()),
                            x, y);
                    case MIN, MAX -> new Real(value, Math.max(x.error(), y.error()));
                    case POWER -> rounded(value, Math.abs(value) * (quotientError(Math.abs(y.value()) * x.error(), x)
                            + (y.error() == 0 ? 0 : Math.abs(Math.log(Math.abs(x.value()))) * y.error())), powerRoundings(y.value()));
                };
            }
            case Call c -> call(c.function(), evaluate(c.argument(), valueOf));
            case Select s -> {
                Real x = evaluate(s.condition().left(), valueOf);
                Real y = evaluate(s.condition().right(), valueOf);
                compare(x, y);
                yield evaluate(s.condition().relation().holds(x.value(), y.value()) ? s.then() : s.otherwise(), valueOf);
            }
        };
    }

    /** A power may be a product of as many factors, or a call of the function. */
    private static double powerRoundings(double exponent) {
        return 2 * FUNCTION + Math.abs(exponent);
    }

    private Real call(Function f, Real x) {
        double value = f.apply(x.value());
        double e = x.error();
        return switch (f) {
            case NEGATE, ABS -> new Real(value, e);
            case EXP -> flushed(rounded(value, value * Math.expm1(e), accuracy.exponential(x.value())), ONE, ONE);
            case LOG -> rounded(value, quotientError(e, x), FUNCTION);
            case SQRT -> rounded(value, x.value() > e ? e / (2 * Math.sqrt(x.value() - e)) : Math.sqrt(e), 1);
            case TANH, SIN, COS -> rounded(value, e, FUNCTION);
            // the slope is between −1 and 0; a quotient of x and a function of x
            case EXPRELR -> flushed(rounded(value, e, accuracy.exprelr(x.value())), ONE, new Real(Math.max(1, Math.exp(x.value())), 0));
        };
    }

    /** A result of operations that may flush to zero what they are given, and what comes of a quotient. */
    private Real flushed(Real result, Real dividend, Real divisor) {
        if (!accuracy.flushes()) {
            return result;
        }
        double least = Math.abs(divisor.value()) - divisor.error();
        double most = Math.abs(divisor.value()) + divisor.error();
        double lost = normal + (Math.abs(dividend.value()) - dividend.error() < normal ? normal / least : 0)
                + (most > 1 / normal ? Math.abs(result.value()) + result.error() : 0);
        return new Real(result.value(), least < normal ? Double.POSITIVE_INFINITY : bound(result.error() + lost));
    }

    private static double quotientError(double above, Real divisor) {
        double least = Math.abs(divisor.value()) - divisor.error();
        return above == 0 ? 0 : least > 0 ? above / least : Double.POSITIVE_INFINITY;
    }

    private Real rounded(double value, double passedOn, double roundings) {
        return new Real(value, bound(passedOn + roundings * u * (Math.abs(value) + passedOn) + tiny));
    }

    /** A sum of products in any order, with or without fused operations; each term rounds once, each addition once. */
    Real sumOfProducts(Real[] factors, Real[] values) {
        double sum = 0;
        double magnitude = 0;
        double passedOn = 0;
        for (int i = 0; i < values.length; i++) {
            double product = factors[i].value() * values[i].value();
            sum += product;
            magnitude += Math.abs(product);
            passedOn += Math.abs(factors[i].value()) * values[i].error() + Math.abs(values[i].value()) * factors[i].error()
                    + factors[i].error() * values[i].error();
        }
        return new Real(sum, bound(passedOn + (values.length + 1) * u * (magnitude + passedOn) + tiny));
    }

    /** 0·∞ in an error means that nothing is known. */
    private static double bound(double error) {
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    /** Notes a comparison of two numbers that decides an event. */
    void compare(Real x, Real y) {
        double error = x.error() + y.error();
        if (error > 0 && Math.abs(x.value() - y.value()) <= error) {
            ambiguous = true;
        }
    }
}
