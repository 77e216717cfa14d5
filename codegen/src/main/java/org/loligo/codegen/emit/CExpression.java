package org.loligo.codegen.emit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /** The functions C has not, in dialects without fast math. The last two pass on what is not a number, which {@code fmin} would lose. */
    static final Map<String, String> FUNCTIONS = functions("(real x) { return x == 0 ? 1 : x / %s(x); }");

    /**
     * Near 0, where eˣ − 1 would cancel, a polynomial: the first terms of the series of Bernoulli numbers; the next one is less than half a
     * unit in the last place. Both are computed, for threads that go different ways wait for each other.
     */
    private static final Map<String, String> FAST = functions("""
            (real x) {
                const real y = x * x;
                const real p = (((-8.2671958E-7f * y + 3.3068783E-5f) * y - 1.3888889E-3f) * y + 8.3333333E-2f) * y + (1 - 0.5f * x);
                const real q = quotient(x, exponential(x) - 1);
                return fabsf(x) < 1 ? p : q;
            }""");

    private static Map<String, String> functions(String exprelr) {
        Map<String, String> functions = new LinkedHashMap<>();
        functions.put("exprelr", exprelr);
        functions.put("minimum", "(real x, real y) { return x < y || x != x ? x : y; }");
        functions.put("maximum", "(real x, real y) { return x > y || x != x ? x : y; }");
        return functions;
    }

    private static final int CHOICE = 0;
    private static final int SUM = 1;
    private static final int PRODUCT = 2;
    private static final int SIGN = 3;
    private static final int ATOM = 4;

    private final Precision precision;
    private final Dialect dialect;
    private final boolean suffixed;
    private final UnaryOperator<String> nameOf;

    /** Expressions in a precision whose symbols are written as {@code nameOf} says. */
    CExpression(Precision precision, Dialect dialect, UnaryOperator<String> nameOf) {
        this.precision = precision;
        this.dialect = dialect;
        this.suffixed = dialect.suffixed() && precision == Precision.FLOAT32;
        this.nameOf = nameOf;
    }

    /** The definitions of the functions that C has not and that a text calls, each before it is called. */
    List<String> definitions(String text) {
        Map<String, String> known = new LinkedHashMap<>(dialect.fast());
        known.putAll(dialect.fast().isEmpty() ? FUNCTIONS : FAST);
        Set<String> called = new HashSet<>();
        List<String> definitions = new ArrayList<>();
        for (String name : known.keySet().stream().toList().reversed()) {
            if (text.contains(name + "(") || called.stream().anyMatch(c -> known.get(c).contains(name + "("))) {
                called.add(name);
                definitions.addFirst(dialect.function() + " real " + name + known.get(name).formatted(function("expm1")));
            }
        }
        return definitions;
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
                case DIVIDE -> isFast() ? "quotient(" + text(a) + ", " + text(b) + ")" : at(PRODUCT, a) + " / " + at(SIGN, b);
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
            case EXP -> isFast() ? "exponential" : function("exp");
            default -> function(f.name().toLowerCase(java.util.Locale.ROOT));
        };
    }

    private boolean isFast() {
        return !dialect.fast().isEmpty();
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
                case MULTIPLY -> PRODUCT;
                case DIVIDE -> isFast() ? ATOM : PRODUCT;
                case MIN, MAX, POWER -> ATOM;
            };
            case Select _ -> CHOICE;
            default -> ATOM;
        };
    }
}
