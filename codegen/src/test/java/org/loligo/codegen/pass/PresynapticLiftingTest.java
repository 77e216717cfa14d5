package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.minus;
import static org.loligo.expr.Expressions.tanh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.Owner;
import org.loligo.model.Projection;
import org.loligo.model.Storage;
import org.loligo.model.SynapseModel;
import org.loligo.model.Value;
import org.loligo.model.Values;

/**
 * A state of synapses goes to the presynaptic neuron exactly when all synapses of each presynaptic neuron agree on it. The synapses of the
 * small networks are, in order, of presynaptic neurons 0, 2, 0, 1, 2.
 */
class PresynapticLiftingTest {

    private static StepProgram lift(StepProgram program) {
        return new PresynapticLifting().apply(program);
    }

    private static void assertLifted(StepProgram before, String... states) {
        StepProgram after = lift(before);
        for (String state : states) {
            assertEquals("A", after.variables().get("syn." + state).block(), state);
            assertEquals("syn." + state, after.variables().get("syn." + state).state());
        }
        assertEquals(1 + states.length, after.block("A").states().size(), after::toString);
        Programs.assertSame(before, after);
    }

    private static void assertRefused(StepProgram before) {
        assertEquals(before.toString(), lift(before).toString());
        assertEquals("syn", lift(before).variables().get("syn.O").block());
    }

