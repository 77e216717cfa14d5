package org.loligo.codegen.emit;

import java.util.function.UnaryOperator;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Function;
import org.loligo.expr.Operator;
import org.loligo.model.Precision;

/**
 * Expressions as C, every literal and function in the precision of the kernel. {@code exprelr}, {@code minimum} and {@code maximum} are
 * functions of {@link #FUNCTIONS}.
 */
final class CExpression {
    /** The functions C has not: the last two pass on what is not a number, which {@code fmin} and {@code fmax} would lose. */
    static final String[][] FUNCTIONS = {
        {"exprelr", "(real x) { return x == 0 ? 1 : x / %s(x); }"},
        {"minimum", "(real x, real y) { return x < y || x != x ? x : y; }"},
        {"maximum", "(real x, real y) { return x > y || x != x ? x : y; }"},
    };

    private static final int CHOICE = 0;
    private static final int SUM = 1;
    private static final int PRODUCT = 2;
    private static final int SIGN = 3;
    private static final int ATOM = 4;

    private final Precision precision;
    private final boolean suffixed;
    private final UnaryOperator<String> nameOf;

    /** Expressions in a precision whose symbols are written as {@code nameOf} says. */
    CExpression(Precision precision, Dialect dialect, UnaryOperator<String> nameOf) {
        this.precision = precision;
        this.suffixed = dialect.suffixed() && precision == Precision.FLOAT32;
        this.nameOf = nameOf;
    }

    /** A function of the mathematical library. */
    String function(String name) {
        return suffixed ? name + "f" : name;
    }

    /** A number; what is out of the precision's range is infinite. */
    String number(double value) {
        double rounded = precision.round(value);
        // the macros are of type float: with a double beside it, an overloaded function would not know which it is
        if (Double.isNaN(rounded)) {
            return "(real)NAN";
        }
        if (Double.isInfinite(rounded)) {
            return rounded > 0 ? "(real)INFINITY" : "-(real)INFINITY";
        }
        return precision == Precision.FLOAT32 ? (float) value + "f" : Double.toString(value);
    }

    String text(Expr e) {
        return switch (e) {
            case Literal l -> number(l.value());
            case Symbol s -> nameOf.apply(s.name());
            case Binary(Operator op, Expr a, Expr b) -> switch (op) {
                case ADD -> at(SUM, a) + " + " + at(PRODUCT, b);
                case SUBTRACT -> at(SUM, a) + " - " + at(PRODUCT, b);
                case MULTIPLY -> at(PRODUCT, a) + " * " + at(SIGN, b);
                case DIVIDE -> at(PRODUCT, a) + " / " + at(SIGN, b);
                case POWER -> function("pow") + "(" + text(a) + ", " + text(b) + ")";
                case MIN -> "minimum(" + text(a) + ", " + text(b) + ")";
                case MAX -> "maximum(" + text(a) + ", " + text(b) + ")";
            };
            // a sign before a sign would be another operator
            case Call(Function f, Expr x) -> f == Function.NEGATE ? "-" + at(ATOM, x) : call(f) + "(" + text(x) + ")";
            case Select s -> at(SUM, s.condition().left()) + " " + s.condition().relation().text() + " " + at(SUM, s.condition().right())
                    + " ? " + at(SUM, s.then()) + " : " + at(SUM, s.otherwise());
        };
    }

    private String call(Function f) {
        return switch (f) {
            case ABS -> function("fabs");
            case EXPRELR -> "exprelr";
            default -> function(f.name().toLowerCase(java.util.Locale.ROOT));
        };
    }

    private String at(int least, Expr e) {
        String text = text(e);
        return strength(e) < least ? "(" + text + ")" : text;
    }

    private int strength(Expr e) {
        return switch (e) {
            case Literal l -> number(l.value()).startsWith("-") ? SIGN : ATOM;
            case Call c when c.function() == Function.NEGATE -> SIGN;
            case Binary b -> switch (b.operator()) {
                case ADD, SUBTRACT -> SUM;
                case MULTIPLY, DIVIDE -> PRODUCT;
                case MIN, MAX, POWER -> ATOM;
            };
            case Select _ -> CHOICE;
            default -> ATOM;
        };
    }
}
