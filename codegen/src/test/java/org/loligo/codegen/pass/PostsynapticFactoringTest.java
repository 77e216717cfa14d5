package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.expr.Expressions.abs;
import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.select;
import static org.loligo.expr.Expressions.tanh;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;
import org.loligo.codegen.pass.SmallNetworks.Current;
import org.loligo.interpreter.Interpreter;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.Owner;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Storage;
import org.loligo.model.SynapseModel;
import org.loligo.model.Value;

/** What belongs to the postsynaptic neuron leaves the sum, and only that. */
class PostsynapticFactoringTest {

    private static StepProgram factor(StepProgram program) {
        return new PostsynapticFactoring().apply(program);
    }

    private static StepProgram direct(Current current) {
        return SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.direct(current)));
    }

    private static StepProgram direct(Current current, Connectivity connectivity, Value g) {
        return SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.direct(current), connectivity, Map.of("g", g), Map.of()));
    }

    /** The factored program, whose sums are all matrix-vector products, so that no synapses are left. */
    private static StepProgram assertMatrices(StepProgram before, int sums) {
        StepProgram after = factor(before);
        assertEquals(List.of("A", "B"), Programs.blocks(after), after::toString);
        assertEquals(sums, after.sums().size());
        after.sums().forEach(s -> assertInstanceOf(Sum.Weighted.class, s));
        Programs.assertSame(before, after);
        return after;
    }

    private static void assertRefused(StepProgram before) {
        assertEquals(before.toString(), factor(before).toString());
    }

    @Test
    void theDrivingForceLeavesTheSum() {
        StepProgram lifted = new PresynapticLifting().apply(SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.graded())));
        StepProgram after = assertMatrices(lifted, 1);
        assertArrayEquals(new double[] {0.5, 2, 1, 0.25, 3}, ((Sum.Weighted) after.sums().getFirst()).weight().data());
    }

    @Test
    void aGapJunctionIsTwoSums() {
        StepProgram after = assertMatrices(direct((g, pre, post) -> g.times(post.minus(pre))), 2);
        assertTrue(after.toString().contains("  d V/dt = (-V - (syn.g*V*syn.edge.sum1 + syn.g*-1*syn.edge.sum2))/tau\n"), after::toString);
    }

    @Test
    void parametersThatDifferBetweenSynapsesAreWeights() {
        StepProgram after = assertMatrices(direct((g, pre, post) -> g.times(pre).times(post), SmallNetworks.WEIGHTED,
                Value.each(1, 2, 3, 4, 5)), 1);
        assertArrayEquals(new double[] {0.5, 4, 3, 1, 15}, ((Sum.Weighted) after.sums().getFirst()).weight().data());
    }

    @Test
    void parametersThatDifferBetweenInstancesAreToo() {
        assertMatrices(direct((g, pre, post) -> g.times(pre).times(post), SmallNetworks.WEIGHTED,
                new Value.PerInstance(new double[] {1, 2})), 1);
        assertMatrices(direct((g, pre, post) -> g.times(pre).times(post), SmallNetworks.WEIGHTED, new Value.Uniform(0.5, 1)), 1);
    }

    @Test
    void quotientsSignsAndFunctionsOfOneSide() {
        // the block of NMDA receptors by magnesium
        assertMatrices(direct((g, pre, post) -> g.times(tanh(pre)).times(post).over(exp(post.negate()).times(0.28).plus(1))), 1);
        assertMatrices(direct((g, pre, post) -> g.times(pre).over(abs(post).plus(1)).negate()), 1);
        assertMatrices(direct((g, pre, post) -> select(post.below(0.3), post, literal(1)).times(g).times(pre)), 1);
        assertMatrices(direct((g, pre, post) -> post.over(g.times(abs(pre).plus(1)))), 1);
        assertMatrices(direct((g, pre, post) -> g.times(abs(pre)).over(exp(pre).times(abs(post).plus(1)))), 1);
    }

    @Test
    void equalSumsAreOne() {
        // w·pre is summed once for both its factors
        assertMatrices(direct((g, pre, post) -> g.times(pre.times(post).plus(pre.times(tanh(post))))), 1);
    }

    @Test
    void whatMixesBothSidesStays() {
        assertRefused(direct((g, pre, post) -> g.times(tanh(post.minus(pre)))));
        assertRefused(direct((g, pre, post) -> g.over(abs(post.minus(pre)).plus(1))));
        assertRefused(direct((g, pre, post) -> g.times(pre).over(post.minus(pre))));
        assertRefused(direct((g, pre, post) -> select(pre.below(post), g, literal(0)).times(post)));
        assertRefused(direct((g, pre, post) -> g.times(post.minus(pre).pow(2))));
    }

    @Test
    void aPartThatMixesKeepsTheWholeSum() {
        assertRefused(direct((g, pre, post) -> g.times(post).times(pre).plus(tanh(post.times(pre)))));
    }

    @Test
    void manyTermsStayOneSum() {
        // (a + b)(c + d) is four sums at most; with another factor there would be eight
        assertMatrices(direct((g, pre, post) -> post.plus(pre).times(tanh(post).plus(tanh(pre))).times(g)), 4);
        assertRefused(direct((g, pre, post) ->
                post.plus(pre).times(tanh(post).plus(tanh(pre))).times(exp(post).plus(exp(pre))).times(g)));
    }

    @Test
    void synapsesWithStatesOfTheirOwnAreStillSummedOneByOne() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.graded(), SmallNetworks.WEIGHTED,
                Map.of("alpha", Value.each(1, 2, 3, 4, 5)), Map.of()));
        StepProgram after = factor(before);
        assertInstanceOf(Sum.Segments.class, after.sums().getFirst());
        assertTrue(after.toString().contains("  export edge.sum = g*O*edge.weight\n"), after::toString);
        Programs.assertSame(before, after);
    }

    @Test
    void aReversalPotentialOfEachSynapse() {
        var s = SynapseModel.define("reversal");
        var E = s.parameter("E", "1", 0.5, Owner.SELF, "");
        var g = s.parameter("g", "1", 2, Owner.POST, "");
        SynapseModel model = s.current(g.times(tanh(s.pre("V", "1"))).times(s.post("V", "1").minus(E)), "1").build();
        assertMatrices(SmallNetworks.lower(SmallNetworks.projection(model, SmallNetworks.WEIGHTED,
                Map.of("E", Value.each(0.1, 0.2, 0.3, 0.4, 0.5), "g", Value.each(2, 3)), Map.of())), 2);
    }

    @Test
    void repeatedEdges() {
        Connectivity edges = new Connectivity.Edges(new int[] {2, 2, 2, 0}, new int[] {1, 1, 0, 1}, new double[] {1, 4, 2, 3});
        assertMatrices(direct((g, pre, post) -> g.times(pre).times(post.minus(0.5)), edges, Value.each(1, 2, 3, 4)), 1);
    }

    @Test
    void aPostsynapticNeuronWithoutSynapses() {
        Connectivity edges = Connectivity.Edges.unweighted(new int[] {2, 0}, new int[] {1, 1});
        var s = SynapseModel.define("post");
        var g = s.parameter("g", "1", 1, Owner.POST, "");
        SynapseModel model = s.current(g.times(s.pre("V", "1")).times(s.post("V", "1")), "1").build();
        assertMatrices(SmallNetworks.lower(SmallNetworks.projection(model, edges, Map.of("g", Value.each(2, 3)), Map.of())), 1);
    }

    private static Projection loop(SynapseModel model, Connectivity connectivity, Map<String, Value> parameters) {
        return new Projection("syn", "A", "A", model, connectivity, Storage.AUTO, parameters, Map.of());
    }

    private static StepProgram recurrent(Projection... projections) {
        return SmallNetworks.lower(new Network(List.of(SmallNetworks.A), List.of(projections), List.of()));
    }

    @Test
    void recurrentProjections() {
        Connectivity edges = new Connectivity.Edges(new int[] {0, 1, 2, 0, 1}, new int[] {1, 2, 0, 2, 1}, new double[] {1, 2, 3, 4, 5});
        StepProgram before = recurrent(loop(SmallNetworks.graded(), edges, Map.of("g", Value.each(1, 2, 3))));
        StepProgram after = factor(new PresynapticLifting().apply(before));
        assertEquals(List.of("A"), Programs.blocks(after));
        Programs.assertSame(before, after);
    }

    /**
     * In a ring every neuron has one synapse in and one out, so a parameter of synapses is one of the presynaptic and one of the
     * postsynaptic neurons, with different values: where both sides are the same population, the two must not be taken for each other.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inARingAParameterBelongsToBothSides(boolean lifted) {
        var s = SynapseModel.define("ring");
        var O = s.state("O", "1", 0.25, Owner.SELF, "");
        var k = s.parameter("k", "1", 1, Owner.SELF, "");
        SynapseModel model = s.derivative(O, tanh(s.pre("V", "1").plus(k)).minus(O).over(1))
                .current(O.times(tanh(s.post("V", "1").minus(k))), "1").build();
        StepProgram before = recurrent(loop(model, SmallNetworks.RING, Map.of("k", Value.each(1, 2, 3))));
        Programs.assertSame(before, factor(lifted ? new PresynapticLifting().apply(before) : before));

        var d = SynapseModel.define("direct-ring");
        var c = d.parameter("k", "1", 1, Owner.SELF, "");
        SynapseModel both = d.current(tanh(d.pre("V", "1").minus(c)).times(tanh(d.post("V", "1").plus(c))), "1").build();
        StepProgram direct = recurrent(loop(both, SmallNetworks.RING, Map.of("k", Value.each(1, 2, 3))));
        Programs.assertSame(direct, factor(direct));
    }

    @Test
    void twoProjectionsIntoTheSameNeurons() {
        Projection first = SmallNetworks.projection(SmallNetworks.direct((g, pre, post) -> g.times(pre).times(post)));
        Projection second = new Projection("gap", "B", "B", SmallNetworks.direct((g, pre, post) -> g.times(post.minus(pre))),
                new Connectivity.AllToAll(true), Storage.AUTO, Map.of(), Map.of());
        StepProgram before = SmallNetworks.lower(
                new Network(List.of(SmallNetworks.A, SmallNetworks.B), List.of(first, second), List.of()));
        assertMatrices(before, 3);
    }

    /** The names of models and those of the compiler are apart. */
    @Test
    void statesMayHaveAnyName() {
        for (Owner owner : new Owner[] {Owner.SELF, Owner.POST}) {
            for (String name : List.of("sum", "sum1", "current", "weight", "edge", "V", "O")) {
                var s = SynapseModel.define("named");
                var state = s.state(name, "1", 1, owner, "");
                SynapseModel model = s.derivative(state, state.over(-2)).current(state.times(s.pre("V", "1")).times(s.post("V", "1")), "1")
                        .build();
                StepProgram before = recurrent(loop(model, SmallNetworks.RING, Map.of()));
                StepProgram lifted = new PresynapticLifting().apply(before);
                Programs.assertSame(before, factor(lifted));
                // the state decays from 1 whatever its name
                Interpreter interpreter = new Interpreter(factor(lifted), Precision.FLOAT64);
                interpreter.advance();
                assertEquals(Math.exp(-0.05), interpreter.value("syn." + name, 0, 0), 1e-7, name);
                assertEquals(reference(owner), interpreter.value("A.V", 0, 0), 1e-15, name);
            }
        }
    }

    /** The voltage after one step when the state has a name like no other. */
    private static double reference(Owner owner) {
        var s = SynapseModel.define("reference");
        var state = s.state("unlike-any-other", "1", 1, owner, "");
        SynapseModel model = s.derivative(state, state.over(-2)).current(state.times(s.pre("V", "1")).times(s.post("V", "1")), "1").build();
        Interpreter interpreter = new Interpreter(recurrent(loop(model, SmallNetworks.RING, Map.of())), Precision.FLOAT64);
        interpreter.advance();
        return interpreter.value("A.V", 0, 0);
    }

    @Test
    void projectionsWithoutSynapsesStayAsTheyAre() {
        assertRefused(direct((g, pre, post) -> g.times(pre).times(post), Connectivity.Edges.unweighted(new int[0], new int[0]),
                Value.of(1)));
    }

    @Test
    void inAProgram() {
        StepProgram before = new PresynapticLifting().apply(SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.graded(),
                SmallNetworks.WEIGHTED, Map.of("E", Value.each(-2, -1)), Map.of())));
        assertEquals("""
                step program: rk4, 4 stages, 2 instances

                population A [3]
                  state V = per element
                  state syn.O = 0.125
                  constant tau = 4
                  constant syn.alpha = 2
                  constant syn.g = 0.5
                  export syn.edge.sum = syn.g*syn.O
                  d V/dt = (-V - 0)/tau
                  d syn.O/dt = syn.alpha*(1 - syn.O)*tanh(V) - syn.alpha*syn.O
                  fires when V crosses 1

                population B [2]
                  state V = per element
                  constant tau = 4
                  constant syn.E = per element
                  feed syn.edge.sum = sum, see below
                  d V/dt = (-V - (V - syn.E)*syn.edge.sum)/tau
                  fires when V crosses 1

                sum B.syn.edge.sum = Σ weight·A.syn.edge.sum[pre], auto, weight per element, 5 synapses, 3 to 2
                """, factor(before).toString());
    }
}
