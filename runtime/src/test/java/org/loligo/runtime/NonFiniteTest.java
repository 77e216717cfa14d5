package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.log;
import static org.loligo.expr.Expressions.minus;
import static org.loligo.runtime.SmallExperiments.INTERPRETER;
import static org.loligo.runtime.SmallExperiments.experiment;
import static org.loligo.runtime.SmallExperiments.explosion;
import static org.loligo.runtime.SmallExperiments.grid;
import static org.loligo.runtime.SmallExperiments.memory;
import static org.loligo.runtime.SmallExperiments.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Tableau;
import org.loligo.expr.Expr;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Projection;
import org.loligo.model.SynapseModel;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;

/** A state that stops being finite ends the run with its time and place, and what was good is kept. */
class NonFiniteTest {

    /** Keeps whether the end was reached beside the samples. */
    private static final class Kept {
        final Traces traces = new Traces();
        final String message;

        Kept(Experiment experiment, RunOptions options) {
            try (Simulation simulation = Simulation.prepare(experiment, INTERPRETER, options)) {
                message = assertThrows(NonFiniteException.class, () -> simulation.run(List.of(traces), Progress.NONE)).getMessage();
            }
        }
    }

    private static Network explosions(double... start) {
        return new Network(List.of(new Population("P", explosion(), start.length, Map.of(), Map.of("x", Value.each(start)))), List.of(),
                List.of());
    }

    /** Euler's method for dx/dt = x² in the same arithmetic, up to the last finite number. */
    private static List<Double> euler(double start, double dt) {
        return euler(start, dt, 1000);
    }

    private static List<Double> euler(double start, double dt, int most) {
        List<Double> values = new ArrayList<>();
        for (double x = start; Double.isFinite(x) && values.size() < most; x += dt * (x * x)) {
            values.add(x);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2 * 2 * 24, 2 * 7 * 24, 2 * 20 * 24, 2 * 33 * 24})
    void whateverTheLengthOfTheChunks(long bytes) {
        List<Double> expected = euler(1, 0.125);
        int steps = expected.size() - 1;
        Kept kept = new Kept(experiment(explosions(-1, 0.01, 1), grid("100", "0.125"), Tableau.EULER, 1, record("P", 1, null, "x")),
                memory(bytes));
        assertEquals("at " + (steps + 1) * 0.125 + " ms population 'P', neuron 2: x became Infinity; the samples up to " + steps * 0.125
                + " ms are kept; a smaller step or other parameters may help", kept.message);
        double[][] values = kept.traces.values("P.x");
        assertEquals(expected, java.util.Arrays.stream(values).map(v -> v[2]).toList());
        assertEquals(euler(-1, 0.125, values.length), java.util.Arrays.stream(values).map(v -> v[0]).toList());
    }

    @Test
    void decimatedSamplesAreThoseBeforeToo() {
        List<Double> expected = euler(1, 0.125);
        Kept kept = new Kept(experiment(explosions(1), grid("100", "0.125"), Tableau.EULER, 1, record("P", 5, null, "x")),
                RunOptions.DEFAULT);
        double[][] values = kept.traces.values("P.x");
        assertEquals((expected.size() - 1) / 5 + 1, values.length);
        for (int j = 0; j < values.length; j++) {
            assertEquals(expected.get(5 * j), values[j][0]);
        }
    }

    @Test
    void inTheFirstStep() {
        Kept kept = new Kept(experiment(explosions(1, 1e200), grid("1", "0.1"), Tableau.EULER, 1, record("P", 1, null, "x")),
                RunOptions.DEFAULT);
        assertEquals("at 0.1 ms population 'P', neuron 1: x became Infinity; the samples up to 0.0 ms are kept; a smaller step or other"
                + " parameters may help", kept.message);
        assertArrayEquals(new double[][] {{1, 1e200}}, kept.traces.values("P.x"));
    }

    @Test
    void inTheLastStep() {
        int steps = euler(1, 0.125).size();
        TimeGrid until = new TimeGrid.Uniform(java.math.BigDecimal.ZERO, java.math.BigDecimal.valueOf(steps * 0.125),
                new java.math.BigDecimal("0.125"));
        Kept kept = new Kept(experiment(explosions(1), until, Tableau.EULER, 1, record("P", 1, null, "x")), RunOptions.DEFAULT);
        assertEquals(euler(1, 0.125, steps), java.util.Arrays.stream(kept.traces.values("P.x")).map(v -> v[0]).toList());
    }

