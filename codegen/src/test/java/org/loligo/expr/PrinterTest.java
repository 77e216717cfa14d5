package org.loligo.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.max;
import static org.loligo.expr.Expressions.min;
import static org.loligo.expr.Expressions.minus;
import static org.loligo.expr.Expressions.pre;
import static org.loligo.expr.Expressions.select;
import static org.loligo.expr.Expressions.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.loligo.expr.Expr.Symbol;

/** Formulas as text, with brackets only where they change the meaning. */
class PrinterTest {
    private final Symbol a = symbol("a");
    private final Symbol b = symbol("b");
    private final Symbol c = symbol("c");

    @Test
    void sumsAndProducts() {
        prints("a + b*c", a.plus(b.times(c)));
        prints("(a + b)*c", a.plus(b).times(c));
        prints("a*b/c", a.times(b).over(c));
        prints("a/(b*c)", a.over(b.times(c)));
        prints("a/(b/c)", a.over(b.over(c)));
        prints("a*(b/c)", a.times(b.over(c)));
        prints("a - b - c", a.minus(b).minus(c));
        prints("a - (b - c)", a.minus(b.minus(c)));
        prints("a - (b + c)", a.minus(b.plus(c)));
    }

    @Test
    void signsAndPowers() {
        prints("-a*b", a.negate().times(b));
        prints("-(a*b)", a.times(b).negate());
        prints("-a^2", a.pow(2).negate());
        prints("(-a)^2", a.negate().pow(2));
        prints("(-2)^2", literal(-2).pow(2));
        prints("2^(-1)", literal(2).pow(-1));
        prints("(a^b)^c", a.pow(b).pow(c));
        prints("a^b^c", a.pow(b.pow(c)));
        prints("(a*b)^3", a.times(b).pow(3));
    }

    @Test
    void numbers() {
        prints("3", literal(3));
        prints("0.32", literal(0.32));
        prints("-95", literal(-95));
        prints("2.4E-4", literal(2.4e-4));
        prints("-0", literal(-0.0));
    }

    @Test
    void functionsAndConditions() {
        prints("exp((a - b)/5)", exp(a.minus(b).over(5)));
        prints("min(a + 1, max(b, c))", min(a.plus(1), max(b, c)));
        prints("select(pre.V < -63, a, 19/b)", select(pre("V").below(-63), a, literal(19).over(b)));
        assertEquals("a > b + 1", a.above(b.plus(1)).toString());
    }

    @Test
    void rateOfTraubAndMiles() {
        Symbol u = symbol("u");
        prints("0.32*(13 - u)/(exp((13 - u)/4) - 1)",
                literal(0.32).times(minus(13, u)).over(exp(minus(13, u).over(4)).minus(1)));
    }

    /** What is printed means the same as the tree: a reader with the usual precedence gets the same value. */
    @Test
    void textMeansTheTree() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            Expr e = tree(random, 5);
            double expected = Evaluator.evaluate(e, name -> name.charAt(0) - 'a' + 1.5);
            double read = new Reader(e.toString()).read();
            if (Double.isFinite(expected)) {
                assertEquals(expected, read, 1e-9 * Math.max(1, Math.abs(expected)), e.toString());
            }
        }
    }

    private static Expr tree(Random random, int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            return random.nextBoolean() ? symbol(String.valueOf((char) ('a' + random.nextInt(3)))) : literal(random.nextInt(-3, 4));
        }
        Expr left = tree(random, depth - 1);
        Expr right = tree(random, depth - 1);
        return switch (random.nextInt(6)) {
            case 0 -> left.plus(right);
            case 1 -> left.minus(right);
            case 2 -> left.times(right);
            case 3 -> left.over(right);
            case 4 -> left.pow(random.nextInt(-2, 4));
            default -> left.negate();
        };
    }

    private static void prints(String text, Expr e) {
        assertEquals(text, e.toString());
    }

    /** A reader of sums, products, signs and right-associative powers over the values a = 1.5, b = 2.5, c = 3.5. */
    private static final class Reader {
        private final List<Character> text = new ArrayList<>();
        private int at;

        Reader(String text) {
            text.chars().filter(c -> c != ' ').forEach(c -> this.text.add((char) c));
        }

        double read() {
            double value = sum();
            assertEquals(text.size(), at);
            return value;
        }

        private double sum() {
            double value = product();
            while (next("+-")) {
                value = text.get(at++) == '+' ? value + product() : value - product();
            }
            return value;
        }

        private double product() {
            double value = sign();
            while (next("*/")) {
                value = text.get(at++) == '*' ? value * sign() : value / sign();
            }
            return value;
        }

        private double sign() {
            if (next("-")) {
                at++;
                return -sign();
            }
            return power();
        }

        private double power() {
            double base = atom();
            if (next("^")) {
                at++;
                return Math.pow(base, power());
            }
            return base;
        }

        private double atom() {
            char c = text.get(at++);
            if (c == '(') {
                double value = sum();
                assertEquals(')', text.get(at++));
                return value;
            }
            if (Character.isLetter(c)) {
                return c - 'a' + 1.5;
            }
            StringBuilder number = new StringBuilder().append(c);
            while (next("0123456789.")) {
                number.append(text.get(at++));
            }
            return Double.parseDouble(number.toString());
        }

        private boolean next(String any) {
            return at < text.size() && any.indexOf(text.get(at)) >= 0;
        }
    }
}
