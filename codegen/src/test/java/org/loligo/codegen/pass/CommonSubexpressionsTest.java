package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Body;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Evaluator;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Expressions;
import org.loligo.expr.Parser;
import org.loligo.expr.Trees;
import org.loligo.model.Definition;

/** Every operation is written once. */
class CommonSubexpressionsTest {

    private static Body body(String... formulas) {
        Map<String, Expr> results = new LinkedHashMap<>();
        for (String f : formulas) {
            results.put("r" + results.size(), Parser.parse(f));
        }
        return Body.of(results);
    }

    private static String share(String... formulas) {
        Body shared = CommonSubexpressions.share(body(formulas));
        StringBuilder text = new StringBuilder();
        shared.lets().forEach(d -> text.append(d.name()).append(" = ").append(d.value()).append("; "));
        shared.results().forEach((name, e) -> text.append(name).append(" = ").append(e).append("; "));
        return text.toString().strip();
    }

    @Test
    void namesWhatOccursTwice() {
        assertEquals("c1' = exp(x); r0 = c1' + c1'*y;", share("exp(x) + exp(x)*y"));
        assertEquals("c1' = x + y; r0 = c1'; r1 = c1'*2;", share("x + y", "(x + y)*2"));
        assertEquals("c1' = x + 1; r0 = select(c1' < y, c1', 2);", share("select(x + 1 < y, x + 1, 2)"));
    }

    @Test
    void theLargestSharedPartAloneIsNamed() {
        // exp(x) occurs twice in the text but, once exp(x)*y has a name, only there
        assertEquals("c1' = exp(x)*y; r0 = c1' + c1';", share("exp(x)*y + exp(x)*y"));
        assertEquals("c1' = exp(x); c2' = c1'*y; r0 = c2' + c2'; r1 = c1';", share("exp(x)*y + exp(x)*y", "exp(x)"));
    }

    @Test
    void leavesAloneWhatIsNotEqual() {
        assertEquals("r0 = (x + y)*(y + x);", share("(x + y)*(y + x)"));
        assertEquals("r0 = x*x*2*2;", share("x*x*2*2"));
        // two zeros that a division tells apart
        Body zeros = Body.of(Map.of("r", new Literal(1).over(new Literal(0)).plus(new Literal(1).over(new Literal(-0.0)))));
        assertTrue(CommonSubexpressions.share(zeros).lets().isEmpty());
    }

    @Test
    void sharedCodeIsLeftAsItIs() {
        Body once = CommonSubexpressions.share(body("exp(x) + exp(x)"));
        assertEquals(once, CommonSubexpressions.share(once));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyOperationIsWrittenOnceAndValuesAreTheSameToTheBit(long seed) {
        RandomExpressions random = new RandomExpressions(seed);
        for (int i = 0; i < 100; i++) {
            Map<String, Expr> results = new LinkedHashMap<>();
            Expr part = random.next(3);
            results.put("a", part.plus(random.next(3)));
            results.put("b", random.next(4));
            results.put("c", Expressions.exp(part.times(random.next(3))));
            Body before = Body.of(results);
            Body after = CommonSubexpressions.share(before);
            Set<Expr> seen = new LinkedHashSet<>();
            after.lets().forEach(d -> requireNew(d.value(), seen));
            after.results().values().forEach(e -> requireNew(e, seen));
            RandomExpressions.Place at = random.place();
            Map<String, Double> expected = evaluate(before, at);
            assertEquals(expected, evaluate(after, at));
        }
    }

    private static void requireNew(Expr e, Set<Expr> seen) {
        Trees.rewrite(e, node -> {
            assertTrue(node instanceof Literal || node instanceof Symbol || seen.add(node), () -> node + " is computed twice");
            return node;
        });
    }

    /** The results; a definition can use only those before it. */
    static Map<String, Double> evaluate(Body body, RandomExpressions.Place at) {
        Map<String, Double> known = new HashMap<>(Map.of("x", at.x(), "y", at.y(), "z", at.z()));
        for (Definition d : body.lets()) {
            known.put(d.name(), Evaluator.evaluate(d.value(), known::get));
        }
        Map<String, Double> results = new LinkedHashMap<>();
        body.results().forEach((name, e) -> results.put(name, Evaluator.evaluate(e, known::get)));
        return results;
    }

    @Test
    void inAProgram() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.graded()));
        StepProgram after = new CommonSubexpressions().apply(before);
        assertEquals("""
                synapses syn [5]
                  state O = 0.125
                  constant alpha = 2
                  constant g = 0.5
                  constant E = -2
                  constant edge.weight = per element
                  feed pre.V = A.V[index]
                  feed post.V = B.V[index]
                  export current = g*O*(post.V - E)*edge.weight
                  d O/dt = alpha*(1 - O)*tanh(pre.V) - alpha*O
                """, Programs.text(after, "syn"));
        assertEquals(before.toString(), after.toString());

        StepProgram repeated = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.direct((g, pre, post) ->
                Expressions.tanh(pre.minus(post)).times(g).plus(Expressions.tanh(pre.minus(post))))));
        StepProgram once = new CommonSubexpressions().apply(repeated);
        assertEquals("""
                synapses syn [5]
                  constant g = 0.5
                  constant edge.weight = per element
                  feed pre.V = A.V[index]
                  feed post.V = B.V[index]
                  let c1' = tanh(pre.V - post.V)
                  export current = (c1'*g + c1')*edge.weight
                """, Programs.text(once, "syn"));
        Programs.assertSame(repeated, once);
    }
}