    private static StepProgram graded(Map<String, Value> parameters, Map<String, Value> initial) {
        return SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.graded(), SmallNetworks.WEIGHTED, parameters, initial));
    }

    @Test
    void liftedWhenAllAgreeThoughWeightsDiffer() {
        assertLifted(graded(Map.of(), Map.of()), "O");
    }

    @Test
    void parametersMayDifferBetweenPresynapticNeurons() {
        StepProgram before = graded(Map.of("alpha", Value.each(1, 3, 1, 2, 3)), Map.of());
        assertLifted(before, "O");
        assertArrayEquals(new double[] {1, 2, 3}, lift(before).block("A").constant("syn.alpha").orElseThrow().values().data());
    }

    @Test
    void refusedWhenAParameterDiffersWithinAPresynapticNeuron() {
        assertRefused(graded(Map.of("alpha", Value.each(1, 3, 1, 2, 3.5)), Map.of()));
        assertRefused(graded(Map.of("alpha", Value.each(1, 3, Math.nextUp(1.0), 2, 3)), Map.of()));
    }

    @Test
    void initialStatesMayDifferBetweenPresynapticNeurons() {
        StepProgram before = graded(Map.of(), Map.of("O", Value.each(0.1, 0.3, 0.1, 0.2, 0.3)));
        assertLifted(before, "O");
        assertArrayEquals(new double[] {0.1, 0.2, 0.3}, lift(before).block("A").states().get(1).initial().data());
    }

    @Test
    void refusedWhenInitialStatesDiffer() {
        assertRefused(graded(Map.of(), Map.of("O", Value.each(0.1, 0.3, 0.1, 0.2, 0.25))));
        assertRefused(graded(Map.of(), Map.of("O", new Value.Uniform(0, 1))));
    }

    @Test
    void instancesMayDiffer() {
        assertLifted(graded(Map.of("alpha", new Value.PerInstance(new double[] {1, 2})), Map.of()), "O");
    }

    /** Values of two instances that agree in the first; no way to write an experiment gives them, a sweep may. */
    @Test
    void refusedWhenOneInstanceAloneDisagrees() {
        double[] agree = {1, 3, 1, 2, 3, 5, 7, 5, 6, 7};
        double[] disagree = {1, 3, 1, 2, 3, 5, 7, 5.5, 6, 7};
        StepProgram before = graded(Map.of(), Map.of());
        StepProgram good = withAlpha(before, new Values(true, true, 5, agree));
        assertLifted(good, "O");
        assertArrayEquals(new double[] {1, 2, 3, 5, 6, 7}, lift(good).block("A").constant("syn.alpha").orElseThrow().values().data());
        assertRefused(withAlpha(before, new Values(true, true, 5, disagree)));
        assertRefused(withInitial(before, new Values(true, true, 5, disagree)));
        assertLifted(withInitial(before, new Values(true, true, 5, agree)), "O");
    }

    private static StepProgram withAlpha(StepProgram program, Values alpha) {
        return withSynapses(program, b -> {
            Block.Draft draft = b.draft();
            draft.constants.replaceAll(c -> c.name().equals("alpha") ? new Block.Constant("alpha", alpha) : c);
            return draft.done();
        });
    }

    private static StepProgram withInitial(StepProgram program, Values initial) {
        return withSynapses(program, b -> {
            Block.Draft draft = b.draft();
            draft.states.set(0, new Block.StateVariable("O", initial));
            return draft.done();
        });
    }

    private static StepProgram withSynapses(StepProgram program, UnaryOperator<Block> change) {
        return program.mapBlocks(b -> b.isSynapses() ? change.apply(b) : b);
    }

    /** O follows the postsynaptic neuron; a follows pre, b follows a, c follows b and post. */
    private static SynapseModel chain(boolean circle) {
        var s = SynapseModel.define("chain");
        var a = s.state("a", "1", 0.1, Owner.SELF, "");
        var b = s.state("b", "1", 0.2, Owner.SELF, "");
        var c = s.state("c", "1", 0.3, Owner.SELF, "");
        var k = s.parameter("k", "1/ms", 1, Owner.SELF, "");
        var pre = s.pre("V", "1");
        var post = s.post("V", "1");
        return s.derivative(a, k.times(circle ? tanh(pre).minus(c) : tanh(pre).minus(a)))
                .derivative(b, k.times(a.minus(b)))
                .derivative(c, k.times(b.minus(post.times(c))))
                .current(a.plus(b).times(c), "1").build();
    }

    @Test
    void statesThatUseEachOtherGoTogether() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(chain(false)));
        assertLifted(before, "a", "b");
        assertEquals(List.of("c"), Programs.states(lift(before), "syn"));
    }

    @Test
    void aStateThatUsesOneThatStaysStaysToo() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(chain(true)));
        assertSame(before, lift(before));
    }

    @Test
    void refusedWhereSpikesAddToTheState() {
        var s = SynapseModel.define("event-driven");
        var O = s.state("O", "1", 0, Owner.SELF, "");
        SynapseModel model = s.derivative(O, O.over(-5)).atSpikeAdd(O, literal(1)).current(O.times(s.post("V", "1")), "1").build();
        assertRefused(SmallNetworks.lower(SmallNetworks.projection(model)));
    }

    @Test
    void aWindowBelongsToThePresynapticNeuron() {
        var s = SynapseModel.define("windowed");
        var O = s.state("O", "1", 0.5, Owner.SELF, "");
        var pulse = s.window("pulse", literal(0.1), literal(0.4));
        SynapseModel model = s.derivative(O, minus(1, O).times(pulse).minus(O).over(1)).current(O.times(s.post("V", "1")), "1").build();
        StepProgram before = SmallNetworks.lower(new Network(
                List.of(new org.loligo.model.Population("A", SmallNetworks.A.model(), 3, Map.of(),
                        Map.of("V", Value.each(-0.5, 0.25, 0.75), "last_spike", Value.each(-0.2, 0, -3))), SmallNetworks.B),
                List.of(SmallNetworks.projection(model)), List.of()));
        assertLifted(before, "O");
    }

    @Test
    void theNeuronsOfARecurrentProjectionAreNotConfused() {
        Connectivity ring = Connectivity.Edges.unweighted(new int[] {0, 1, 2, 0}, new int[] {1, 2, 0, 2});
        Projection loop = new Projection("syn", "A", "A", SmallNetworks.graded(), ring, Storage.AUTO, Map.of(), Map.of());
        StepProgram before = SmallNetworks.lower(new Network(List.of(SmallNetworks.A), List.of(loop), List.of()));
        assertLifted(before, "O");

        // the same equation of the postsynaptic voltage stays, although both are of the block A
        var s = SynapseModel.define("post");
        var O = s.state("O", "1", 0, Owner.SELF, "");
        SynapseModel ofPost = s.derivative(O, tanh(s.post("V", "1")).minus(O).over(1)).current(O.times(1), "1").build();
        assertRefused(SmallNetworks.lower(new Network(List.of(SmallNetworks.A),
                List.of(new Projection("syn", "A", "A", ofPost, ring, Storage.AUTO, Map.of(), Map.of())), List.of())));
    }

    @Test
    void recordingExpands() {
        StepProgram before = graded(Map.of(), Map.of());
        StepProgram after = lift(before);
        assertNull(before.variables().get("syn.O").index());
        assertArrayEquals(new int[] {0, 2, 0, 1, 2}, after.variables().get("syn.O").index());
        assertEquals(new ArrayList<>(before.variables().keySet()), new ArrayList<>(after.variables().keySet()));
    }

    @Test
    void repeatedEdgesAndNeuronsWithoutSynapses() {
        Connectivity edges = new Connectivity.Edges(new int[] {2, 2, 2, 0}, new int[] {1, 1, 0, 1}, new double[] {1, 1, 2, 3});
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.graded(), edges,
                Map.of("alpha", Value.each(2, 1, 2, 2)), Map.of()));
        assertLifted(before, "O");
    }

    @Test
    void projectionsWithoutSynapsesStayAsTheyAre() {
        StepProgram before = SmallNetworks.lower(SmallNetworks.projection(SmallNetworks.graded(),
                Connectivity.Edges.unweighted(new int[0], new int[0]), Map.of(), Map.of()));
        assertSame(before, lift(before));
    }

    @Test
    void inAProgram() {
        StepProgram before = graded(Map.of("alpha", Value.each(1, 3, 1, 2, 3)), Map.of());
        assertEquals("""
                step program: rk4, 4 stages, 2 instances

                population A [3]
                  state V = per element
                  constant tau = 4
                  export V = V
                  d V/dt = (-V - 0)/tau
                  fires when V crosses 1

                population B [2]
                  state V = per element
                  constant tau = 4
                  feed syn.edge.sum = sum, see below
                  export V = V
                  d V/dt = (-V - syn.edge.sum)/tau
                  fires when V crosses 1

                synapses syn [5]
                  state O = 0.125
                  constant alpha = per element
                  constant g = 0.5
                  constant E = -2
                  constant edge.weight = per element
                  feed pre.V = A.V[index]
                  feed post.V = B.V[index]
                  export current = g*O*(post.V - E)*edge.weight
                  d O/dt = alpha*(1 - O)*tanh(pre.V) - alpha*O

                sum B.syn.edge.sum = Σ syn.current[synapse], sparse, 5 synapses, 3 to 2
                """, before.toString());
        assertEquals("""
                step program: rk4, 4 stages, 2 instances

                population A [3]
                  state V = per element
                  state syn.O = 0.125
                  constant tau = 4
                  constant syn.alpha = per element
                  export syn.O = syn.O
                  d V/dt = (-V - 0)/tau
                  d syn.O/dt = syn.alpha*(1 - syn.O)*tanh(V) - syn.alpha*syn.O
                  fires when V crosses 1

                population B [2]
                  state V = per element
                  constant tau = 4
                  feed syn.edge.sum = sum, see below
                  export V = V
                  d V/dt = (-V - syn.edge.sum)/tau
                  fires when V crosses 1

                synapses syn [5]
                  constant g = 0.5
                  constant E = -2
                  constant edge.weight = per element
                  feed post.V = B.V[index]
                  feed O = A.syn.O[index]
                  export current = g*O*(post.V - E)*edge.weight

                sum B.syn.edge.sum = Σ syn.current[synapse], sparse, 5 synapses, 3 to 2
                """, lift(before).toString());
    }
}
