package org.loligo.codegen.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.expr.Evaluator;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Comparison;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Relation;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Function;
import org.loligo.expr.Operator;
import org.loligo.expr.Parser;
import org.loligo.model.Precision;

/** Expressions mean the same in C. */
class CExpressionTest {
    /** Its functions of float have names of their own, as in plain C. */
    private static final Dialect SUFFIXED = Dialect.CUDA_C;

    private static String text(Expr e, Precision precision, Dialect dialect) {
        return new CExpression(precision, dialect, n -> n).text(e);
    }

    private static String text(String formula) {
        return text(Parser.parse(formula), Precision.FLOAT64, Dialect.OPENCL_C);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "a - (b - c); a - (b - c)", "a - b - c; a - b - c", "(a - b) - c; a - b - c", "a / (b * c); a / (b * c)", "a * b / c; a * b / c",
        "a * (b / c); a * (b / c)", "(a + b) * c; (a + b) * c", "-(a + b); -(a + b)", "-(-a); -(-a)", "a - -b; a - -b", "-a * b; -a * b",
        "-(a * b); -(a * b)", "a ^ b; pow(a, b)", "-a ^ b; -pow(a, b)", "(a + b) ^ 2; pow(a + b, 2.0)", "abs(a); fabs(a)",
        "min(a, b + 1); minimum(a, b + 1.0)", "max(a, b) * 2; maximum(a, b) * 2.0", "select(a < b, c, d); a < b ? c : d",
        "select(a < b, c, d) + 1; (a < b ? c : d) + 1.0", "select(a < b, select(b < c, 1, 2), 3); a < b ? (b < c ? 1.0 : 2.0) : 3.0",
        "exp(a) * tanh(b); exp(a) * tanh(b)"})
    void bracketsWhereTheyAreNeeded(String formula, String c) {
        assertEquals(c, text(formula));
    }

    @Test
    void numbersAndFunctionsOfSinglePrecision() {
        Expr e = Parser.parse("exp(a) + a ^ 0.1 + abs(a) - 1e-20 * 3");
        assertEquals("exp(a) + pow(a, 0.1f) + fabs(a) - 1.0E-20f * 3.0f", text(e, Precision.FLOAT32, Dialect.OPENCL_C));
        assertEquals("expf(a) + powf(a, 0.1f) + fabsf(a) - 1.0E-20f * 3.0f", text(e, Precision.FLOAT32, SUFFIXED));
        assertEquals("exp(a) + pow(a, 0.1) + fabs(a) - 1.0E-20 * 3.0", text(e, Precision.FLOAT64, SUFFIXED));
    }

    @Test
    void fastMathIsForDivisionsAndExponentials() {
        Dialect fast = Dialect.CUDA_C.fastMath().orElseThrow();
        assertEquals("quotient(a, b + 1.0f) * exponential(-c) - tanhf(a) - quotient(quotient(a, b), c)",
                text(Parser.parse("a / (b + 1) * exp(-c) - tanh(a) - a / b / c"), Precision.FLOAT32, fast));
        assertEquals(Optional.empty(), Dialect.OPENCL_C.fastMath());
    }

    /** What is called is defined, what is not is not: compilers would warn. */
    @Test
    void definitionsAreThoseOfWhatIsCalled() {
        CExpression c = new CExpression(Precision.FLOAT32, Dialect.CUDA_C.fastMath().orElseThrow(), n -> n);
        assertEquals(List.of(), names(c.definitions("a * b")));
        assertEquals(List.of("exponential"), names(c.definitions("exponential(a)")));
        assertEquals(List.of("quotient", "exponential", "exprelr"), names(c.definitions("exprelr(a)")));
        CExpression plain = new CExpression(Precision.FLOAT32, Dialect.CUDA_C, n -> n);
        assertEquals(List.of("exprelr", "maximum"), names(plain.definitions("maximum(exprelr(a), b)")));
    }

    private static List<String> names(List<String> definitions) {
        return definitions.stream().map(d -> d.substring(d.indexOf("real ") + 5, d.indexOf('('))).toList();
    }

    /** The macros are floats: beside a double, an overloaded function of OpenCL would be ambiguous. */
    @Test
    void numbersOutOfRange() {
        assertEquals("pow(a, (real)INFINITY)", text(new Binary(Operator.POWER, new Symbol("a"), new Literal(Double.POSITIVE_INFINITY)),
                Precision.FLOAT64, Dialect.OPENCL_C));
        assertEquals("-(real)INFINITY", text(new Literal(-1e300), Precision.FLOAT32, Dialect.OPENCL_C));
        assertEquals("-(-(real)INFINITY)", text(new Call(Function.NEGATE, new Literal(-1e300)), Precision.FLOAT32, Dialect.OPENCL_C));
        assertEquals("(real)NAN", text(new Literal(Double.NaN), Precision.FLOAT64, Dialect.OPENCL_C));
        assertEquals("0.0f", text(new Literal(1e-300), Precision.FLOAT32, Dialect.OPENCL_C));
        assertEquals("a * -0.0", text(new Binary(Operator.MULTIPLY, new Symbol("a"), new Literal(-0.0)), Precision.FLOAT64,
                Dialect.OPENCL_C));
    }

    /** Random expressions of what every compiler rounds correctly give the very bits of the evaluator. */
    @Test
    void aCompilerUnderstandsTheSame(@TempDir Path folder) throws IOException, InterruptedException {
        Random random = new Random(7);
        List<Expr> expressions = new ArrayList<>();
        StringBuilder c = new StringBuilder("#include <math.h>\n#include <stdio.h>\ntypedef double real;\n");
        CExpression.FUNCTIONS.forEach((name, body) -> c.append("static real ").append(name).append(body.formatted("expm1")).append('\n'));
        c.append("int main(void) {\n    volatile real vx = 1.25, vy = -0.75, vz = 3; real x = vx, y = vy, z = vz;\n");
        for (int i = 0; i < 400; i++) {
            expressions.add(expression(random, 5));
            c.append("    printf(\"%a\\n\", ").append(text(expressions.getLast(), Precision.FLOAT64, SUFFIXED)).append(");\n");
        }
        c.append("    return 0;\n}\n");
        Path source = Files.writeString(folder.resolve("all.c"), c);
        Path program = folder.resolve("all");
        List<String> lines = run(folder, List.of("cc", "-O0", "-ffp-contract=off", "-o", program.toString(), source.toString(), "-lm"),
                program.toString());
        for (int i = 0; i < expressions.size(); i++) {
            double expected = Evaluator.evaluate(expressions.get(i), n -> n.equals("x") ? 1.25 : n.equals("y") ? -0.75 : 3);
            String line = lines.get(i);
            double actual = line.contains("nan") ? Double.NaN : line.equals("inf") ? Double.POSITIVE_INFINITY
                    : line.equals("-inf") ? Double.NEGATIVE_INFINITY : Double.parseDouble(line);
            assertEquals(expected, actual, expressions.get(i) + " as " + text(expressions.get(i), Precision.FLOAT64, SUFFIXED));
        }
    }

    private static List<String> run(Path folder, List<String> compile, String program) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process compiler;
        try {
            compiler = new ProcessBuilder(compile).redirectErrorStream(true).redirectOutput(errors.toFile()).start();
        } catch (IOException e) {
            return Assumptions.abort("there is no C compiler: " + e.getMessage());
        }
        assertTrue(compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0, () -> read(errors));
        Path output = folder.resolve("output");
        assertTrue(new ProcessBuilder(program).redirectOutput(output.toFile()).start().waitFor(60, TimeUnit.SECONDS));
        return Files.readAllLines(output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Expr expression(Random random, int depth) {
        if (depth == 0) {
            return random.nextInt(3) == 0 ? new Literal(random.nextInt(9) / 2.0 - 2)
                    : new Symbol(List.of("x", "y", "z").get(random.nextInt(3)));
        }
        Expr a = expression(random, depth - 1);
        Expr b = expression(random, random.nextInt(depth));
        return switch (random.nextInt(9)) {
            case 0 -> new Call(Function.NEGATE, a);
            case 1 -> new Call(Function.ABS, a);
            case 2 -> new Select(new Comparison(Relation.values()[random.nextInt(4)], a, b), b, expression(random, depth - 1));
            case 3 -> new Binary(random.nextBoolean() ? Operator.MIN : Operator.MAX, a, b);
            case 4, 5 -> new Binary(random.nextBoolean() ? Operator.ADD : Operator.MULTIPLY, a, b);
            case 6 -> new Binary(Operator.SUBTRACT, b, a);
            case 7 -> new Binary(Operator.SUBTRACT, a, b);
            default -> new Binary(Operator.DIVIDE, b, a);
        };
    }
}
