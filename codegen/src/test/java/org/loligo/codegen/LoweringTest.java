package org.loligo.codegen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.loligo.expr.Expressions;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Stimulus;
import org.loligo.model.Storage;
import org.loligo.model.SynapseModel;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.model.Values;

/** What differs between instances is one number for each of them, not a table or a list of weights. */
class LoweringTest {
    private static final Value BY_INSTANCE = new Value.PerInstance(new double[] {1, 2, 3});

    private static StepProgram program(List<Stimulus> stimuli, Value weight) {
        var cell = NeuronModel.define("cell").dimensionless();
        var V = cell.state("V", "1", 0, "");
        var input = cell.input("I", "1", "");
        var current = cell.synapticCurrent("I_syn", "1");
        NeuronModel model = cell.derivative(V, input.minus(V).minus(current)).build();
        var synapse = SynapseModel.define("graded");
        var g = synapse.parameter("g", "1", 0.5, Owner.POST, "");
        SynapseModel graded = synapse.current(g.times(Expressions.tanh(synapse.pre("V", "1"))), "1").build();
        Connectivity edges = new Connectivity.Edges(new int[] {0, 1, 2, 0}, new int[] {1, 2, 0, 2}, new double[] {1, 2, 3, 4});
        Projection projection = new Projection("p", "A", "A", graded, edges, Storage.SPARSE, Map.of(), Map.of(), weight);
        return StepCompiler.compile(new Network(List.of(Population.of("A", model, 3)), List.of(projection), stimuli),
                new TimeGrid.Uniform(BigDecimal.ZERO, BigDecimal.ONE, new BigDecimal("0.1")), Tableau.RK4, 3, 1, Precision.FLOAT64,
                StepCompiler.allPasses()).program();
    }

    @Test
    void aWeightByInstanceMultipliesTheSum() {
        StepProgram program = program(List.of(), BY_INSTANCE);
        Values weights = assertInstanceOf(Sum.Weighted.class, program.sums().getFirst()).weight();
        assertTrue(weights.byElement() && !weights.byInstance());
        Values scale = program.block("A").constant("p.edge.scale").orElseThrow().values();
        assertTrue(scale.byInstance() && !scale.byElement());
        assertArrayEquals(new double[] {1, 2, 3}, scale.data());
    }

    @Test
    void aScaledStimulusIsATimeCourseTimesAConstant() {
        Stimulus.TimeCourse all = new Stimulus.Waveform("A", "I", null, Expressions.TIME);
        Stimulus.TimeCourse some = new Stimulus.Waveform("A", "I", new int[] {2, 0}, Expressions.TIME);
        Block block = program(List.of(all, new Stimulus.Scaled(all, BY_INSTANCE), new Stimulus.Scaled(some, Value.each(5, 7))),
                Value.of(1)).block("A");
        List<Feed.Stimulated> feeds = block.feeds().stream().filter(f -> f instanceof Feed.Stimulated).map(f -> (Feed.Stimulated) f)
                .toList();
        assertEquals(3, feeds.size());
        assertTrue(feeds.stream().allMatch(f -> f.stimuli().size() == 1));
        List<Values> scales = block.constants().stream().filter(c -> c.name().startsWith("I.scale")).map(Block.Constant::values).toList();
        assertEquals(List.of(new Values(true, false, 3, new double[] {1, 2, 3}), Values.perElement(7, 0, 5)), scales);
    }
}
