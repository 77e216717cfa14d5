package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.codegen.pass.ExprelDetection.detect;
import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.literal;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Evaluator;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Parser;

/** Quotients with a removable singularity are found however they are written, and nothing else is taken for one. */
class ExprelDetectionTest {
    private static final Expr V = new Symbol("V");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "x/(exp(x) - 1) | exprelr(x)",
            "x/(-1 + exp(x)) | exprelr(x)",
            "x/(1 - exp(x)) | -1*exprelr(x)",
            "-x/(exp(x) - 1) | -1*exprelr(x)",
            "x/(1 - exp(-x)) | exprelr(-x)",
            "5*x/(exp(x) - 1) | 5*exprelr(x)",
            "x*5/(exp(x) - 1) | 5*exprelr(x)",
            "x/(2*exp(x) - 2) | 0.5*exprelr(x)",
            "x/(2*(exp(x) - 1)) | 0.5*exprelr(x)",
            "x/(exp(x) - 1)/3 | exprelr(x)/3",
            "2*x/(exp(2*x) - 1) | exprelr(2*x)",
            "x/(exp(2*x) - 1) | 0.5*exprelr(2*x)",
            "x/(exp(x/4) - 1) | 4*exprelr(x/4)",
            "0.5*(13 - V)/(exp((13 - V)/4) - 1) | 2*exprelr((13 - V)/4)",
            "(V + 40)/(1 - exp(-(V + 40)/10)) | 10*exprelr(-(V + 40)/10)",
            "a*x/(exp(x) - 1) | a*exprelr(x)",
            "x*a*b/(exp(x) - 1) | a*b*exprelr(x)",
            "x/a/(exp(x) - 1) | 1/a*exprelr(x)",
            "x^2*x/(exp(x) - 1) | x^2*exprelr(x)",
            "(x - y)/(exp(x - y) - 1) | exprelr(x - y)",
            "(y - x)/(exp(x - y) - 1) | -1*exprelr(x - y)",
            "(x - y + 3)/(exp((3 + x - y)/2) - 1) | 2*exprelr((3 + x - y)/2)",
            "sin(x)/(exp(sin(x)) - 1) | exprelr(sin(x))",
            "exp(x/(exp(x) - 1)) | exp(exprelr(x))",
            "x/(exp(x) - 1) + y/(exp(y) - 1) | exprelr(x) + exprelr(y)",
    })
    void found(String formula, String expected) {
        assertEquals(expected, detect(Parser.parse(formula)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "x/(exp(x) + 1)", "x/(exp(x) - 2)", "x/(2*exp(x) - 1)", "x/exp(x)", "1/(exp(x) - 1)", "y/(exp(x) - 1)",
            "(x + 1)/(exp(x) - 1)", "x/(exp(x + 1) - 1)", "x/(exp(y) - 1)", "x/(exp(x) - 1 + y)", "x/(exp(x) - exp(y))",
            "x/(x*exp(x) - 1)", "x^2/(exp(x) - 1)", "x/(exp(x^2) - 1)", "(x + y)/(exp(x) - 1)", "x/(tanh(x) - 1)",
            // these only look alike: they have another zero, and a pole here
            "(x + 0.000001)/(exp(x) - 1)", "(13 - V)/(exp((13.001 - V)/4) - 1)", "(exp(x) - 1)/x",
    })
    void notFound(String formula) {
        assertEquals(Parser.parse(formula), detect(Parser.parse(formula)));
    }

    /** With names instead of numbers the quotient has the same singularity. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "(V - h)/(exp((V - h)/k) - 1) | k*exprelr((V - h)/k)",
            "a*(h - V)/(exp((h - V)/k) - 1) | a*k*exprelr((h - V)/k)",
            "(V - h)/(1 - exp((h - V)/k)) | k*exprelr((h - V)/k)",
            "(V - h)/(exp(-(V - h)/k) - 1) | -1*k*exprelr(-(V - h)/k)",
            "(V - h)/(exp(k*(V - h)) - 1) | 1/k*exprelr(k*(V - h))",
            "2*(V - h)/(exp((V - h)*k) - 1) | 2/k*exprelr((V - h)*k)",
    })
    void foundWithParameters(String formula, String limit) {
        Expr e = Parser.parse(formula);
        Expr detected = detect(e);
        double h = -41.5;
        for (double k : new double[] {0.25, 4, -3}) {
            java.util.function.ToDoubleFunction<String> singular = n -> n.equals("k") ? k : n.equals("a") ? 3 : h;
            assertEquals(Evaluator.evaluate(Parser.parse(limit), singular), Evaluator.evaluate(detected, singular), 1e-15 * 12, limit);
            // well away from the singularity both ways to write it have four or so roundings of a number below 100
            java.util.function.ToDoubleFunction<String> regular = n -> n.equals("V") ? h + 2 : singular.applyAsDouble(n);
            assertEquals(Evaluator.evaluate(e, regular), Evaluator.evaluate(detected, regular), 1e-13);
        }
    }

    /**
     * Random scales and places of the singularity, random ways to write numerator and denominator. Away from the singularity the value is
     * the same; at it, the limit.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keepsTheValues(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            double centre = Math.rint(random.nextGaussian() * 400) / 8;
            double scale = (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextInt(400) / 10.0);
            double factor = Math.rint(random.nextGaussian() * 1000) / 1000 + 2;
            Expr top = multiple(random, centre, factor);
            Expr argument = divided(random, centre, scale);
            Expr e = top.over(denominator(random, argument));
            Expr detected = detect(e);
            String what = e + " became " + detected;
            assertEquals(1, detected.toString().split("exprelr", -1).length - 1, what);
            // factor·u/(e^(u/scale) − 1) is factor·scale at u = 0; the literals in it are rounded some ten times
            double sign = Math.signum(Evaluator.evaluate(e, _ -> centre + scale) * factor * scale);
            double limit = sign * factor * scale;
            assertEquals(limit, Evaluator.evaluate(detected, _ -> centre), Math.abs(limit) * 1e-14, what);
            for (double u : new double[] {-3 * scale, -0.5 * scale, 0.25 * scale, 2 * scale}) {
                double v = centre + u;
                double expected = Evaluator.evaluate(e, _ -> v);
                // u is a difference of numbers up to 200 that is 0.1 or more, rounded in either form; then some ten roundings more
                double relative = 4 * 0x1p-53 * (Math.abs(v) + Math.abs(centre)) / Math.abs(u) + 1e-14;
                assertEquals(expected, Evaluator.evaluate(detected, _ -> v), Math.abs(expected) * relative * 3, what + " at " + v);
            }
        }
    }

    /** A multiple of V − centre. */
    private static Expr multiple(Random random, double centre, double factor) {
        Expr u = V.minus(centre);
        return switch (random.nextInt(6)) {
            case 0 -> u.times(factor);
            case 1 -> literal(factor).times(u);
            case 2 -> literal(centre).minus(V).times(-factor);
            case 3 -> literal(centre).minus(V).times(factor).negate();
            case 4 -> u.times(factor * 2).over(2);
            default -> V.plus(-centre).times(factor);
        };
    }

    private static Expr divided(Random random, double centre, double scale) {
        Expr u = V.minus(centre);
        return switch (random.nextInt(4)) {
            case 0 -> u.over(scale);
            case 1 -> literal(centre).minus(V).over(-scale);
            case 2 -> literal(centre).minus(V).over(scale).negate();
            default -> u.times(1 / scale);
        };
    }

    private static Expr denominator(Random random, Expr argument) {
        return switch (random.nextInt(4)) {
            case 0 -> exp(argument).minus(1);
            case 1 -> literal(1).minus(exp(argument));
            case 2 -> literal(-1).plus(exp(argument));
            default -> exp(argument).minus(1).negate();
        };
    }

    @Test
    void inAProgram() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.direct((g, pre, post) ->
                g.times(literal(3).times(pre.minus(0.25)).over(exp(pre.minus(0.25).over(2)).minus(1))).times(post))));
        StepProgram after = new ExprelDetection().apply(before);
        assertTrue(before.toString().contains("  export current = g*(3*(pre.V - 0.25)/(exp((pre.V - 0.25)/2) - 1))*post.V*edge.weight\n"),
                before::toString);
        assertEquals(before.toString().replace("3*(pre.V - 0.25)/(exp((pre.V - 0.25)/2) - 1)", "6*exprelr((pre.V - 0.25)/2)"),
                after.toString());
    }
}
