package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.exprelr;
import static org.loligo.expr.Expressions.literal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Body;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Evaluator;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Function;
import org.loligo.expr.Parser;
import org.loligo.expr.Trees;
import org.loligo.interpreter.Bounded;
import org.loligo.model.Precision;

/** Exponentials of one quantity become powers of one, as exactly as promised, and others stay. */
class ExponentialLatticeTest {
    private static final Symbol V = new Symbol("V");
    private static final Pass DOUBLES = new ExponentialLattice(Precision.FLOAT64);

    private static Expr merged(String formula) {
        return merged(Parser.parse(formula), Precision.FLOAT64);
    }

    private static Expr merged(Expr e, Precision precision) {
        return new ExponentialLattice(precision).apply(Body.of(Map.of("r", e))).results().get("r");
    }

    private static Set<Expr> exponentials(Expr e) {
        Set<Expr> calls = new HashSet<>();
        Trees.rewrite(e, node -> {
            if (node instanceof Call c && (c.function() == Function.EXP || c.function() == Function.EXPRELR)) {
                calls.add(c);
            }
            return node;
        });
        return calls;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "exp(V) + exp(2*V) | exp(V) + exp(V)*exp(V)",
            "exp(2*V + 2) + exp(4*V + 4) | exp((V + 1)*2) + exp((V + 1)*2)*exp((V + 1)*2)",
            "exp(-V) + exp(-3*V) | exp(V*-1) + exp(V*-1)*exp(V*-1)*exp(V*-1)",
    })
    void powersAreSquaresTimesSquares(String formula, String expected) {
        assertEquals(expected, merged(formula).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp(V - U) + exp(2*U - 2*V)", "exp(V/4) + exp(V/2) + exp(V) + exp(-V/4)",
        "exp(3*V)/(exp(2*V - 1) + exprelr(V))"})
    void manyBecomeOne(String formula) {
        Expr after = merged(formula);
        assertEquals(1, exponentials(after).size(), () -> formula + " became " + after);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "exp(V)", "exp(V) + exp(U)", "exp(V) + exp(V*V)", "exp(V) + exp(3.141592653589793*V)", "exp(V) + exp(1.00001*V)",
            // powers would be too high, or be multiplied by too much
            "exp(V) + exp(17*V)", "exp(V) + exp(2*V - 45)", "exp(a*V) + exp(2*b*V)", "exp(3) + exp(6)",
            // one division and one product for an exponential each
            "1/V + 2", "sin(V) + sin(2*V)",
    })
    void othersStay(String formula) {
        assertEquals(Parser.parse(formula), merged(formula));
    }

    /** The six exponentials of a Hodgkin-Huxley cell have slopes of −1/4, ±1/5, −1/18 and −1/40. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void aHodgkinHuxleyCellHasTwoLeft(Precision precision) {
        Expr e = Parser.parse("exprelr((13 - V)*0.25) + exprelr((V - 40)*0.2) + exp((17 - V)*0.05555555555555555)"
                + " + 1/(exp((40 - V)*0.2) + 1) + exprelr((15 - V)*0.2) + exp((10 - V)*0.025)");
        assertEquals(6, exponentials(e).size());
        assertEquals(2, exponentials(merged(e, precision)).size());
    }

    /** Also where a quotient is 0/0, and so close that it loses its digits. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void errorsAreWithinTheBudget(long seed) {
        Random random = new Random(seed);
        double slope = random.nextDouble() * 0.1 + 0.02;
        Map<String, Expr> before = new LinkedHashMap<>();
        double[] zeros = new double[6];
        for (int k = 0; k < zeros.length; k++) {
            int power = random.nextInt(1, 9) * (random.nextInt(3) == 0 ? -1 : 1);
            zeros[k] = random.nextInt(-40, 40);
            Expr x = V.minus(zeros[k]).times(power * slope);
            before.put("r" + k, random.nextBoolean() ? exp(x) : exprelr(x));
        }
        Map<String, Expr> after = new ExponentialLattice(Precision.FLOAT64).apply(Body.of(before)).results();
        assertTrue(!after.equals(before));
        double worst = 0;
        for (int i = 0; i < 20_000; i++) {
            double at = i % 2 == 0 ? random.nextDouble() * 200 - 120
                    : zeros[random.nextInt(zeros.length)] + Math.scalb(random.nextDouble() - 0.5, -random.nextInt(60));
            for (String name : before.keySet()) {
                double expected = Evaluator.evaluate(before.get(name), _ -> at);
                double actual = Evaluator.evaluate(after.get(name), _ -> at);
                Bounded first = Bounded.evaluate(before.get(name), _ -> at);
                Bounded second = Bounded.evaluate(after.get(name), _ -> at);
                String what = before.get(name) + " at " + at + " was " + expected + ", is " + actual;
                // the argument's own rounding is not the pass's: steep exponentials pass it on either way
                double argument = 0x1p-52 * 10 * slope * (Math.abs(at) + 50);
                double error = Math.abs(actual - expected) / Math.abs(expected) - argument;
                worst = Math.max(worst, error);
                assertTrue(error <= ExponentialLattice.budget(Precision.FLOAT64), what);
                assertTrue(second.ambiguous() || Math.abs(actual - expected) <= first.error() + second.error(), what);
            }
        }
        assertTrue(worst > 0x1p-53, "nothing was computed in another way");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void theSeriesBeginsWhereItIsExact(Precision precision) {
        double x = new ExponentialLattice(precision).seriesBelow();
        double series = 1 - x / 2 + x * x / 12 - Math.pow(x, 4) / 720;
        assertEquals(Function.EXPRELR.apply(x), series, precision.roundoff() + 4 * 0x1p-53);
        assertTrue(Math.abs(Function.EXPRELR.apply(3 * x) - (1 - 1.5 * x + 9 * x * x / 12 - Math.pow(3 * x, 4) / 720))
                > 50 * precision.roundoff() || precision == Precision.FLOAT64);
    }

    /** Far out nothing that was a number becomes something else. */
    @Test
    void extremesKeepTheirLimits() {
        Expr e = merged("exprelr(V*0.2) + exprelr(-V*0.2)*0 + exp(V*0.1)*0 + exprelr((V - 5)*0.1)");
        assertTrue(exponentials(e).size() < 4, e::toString);
        for (double at : new double[] {-3e3, -1e3, 0, 1e3, 3e3}) {
            double expected = Evaluator.evaluate(Parser.parse("exprelr(V*0.2) + exprelr((V - 5)*0.1)"), _ -> at);
            assertEquals(expected, Evaluator.evaluate(merged("exprelr(V*0.2) + exprelr((V - 5)*0.1)"), _ -> at),
                    1e-12 * Math.abs(expected));
        }
    }

    @Test
    void codeWithDefinitionsStays() {
        Body body = CommonSubexpressions.share(Body.of(Map.of("r", Parser.parse("exp(V) + exp(2*V) + exp(V)"))));
        assertTrue(!body.lets().isEmpty());
        assertEquals(body, new ExponentialLattice(Precision.FLOAT64).apply(body));
    }

    @Test
    void inAProgram() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.direct((g, pre, post) ->
                g.times(exp(pre.times(0.1)).plus(exp(pre.times(0.2)).plus(literal(1)))).times(post))));
        StepProgram after = DOUBLES.apply(before);
        assertTrue(after.toString().contains("exp(pre.V*0.1)*exp(pre.V*0.1)"), after::toString);
        Programs.assertSame(before, after);
    }
}
