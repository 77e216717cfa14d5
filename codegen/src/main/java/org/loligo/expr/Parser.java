package org.loligo.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.loligo.expr.Expr.Comparison;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Relation;
import org.loligo.expr.Expr.Symbol;
import org.loligo.model.ModelException;
import org.loligo.model.Names;

/**
 * Formulas as text, in the notation of {@link Printer}: {@code + - * / ^}, brackets, the functions of {@link Function}, {@code min(a, b)},
 * {@code max(a, b)} and {@code select(a < b, then, otherwise)}; any other name is a {@link Symbol}. {@code ^} binds tighter than a sign
 * before it and groups to the right, as in mathematics: {@code -x^2^3} is {@code -(x^(2^3))}.
 */
public final class Parser {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<number>(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*)"
                    + "|(?<sign><=|>=|[-+*/^(),<>])");
    private static final List<String> FUNCTIONS = Stream.concat(
            Stream.of(Function.values()).filter(f -> f != Function.NEGATE).map(Function::text), Stream.of("min", "max", "select")).toList();
    private static final String END = "";
    /** Far more than anyone writes, and few enough for the stack. */
    private static final int DEEPEST = 300;
    /** A chain a + b + c + … nests too, each sum in the next one. */
    private static final int TALLEST = 1000;
    private static final int SHOWN = 100;

    private static final int SUM = 1;
    private static final int PRODUCT = 2;
    private static final int SIGN = 3;
    private static final int POWER = 4;

    private final String formula;
    private int end;
    private int start;
    private String token;
    private int depth;

    private Parser(String formula) {
        this.formula = formula;
    }

    /**
     * The expression a formula is.
     *
     * @throws ModelException with the column of the mistake when it is not a formula
     */
    public static Expr parse(String formula) {
        Parser parser = new Parser(formula);
        parser.advance();
        Expr result = parser.expression(SUM);
        if (!parser.token.equals(END)) {
            throw parser.expected("an operator or the end");
        }
        if (height(result) > TALLEST) {
            throw new ModelException("the formula '" + parser.shown() + "' has more than " + TALLEST
                    + " operators in a row; put brackets around parts of the row");
        }
        return result;
    }

    /** How many expressions stand inside each other, counted without recursion: a tall one is what breaks that. */
    private static int height(Expr e) {
        int height = 0;
        for (List<Expr> level = List.of(e); !level.isEmpty(); height++) {
            level = level.stream().flatMap(Parser::parts).toList();
        }
        return height;
    }

    private static Stream<Expr> parts(Expr e) {
        return switch (e) {
            case Literal _, Symbol _ -> Stream.of();
            case Expr.Call c -> Stream.of(c.argument());
            case Expr.Binary b -> Stream.of(b.left(), b.right());
            case Expr.Select s -> Stream.of(s.condition().left(), s.condition().right(), s.then(), s.otherwise());
        };
    }

    private String shown() {
        String text = formula.strip();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private void advance() {
        start = end;
        while (start < formula.length() && Character.isWhitespace(formula.charAt(start))) {
            start++;
        }
        if (start == formula.length()) {
            token = END;
            return;
        }
        Matcher m = TOKEN.matcher(formula).region(start, formula.length());
        if (!m.lookingAt()) {
            int character = formula.codePointAt(start);
            throw refuse("the character '" + Character.toString(character) + "' has no meaning in a formula");
        }
        token = m.group();
        end = m.end();
    }

    private ModelException refuse(String sentence) {
        return new ModelException("the formula '" + shown() + "', column " + (start + 1) + ": " + sentence);
    }

    private ModelException expected(String what) {
        return refuse("expected " + what + ", got " + (token.equals(END) ? "the end" : "'" + token + "'"));
    }

    private boolean accept(String sign) {
        if (!token.equals(sign)) {
            return false;
        }
        advance();
        return true;
    }

    private void require(String sign) {
        if (!accept(sign)) {
            throw expected("'" + sign + "'");
        }
    }

    /** An expression of operators that bind at least as tight as {@code least}. */
    private Expr expression(int least) {
        if (++depth > DEEPEST) {
            throw refuse("brackets and operators are nested too deep");
        }
        Expr left = operand();
        while (true) {
            Operator operator = operator();
            int strength = operator == null ? 0 : strength(operator);
            if (operator == null || strength < least) {
                depth--;
                return left;
            }
            advance();
            if (operator == Operator.MULTIPLY && token.equals("*")) {
                throw refuse("'**' has no meaning in a formula, expected '^' for a power");
            }
            // a power groups to the right, and its exponent may have a sign: 2^-x
            left = new Expr.Binary(operator, left, expression(operator == Operator.POWER ? POWER : strength + 1));
        }
    }

    private Operator operator() {
        return switch (token) {
            case "+" -> Operator.ADD;
            case "-" -> Operator.SUBTRACT;
            case "*" -> Operator.MULTIPLY;
            case "/" -> Operator.DIVIDE;
            case "^" -> Operator.POWER;
            default -> null;
        };
    }

    private static int strength(Operator operator) {
        return switch (operator) {
            case ADD, SUBTRACT -> SUM;
            case MULTIPLY, DIVIDE -> PRODUCT;
            case POWER -> POWER;
            case MIN, MAX -> throw new IllegalArgumentException(operator + " is written as a function");
        };
    }

    private Expr operand() {
        if (accept("-")) {
            Expr operand = expression(SIGN);
            return operand instanceof Literal l && Math.copySign(1, l.value()) > 0 ? new Literal(-l.value()) : operand.negate();
        }
        if (accept("+")) {
            return expression(SIGN);
        }
        if (accept("(")) {
            Expr inner = expression(SUM);
            require(")");
            return inner;
        }
        if (token.isEmpty() || !Character.isLetterOrDigit(token.charAt(0)) && token.charAt(0) != '_' && token.charAt(0) != '.') {
            throw expected("a number, a name or '('");
        }
        if (Character.isDigit(token.charAt(0)) || token.charAt(0) == '.') {
            double value = Double.parseDouble(token);
            if (Double.isInfinite(value)) {
                throw refuse(token + " is larger than a computer can hold");
            }
            advance();
            return new Literal(value);
        }
        String name = token;
        int nameStart = start;
        advance();
        return token.equals("(") ? call(name, nameStart) : new Symbol(name);
    }

    private Expr call(String name, int nameStart) {
        if (!FUNCTIONS.contains(name)) {
            start = nameStart;
            throw refuse("'" + name + "' is not a function" + Names.suggestion(name, FUNCTIONS));
        }
        require("(");
        Expr result;
        if (name.equals("select")) {
            Comparison condition = comparison();
            require(",");
            Expr then = expression(SUM);
            require(",");
            result = Expressions.select(condition, then, expression(SUM));
        } else {
            List<Expr> arguments = new ArrayList<>(List.of(expression(SUM)));
            boolean two = name.equals("min") || name.equals("max");
            if (two) {
                require(",");
                arguments.add(expression(SUM));
            }
            result = two ? new Expr.Binary(name.equals("min") ? Operator.MIN : Operator.MAX, arguments.getFirst(), arguments.getLast())
                    : new Expr.Call(Function.valueOf(name.toUpperCase(java.util.Locale.ROOT)), arguments.getFirst());
        }
        require(")");
        return result;
    }

    private Comparison comparison() {
        Expr left = expression(SUM);
        for (Relation relation : Relation.values()) {
            if (accept(relation.text())) {
                return new Comparison(relation, left, expression(SUM));
            }
        }
        throw expected("a comparison, such as '<'");
    }
}
