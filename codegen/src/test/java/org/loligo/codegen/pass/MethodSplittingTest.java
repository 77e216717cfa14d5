package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Block;
import org.loligo.codegen.Body;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Expressions;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;

/** Large blocks are divided into parts of whole derivatives, small ones are not. */
class MethodSplittingTest {
    private static final int BUDGET = MethodSplitting.BUDGET;
    /** Of one derivative: two fit a part, three do not. */
    private static final int SOME = BUDGET * 6 / 17;

    /** A model of {@code states} states whose derivatives take about {@code operations} operations each, half of them shared. */
    private static NeuronModel large(int states, int operations) {
        var m = NeuronModel.define("large").dimensionless();
        Symbol[] x = new Symbol[states];
        for (int s = 0; s < states; s++) {
            x[s] = m.state("x" + s, "1", 0.1 * s, "");
        }
        Expr shared = x[0];
        for (int k = 0; k < operations / 4; k++) {
            shared = Expressions.sin(shared).plus(0.5 + k);
        }
        for (int s = 0; s < states; s++) {
            Expr own = x[s];
            for (int k = 0; k < operations / 4; k++) {
                own = Expressions.cos(own).plus(0.25 * s + k);
            }
            m.derivative(x[s], shared.plus(own).negate());
        }
        return m.build();
    }

    private static StepProgram program(NeuronModel model) {
        return SmallNetworks.lower(new Network(List.of(Population.of("P", model, 2)), List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 12, 30})
    void partsFitAndHoldEveryDerivativeInOrder(int states) {
        StepProgram before = program(large(states, SOME));
        StepProgram after = new MethodSplitting().apply(before);
        List<Body> parts = after.block("P").derivatives();
        Map<String, Expr> together = new LinkedHashMap<>();
        for (Body part : parts) {
            part.results().forEach((name, e) -> assertEquals(null, together.put(name, e), name + " is in two parts"));
            assertTrue(part.results().size() == 1 || MethodSplitting.operations(part) <= BUDGET,
                    () -> MethodSplitting.operations(part) + " operations in " + part.results().keySet());
        }
        assertEquals(List.copyOf(before.block("P").derivatives().getFirst().results().keySet()), List.copyOf(together.keySet()));
        assertEquals(before.block("P").derivatives().getFirst().results(), together);
        assertEquals(states > 2, parts.size() > 1);
        Programs.assertSame(before, after);
    }

    /** No two neighbouring parts would have fitted into one. */
    @Test
    void partsAreNotSmallerThanNeeded() {
        List<Body> parts = new MethodSplitting().apply(program(large(20, SOME))).block("P").derivatives();
        assertTrue(parts.size() > 2);
        for (int p = 0; p + 1 < parts.size(); p++) {
            Map<String, Expr> larger = new LinkedHashMap<>(parts.get(p).results());
            Map.Entry<String, Expr> next = parts.get(p + 1).results().entrySet().iterator().next();
            larger.put(next.getKey(), next.getValue());
            assertTrue(MethodSplitting.operations(Body.of(larger)) > BUDGET);
        }
    }

    @Test
    void oneLargeDerivativeStaysWhole() {
        List<Body> parts = new MethodSplitting().apply(program(large(2, 2 * BUDGET))).block("P").derivatives();
        assertEquals(2, parts.size());
        parts.forEach(p -> assertTrue(MethodSplitting.operations(p) > BUDGET));
    }

    @Test
    void sharedOperationsCountOnce() {
        Expr shared = Expressions.exp(new Symbol("x").plus(1));
        int one = MethodSplitting.operations(Body.of(Map.of("a", shared)));
        Map<String, Expr> two = new LinkedHashMap<>();
        two.put("a", shared);
        two.put("b", shared);
        // another result to store, and nothing to compute
        assertEquals(one + 2, MethodSplitting.operations(Body.of(two)));
    }

    @Test
    void inAProgram() {
        StepProgram small = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.graded()));
        assertEquals(small.toString(), new MethodSplitting().apply(small).toString());

        StepProgram after = new MethodSplitting().apply(program(large(5, SOME)));
        List<String> headings = after.toString().lines().filter(l -> l.startsWith("  part") || l.startsWith("  d ")).map(l ->
                l.startsWith("  d ") ? l.substring(0, l.indexOf('=')).strip() : l.strip()).toList();
        assertEquals(List.of("part 1", "d x0/dt", "d x1/dt", "part 2", "d x2/dt", "d x3/dt", "part 3", "d x4/dt"), headings);
    }

    @Test
    void blocksWithoutStatesStayEmpty() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(
                SmallNetworks.direct((g, pre, post) -> g.times(pre).times(post))));
        Block synapses = new MethodSplitting().apply(before).block("syn");
        assertEquals(List.of(Body.of(Map.of())), synapses.derivatives());
    }
}
