package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.loligo.expr.Evaluator;
import org.loligo.expr.Expr;
import org.loligo.interpreter.Bounded;

/** Checks that a rewriting of expressions keeps their values. */
final class Rewrites {
    private static final int EXPRESSIONS = 400;

    private Rewrites() {}

    /**
     * Rewrites random expressions and compares their values: what was NaN stays NaN, and numbers differ by no more than the rounding errors
     * of both ways to compute them.
     */
    static void assertSameValues(long seed, UnaryOperator<Expr> rewrite) {
        RandomExpressions random = new RandomExpressions(seed);
        int compared = 0;
        int changed = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            Expr before = random.next(2 + i % 4);
            Expr after = rewrite.apply(before);
            changed += after.equals(before) ? 0 : 1;
            RandomExpressions.Place at = random.place();
            Bounded expected = Bounded.evaluate(before, at::valueOf);
            Bounded actual = Bounded.evaluate(after, at::valueOf);
            String what = before + " became " + after + " at " + at;
            if (Double.isNaN(expected.value()) && !expected.ambiguous()) {
                assertTrue(Double.isNaN(Evaluator.evaluate(after, at::valueOf)), () -> what + ", NaN became " + actual.value());
            }
            double allowed = expected.error() + actual.error();
            // an infinite bound is a number over something that may be 0: nothing can be said
            if (!expected.ambiguous() && !actual.ambiguous() && Double.isFinite(allowed) && Double.isFinite(expected.value())) {
                compared++;
                assertTrue(Math.abs(actual.value() - expected.value()) <= allowed,
                        () -> what + ", " + expected.value() + " became " + actual.value() + ", allowed is a difference of " + allowed);
            }
        }
        assertTrue(compared > EXPRESSIONS / 2, "only " + compared + " of " + EXPRESSIONS + " expressions could be compared");
        assertTrue(changed > EXPRESSIONS / 20, "only " + changed + " of " + EXPRESSIONS + " expressions were changed at all");
    }
}
