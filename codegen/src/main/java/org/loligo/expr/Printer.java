package org.loligo.expr;

import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Comparison;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;

/** Expressions as mathematical text with as few brackets as the usual precedence allows. */
public final class Printer {
    private static final int SUM = 1;
    private static final int PRODUCT = 2;
    private static final int SIGN = 3;
    private static final int POWER = 4;
    private static final int ATOM = 5;

    private Printer() {}

    /** The expression, e.g. {@code (I - g_L*(V - E_L))/C}. */
    public static String print(Expr e) {
        return switch (e) {
            case Literal l -> number(l.value());
            case Symbol s -> s.name();
            case Binary(Operator op, Expr a, Expr b) -> switch (op) {
                // a + (b + c) rounds differently from a + b + c, so the brackets stay
                case ADD -> at(SUM, a) + " + " + at(PRODUCT, b);
                case SUBTRACT -> at(SUM, a) + " - " + at(PRODUCT, b);
                case MULTIPLY -> at(PRODUCT, a) + "*" + at(SIGN, b);
                case DIVIDE -> at(PRODUCT, a) + "/" + at(POWER, b);
                case POWER -> at(ATOM, a) + "^" + at(POWER, b);
                case MIN -> "min(" + print(a) + ", " + print(b) + ")";
                case MAX -> "max(" + print(a) + ", " + print(b) + ")";
            };
            case Call(Function f, Expr x) -> f == Function.NEGATE ? "-" + at(SIGN, x) : f.text() + "(" + print(x) + ")";
            case Select(Comparison c, Expr a, Expr b) -> "select(" + print(c) + ", " + print(a) + ", " + print(b) + ")";
        };
    }

    /** The condition, e.g. {@code V < -63}. */
    public static String print(Comparison c) {
        return print(c.left()) + " " + c.relation().text() + " " + print(c.right());
    }

    /** A number without a trailing {@code .0}. */
    public static String number(double value) {
        String text = Double.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String at(int least, Expr e) {
        String text = print(e);
        return strength(e) < least ? "(" + text + ")" : text;
    }

    private static int strength(Expr e) {
        return switch (e) {
            case Literal l -> Math.copySign(1, l.value()) < 0 ? SIGN : ATOM;
            case Call c when c.function() == Function.NEGATE -> SIGN;
            case Binary b -> switch (b.operator()) {
                case ADD, SUBTRACT -> SUM;
                case MULTIPLY, DIVIDE -> PRODUCT;
                case POWER -> POWER;
                case MIN, MAX -> ATOM;
            };
            default -> ATOM;
        };
    }
}
