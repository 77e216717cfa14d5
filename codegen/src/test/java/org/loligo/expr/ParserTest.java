package org.loligo.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.model.ModelException;

class ParserTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1 + 2*3          | 7",
        "(1 + 2)*3        | 9",
        "10 - 4 - 3       | 3",
        "100/10/2         | 5",
        "2^3^2            | 512",
        "-2^2             | -4",
        "2^-1             | 0.5",
        "2*-3             | -6",
        "- -3             | 3",
        "+3               | 3",
        "1e-3 * 1E3       | 1",
        ".5 + 2.          | 2.5",
        "min(3, max(1,2)) | 2",
        "sqrt(16) + abs(-2) | 6",
        "exp(0) + log(1) + sin(0) + cos(0) + tanh(0) | 2",
        "exprelr(0)       | 1",
        "select(1 < 2, 3, 4) | 3",
        "select(1 >= 2, 3, 4) | 4",
        "t/2              | 3.5",
        "pre.V - post.V   | 0"
    })
    void values(String formula, double expected) {
        assertEquals(expected, Evaluator.evaluate(Parser.parse(formula), _ -> 7), formula);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1 +            | column 4: expected a number, a name or '(', got the end",
        "2*(1-exp(t)    | column 12: expected ')', got the end",
        "1 + )          | column 5: expected a number, a name or '(', got ')'",
        "1 2            | column 3: expected an operator or the end, got '2'",
        "t)             | column 2: expected an operator or the end, got ')'",
        "a $ b          | column 3: the character '$' has no meaning",
        "2**3           | column 3: '**' has no meaning in a formula, expected '^'",
        "xep(t)         | column 1: 'xep' is not a function; did you mean 'exp'?",
        "1 + sinh(t)    | column 5: 'sinh' is not a function; did you mean 'sin'?",
        "min(1)         | column 6: expected ',', got ')'",
        "exp(1, 2)      | column 6: expected ')', got ','",
        "select(t, 1, 2) | column 9: expected a comparison",
        "1e999          | column 1: 1e999 is larger than a computer can hold"
    })
    void mistakes(String formula, String message) {
        String given = assertThrows(ModelException.class, () -> Parser.parse(formula)).getMessage();
        assertTrue(given.contains(message), given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "()", "-", "((((1)"})
    void notFormulas(String formula) {
        assertThrows(ModelException.class, () -> Parser.parse(formula));
    }

    @Test
    void depthIsLimited() {
        assertThrows(ModelException.class, () -> Parser.parse("(".repeat(100_000) + "1" + ")".repeat(100_000)));
        assertThrows(ModelException.class, () -> Parser.parse("-".repeat(100_000) + "1"));
        String tall = assertThrows(ModelException.class, () -> Parser.parse("1" + "+t".repeat(100_000))).getMessage();
        assertTrue(tall.endsWith("has more than 1000 operators in a row; put brackets around parts of the row"), tall);
        assertTrue(tall.length() < 300, "the message is short: " + tall.length());
        Parser.parse("1" + "+t".repeat(998));
    }

    @Test
    void readsWhatIsPrinted() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            Expr e = random(random, 5);
            String text = Printer.print(e);
            assertEquals(text, Printer.print(Parser.parse(text)));
        }
    }

    private static Expr random(Random random, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return random.nextBoolean() ? new Expr.Symbol("pre.x_" + random.nextInt(3)) : new Expr.Literal(random.nextInt(-5, 5) / 4.0);
        }
        Expr a = random(random, depth - 1);
        Expr b = random(random, depth - 1);
        return switch (random.nextInt(3)) {
            case 0 -> new Expr.Call(Function.values()[random.nextInt(Function.values().length)], a);
            case 1 -> new Expr.Binary(Operator.values()[random.nextInt(Operator.values().length)], a, b);
            default -> Expressions.select(a.below(b), b, a);
        };
    }
}
