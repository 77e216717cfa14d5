package org.loligo.conformance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Function;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;

/** Expressions as they are written in a model, to a hundred digits. */
final class Exact {
    private static final MathContext DIGITS = new MathContext(100);
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-105");
    private static final BigDecimal A_LITTLE = new BigDecimal("1e-25");

    private Exact() {}

    /**
     * The value, or where the expression is 0/0 its limit in one variable: the mean of the values 1e-25 to either side, which differs from
     * it by some 1e-50.
     */
    static BigDecimal limit(Expr e, String variable, Function<String, BigDecimal> valueOf) {
        try {
            return evaluate(e, valueOf);
        } catch (ArithmeticException divisionByZero) {
            BigDecimal above = evaluate(e, n -> n.equals(variable) ? valueOf.apply(n).add(A_LITTLE) : valueOf.apply(n));
            BigDecimal below = evaluate(e, n -> n.equals(variable) ? valueOf.apply(n).subtract(A_LITTLE) : valueOf.apply(n));
            return above.add(below).divide(BigDecimal.TWO, DIGITS);
        }
    }

    /** The value; a division by zero is an {@link ArithmeticException}. */
    static BigDecimal evaluate(Expr e, Function<String, BigDecimal> valueOf) {
        return switch (e) {
            case Literal l -> new BigDecimal(l.value());
            case Symbol s -> valueOf.apply(s.name());
            case Binary b -> {
                BigDecimal x = evaluate(b.left(), valueOf);
                BigDecimal y = evaluate(b.right(), valueOf);
                yield switch (b.operator()) {
                    case ADD -> x.add(y, DIGITS);
                    case SUBTRACT -> x.subtract(y, DIGITS);
                    case MULTIPLY -> x.multiply(y, DIGITS);
                    case DIVIDE -> x.divide(y, DIGITS);
                    case POWER -> power(x, y);
                    case MIN -> x.min(y);
                    case MAX -> x.max(y);
                };
            }
            case Call c -> {
                BigDecimal x = evaluate(c.argument(), valueOf);
                yield switch (c.function()) {
                    case NEGATE -> x.negate();
                    case EXP -> exp(x);
                    case SIN -> sin(x);
                    case ABS -> x.abs();
                    case SQRT -> x.sqrt(DIGITS);
                    default -> throw new IllegalArgumentException("no ready-made model uses " + c.function());
                };
            }
            case Select s -> {
                int order = evaluate(s.condition().left(), valueOf).compareTo(evaluate(s.condition().right(), valueOf));
                yield evaluate(s.condition().relation().holds(order, 0) ? s.then() : s.otherwise(), valueOf);
            }
        };
    }

    private static BigDecimal power(BigDecimal x, BigDecimal y) {
        return y.stripTrailingZeros().scale() <= 0 ? x.pow(y.intValueExact(), DIGITS) : exp(y.multiply(log(x), DIGITS));
    }

    private static BigDecimal exp(BigDecimal x) {
        int halvings = Math.max(0, x.precision() - x.scale()) * 4 + 4;
        BigDecimal small = x.divide(BigDecimal.TWO.pow(halvings), DIGITS);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int n = 1; term.abs().compareTo(NEGLIGIBLE) > 0; n++) {
            term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }

    /** The zero of eʸ − x by Halley's iteration, which triples the digits. */
    private static BigDecimal log(BigDecimal x) {
        BigDecimal y = BigDecimal.valueOf(Math.log(x.doubleValue()));
        for (int i = 0; i < 4; i++) {
            BigDecimal e = exp(y);
            y = y.add(BigDecimal.TWO.multiply(x.subtract(e), DIGITS).divide(x.add(e), DIGITS), DIGITS);
        }
        return y;
    }

    private static BigDecimal sin(BigDecimal x) {
        BigDecimal sum = x;
        BigDecimal term = x;
        for (int n = 2; term.abs().compareTo(NEGLIGIBLE) > 0; n += 2) {
            term = term.multiply(x, DIGITS).multiply(x, DIGITS).divide(BigDecimal.valueOf(-(long) n * (n + 1)), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }
}