    @Test
    void namesTheInstance() {
        Network network = new Network(List.of(new Population("P", explosion(), 2, Map.of(),
                Map.of("x", new Value.PerInstance(new double[] {-1, -2, 1e200})))), List.of(), List.of());
        Kept kept = new Kept(experiment(network, grid("1", "0.1"), Tableau.EULER, 3), RunOptions.DEFAULT);
        assertEquals("at 0.1 ms population 'P', neuron 0 of instance 2: x became Infinity; the samples up to 0.0 ms are kept; a smaller"
                + " step or other parameters may help", kept.message);
    }

    @Test
    void namesTheVariableThatBecameNaN() {
        var m = NeuronModel.define("two").dimensionless();
        var a = m.state("a", "1", 1, "");
        var b = m.state("b", "1", 0.25, "");
        // b falls through 0 in the third step, where its logarithm is no number
        NeuronModel model = m.derivative(a, minus(0, a)).derivative(b, minus(-1, log(b).times(0))).build();
        Kept kept = new Kept(experiment(new Network(List.of(Population.of("first", model, 1)), List.of(), List.of()), grid("10", "0.125"),
                Tableau.EULER, 1, record("first", 1, null, "b")), RunOptions.DEFAULT);
        assertEquals("at 0.375 ms population 'first', neuron 0: b became NaN; the samples up to 0.25 ms are kept; a smaller step or other"
                + " parameters may help", kept.message);
        assertArrayEquals(new double[][] {{0.25}, {0.125}, {0}}, kept.traces.values("first.b"));
    }

    @Test
    void namesTheSynapse() {
        var m = NeuronModel.define("cell").dimensionless();
        var V = m.state("V", "1", 1, "");
        NeuronModel cell = m.derivative(V, m.synapticCurrent("I_syn", "1").times(1e-300)).build();
        var s = SynapseModel.define("runaway");
        var O = s.state("O", "1", 1, Owner.SELF, "");
        Expr both = s.pre("V", "1").plus(s.post("V", "1"));
        SynapseModel synapse = s.derivative(O, exp(O.times(both)).over(1)).current(O.times(0), "1").build();
        Connectivity edges = Connectivity.Edges.unweighted(new int[] {0, 1, 1}, new int[] {0, 0, 1});
        Network network = new Network(List.of(Population.of("P", cell, 2)),
                List.of(new Projection("syn", "P", "P", synapse, edges, org.loligo.model.Storage.AUTO, Map.of(),
                        Map.of("O", Value.each(-9, 400, -9)))), List.of());
        Kept kept = new Kept(experiment(network, grid("1", "0.1"), Tableau.EULER, 1, record("syn", 1, null, "O")), RunOptions.DEFAULT);
        assertEquals("at 0.1 ms projection 'syn', synapse 1: O became Infinity; the samples up to 0.0 ms are kept; a smaller step or other"
                + " parameters may help", kept.message);
    }

    @Test
    void onANonUniformGrid() {
        double[] times = {0, 0.5, 0.75, 10};
        Network network = explosions(1e154);
        Kept kept = new Kept(experiment(network, new TimeGrid.Explicit(times), Tableau.EULER, 1, record("P", 1, null, "x")),
                RunOptions.DEFAULT);
        assertEquals("at 0.75 ms population 'P', neuron 0: x became Infinity; the samples up to 0.5 ms are kept; a smaller step or other"
                + " parameters may help", kept.message);
    }

    /** The end of a run is told only when it was reached. */
    @Test
    void thereIsNoFinalState() {
        List<String> calls = new ArrayList<>();
        Sink sink = new Sink() {
            @Override
            public void open(RunLayout layout) {
                calls.add("open");
            }

            @Override
            public void write(Chunk chunk) {
                calls.add("write up to " + chunk.toStep());
            }

            @Override
            public void finish(FinalState state) {
                calls.add("finish");
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
        try (Simulation simulation = Simulation.prepare(experiment(explosions(1e200), grid("1", "0.1"), Tableau.EULER, 1), INTERPRETER,
                RunOptions.DEFAULT)) {
            assertThrows(NonFiniteException.class, () -> simulation.run(List.of(sink), Progress.NONE));
        }
        assertEquals(List.of("open", "write up to 0", "close"), calls);
    }
}
