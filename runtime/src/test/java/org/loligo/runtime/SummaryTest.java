package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.runtime.SmallExperiments.INTERPRETER;
import static org.loligo.runtime.SmallExperiments.experiment;
import static org.loligo.runtime.SmallExperiments.grid;
import static org.loligo.runtime.SmallExperiments.record;
import static org.loligo.runtime.SmallExperiments.spiking;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.Tally;
import org.loligo.model.ModelException;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;
import org.loligo.model.Recording;
import org.loligo.model.Summary;
import org.loligo.model.Summary.SpikeStatistic;
import org.loligo.model.Summary.VariableStatistic;
import org.loligo.model.Summary.Window;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;

/** Summaries of the interpreter: what they mean. */
class SummaryTest {
    private static final List<VariableStatistic> ALL = List.of(VariableStatistic.values());
    private static final List<SpikeStatistic> ALL_OF_SPIKES = List.of(SpikeStatistic.values());

    private static Traces run(Experiment experiment) throws IOException {
        Traces traces = new Traces();
        try (Simulation simulation = Simulation.prepare(experiment, INTERPRETER, RunOptions.DEFAULT)) {
            RunReport report = simulation.run(List.of(traces), Progress.NONE);
            for (SummaryValues s : report.summaries()) {
                assertArrayEquals(s.values(), traces.summary(s.series().column()), "the report and the sinks");
            }
        }
        return traces;
    }

    private static Summary of(String variable, Window window, boolean each) {
        return new Summary.OfVariable("", "C", variable, window, each, ALL);
    }

    /** Cells whose x is their own start + slope·n after n steps of 1 ms, and which fire in the step that reaches 3. */
    private static Experiment counting(Summary... summaries) {
        var m = NeuronModel.define("counter").dimensionless();
        var x = m.state("x", "1", 0, "");
        var slope = m.parameter("slope", "1", 1, "");
        NeuronModel counter = m.derivative(x, slope).crossing(x, literal(3)).build();
        Population cells = new Population("C", counter, 2, Map.of("slope", Value.each(1, 2)), Map.of("x", Value.each(0, 10)));
        return experiment(new Network(List.of(cells), List.of(), List.of()), grid("8", "1"), Tableau.EULER, 1)
                .summarising(List.of(summaries));
    }

    @Test
    void valuesAreThoseAtTheStartsOfTheStepsOfTheWindow() throws IOException {
        Traces each = run(counting(of("x", new Window(2, 5), true)));
        assertArrayEquals(new double[] {3, 16}, each.summary("C.x.mean"));
        assertArrayEquals(new double[] {2, 14}, each.summary("C.x.min"));
        assertArrayEquals(new double[] {4, 18}, each.summary("C.x.max"));
        assertArrayEquals(new double[] {2 / 3.0, 8 / 3.0}, each.summary("C.x.variance"), 1e-15);
        // 2, 3, 4 and 14, 16, 18
        Traces together = run(counting(of("x", new Window(2, 5), false)));
        assertArrayEquals(new double[] {9.5}, together.summary("C.x.mean"));
        assertArrayEquals(new double[] {2}, together.summary("C.x.min"));
        assertArrayEquals(new double[] {18}, together.summary("C.x.max"));
        assertArrayEquals(new double[] {5 / 3.0 + 42.25}, together.summary("C.x.variance"), 1e-13);
    }

    @Test
    void theEndOfTheRunIsInNoWindow() throws IOException {
        assertArrayEquals(new double[] {7, 24}, run(counting(of("x", Window.WHOLE, true))).summary("C.x.max"));
        assertArrayEquals(new double[] {7, 24}, run(counting(of("x", new Window(7, 8), true))).summary("C.x.min"));
        assertArrayEquals(new double[] {0, 0}, run(counting(of("x", new Window(7, 8), true))).summary("C.x.variance"));
    }

    @Test
    void aSpikeBelongsToTheStepThatFiredIt() throws IOException {
        // x goes from 2 to 3 in step 2
        for (long from = 0; from < 5; from++) {
            Traces traces = run(counting(new Summary.OfSpikes("", "C", new Window(from, from + 1), true, ALL_OF_SPIKES)));
            double spikes = from == 2 ? 1 : 0;
            assertArrayEquals(new double[] {spikes, 0}, traces.summary("C.count"));
            assertArrayEquals(new double[] {1000 * spikes, 0}, traces.summary("C.rate"));
            assertArrayEquals(new double[] {from == 2 ? 2 : Double.NaN, Double.NaN}, traces.summary("C.first"));
            assertArrayEquals(new double[] {Double.NaN, Double.NaN}, traces.summary("C.mean_isi"));
            assertArrayEquals(new double[] {Double.NaN, Double.NaN}, traces.summary("C.cv_isi"));
        }
        Traces both = run(counting(new Summary.OfSpikes("", "C", Window.WHOLE, false, ALL_OF_SPIKES)));
        assertArrayEquals(new double[] {1000 / 16.0}, both.summary("C.rate"));
    }

    /** A network with windows on spikes and states of synapses that the compiler has moved, against what was recorded. */
    @Test
    void summariesAreThoseOfWhatIsRecorded() throws IOException {
        List<Summary> asked = new ArrayList<>();
        Window window = new Window(13, 490);
        for (boolean each : new boolean[] {false, true}) {
            String name = each ? "each" : "";
            asked.add(new Summary.OfVariable(name, "A", "V", window, each, ALL));
            asked.add(new Summary.OfVariable(name, "syn", "O", window, each, ALL));
            asked.add(new Summary.OfSpikes(name, "A", window, each, ALL_OF_SPIKES));
        }
        Traces traces = run(experiment(spiking(), grid("5", "0.01"), Tableau.RK4, 2, record("A", 1, null, "V"),
                record("syn", 1, null, "O"), new Recording.SpikesOf("A")).summarising(asked));
        for (String variable : List.of("A.V", "syn.O")) {
            int count = traces.values(variable)[0].length / 2;
            for (int r = 0; r < 2; r++) {
                compare(traces, variable, window, r * count, (r + 1) * count, "", r);
                for (int i = 0; i < count; i++) {
                    compare(traces, variable, window, r * count + i, r * count + i + 1, "each.", r * count + i);
                }
            }
        }
        double[][] spikes = Arrays.stream(traces.spikes("A")).filter(s -> s[1] >= 0.13 && s[1] < 4.9).toArray(double[][]::new);
        assertTrue(spikes.length > 10, spikes.length + " spikes");
        for (int r = 0; r < 2; r++) {
            int instance = r;
            spikes(traces, Arrays.stream(spikes).filter(s -> s[0] == instance).toList(), 3, "", r);
            for (int i = 0; i < 3; i++) {
                int neuron = i;
                spikes(traces, Arrays.stream(spikes).filter(s -> s[0] == instance && s[2] == neuron).toList(), 1, "each.", 3 * r + i);
            }
        }
    }

    private static void compare(Traces traces, String variable, Window window, int first, int end, String name, int index) {
        double[] values = Arrays.stream(traces.values(variable), (int) window.from(), (int) window.to())
                .flatMapToDouble(sample -> Arrays.stream(sample, first, end)).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        assertEquals(mean, traces.summary(name + variable + ".mean")[index], 1e-14);
        assertEquals(Arrays.stream(values).min().orElseThrow(), traces.summary(name + variable + ".min")[index]);
        assertEquals(Arrays.stream(values).max().orElseThrow(), traces.summary(name + variable + ".max")[index]);
        assertEquals(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow(),
                traces.summary(name + variable + ".variance")[index], 1e-14);
    }

    private static void spikes(Traces traces, List<double[]> spikes, int neurons, String name, int index) {
        List<Double> intervals = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int neuron = i;
            double[] times = spikes.stream().filter(s -> s[2] == neuron).mapToDouble(s -> s[1]).toArray();
            for (int k = 1; k < times.length; k++) {
                intervals.add(times[k] - times[k - 1]);
            }
        }
        assertTrue(intervals.size() > 1, intervals.size() + " intervals");
        double mean = intervals.stream().mapToDouble(x -> x).average().orElseThrow();
        double deviation = Math.sqrt(intervals.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow());
        assertEquals(spikes.size(), traces.summary(name + "A.count")[index]);
        assertEquals(spikes.size() / (neurons * 4.77) * 1000, traces.summary(name + "A.rate")[index], 1e-9);
        assertEquals(spikes.getFirst()[1], traces.summary(name + "A.first")[index]);
        assertEquals(mean, traces.summary(name + "A.mean_isi")[index], 1e-12);
        assertEquals(deviation / mean, traces.summary(name + "A.cv_isi")[index], 1e-12);
    }

    @Test
    void whatIsAskedForTwiceIsTalliedOnce() {
        Window early = new Window(0, 4);
        Experiment experiment = counting(new Summary.OfVariable("", "C", "x", Window.WHOLE, false, List.of(VariableStatistic.MEAN)),
                new Summary.OfVariable("again", "C", "x", new Window(0, 8), true, List.of(VariableStatistic.MAX)),
                new Summary.OfVariable("early", "C", "x", early, true, List.of(VariableStatistic.MIN)),
                new Summary.OfSpikes("", "C", early, false, List.of(SpikeStatistic.RATE)));
        try (Simulation simulation = Simulation.prepare(experiment, INTERPRETER, RunOptions.DEFAULT)) {
            assertEquals(List.of(Tally.of(0, 0, 0, 8, Tally.Register.SHIFT, Tally.Register.SUM, Tally.Register.SUM_REST,
                    Tally.Register.MAX), Tally.of(0, 0, 0, 4, Tally.Register.MIN), Tally.of(0, -1, 0, 4, Tally.Register.SPIKES)),
                    simulation.layout().tallies());
            assertTrue(simulation.plan().contains("summaries"), simulation.plan());
        }
    }

    @Test
    void asFarAsARunHasCome() {
        try (Simulation simulation = Simulation.prepare(counting(of("x", new Window(2, 8), true)), INTERPRETER, RunOptions.DEFAULT);
                Arena arena = Arena.ofConfined()) {
            Engine engine = simulation.load();
            Chunk chunk = new Chunk(simulation.layout(), 4, arena);
            assertArrayEquals(new double[] {Double.NaN, Double.NaN}, simulation.summaries(engine.state()).getFirst().values());
            chunk.reset(0, 4);
            engine.advance(chunk);
            assertArrayEquals(new double[] {2.5, 15}, simulation.summaries(engine.state()).getFirst().values());
        }
    }

    /** A mean interval is one of times; the spread of intervals in steps would say nothing. */
    @Test
    void stepsOfDifferentLengths() throws IOException {
        double[] times = new double[251];
        Arrays.setAll(times, n -> n < 100 ? n / 100.0 : 1 + (n - 100) / 200.0);
        Experiment e = experiment(spiking(), new TimeGrid.Explicit(times), Tableau.RK4, 1, new Recording.SpikesOf("A"));
        Traces traces = run(e.summarising(List.of(new Summary.OfSpikes("", "A", Window.WHOLE, true, List.of(SpikeStatistic.MEAN_ISI)))));
        double[] ofTheFirst = Arrays.stream(traces.spikes("A")).filter(s -> s[2] == 0).mapToDouble(s -> s[1]).toArray();
        assertEquals((ofTheFirst[ofTheFirst.length - 1] - ofTheFirst[0]) / (ofTheFirst.length - 1), traces.summary("A.mean_isi")[0], 1e-12);
        assertRefused(e.summarising(List.of(new Summary.OfSpikes("", "A", Window.WHOLE, true, List.of(SpikeStatistic.CV_ISI)))),
                "cv_isi of 'A' needs steps of equal length");
    }

    @Test
    void whatThereIsNot() {
        assertRefused(counting(new Summary.OfVariable("", "C", "y", Window.WHOLE, false, ALL)), "'C' has no variable 'y'",
                "did you mean 'x'?");
        assertRefused(counting(new Summary.OfVariable("", "D", "x", Window.WHOLE, false, ALL)), "'D' is not a population or projection");
        assertRefused(counting(new Summary.OfVariable("", "C", "last_spike", Window.WHOLE, false, ALL)), "is a time, expected a state");
        assertRefused(counting(of("x", new Window(2, 9), false)), "the run has 8 steps");
        assertRefused(counting(of("x", new Window(8, Long.MAX_VALUE), false)), "the run has 8 steps");
        assertRefused(counting(of("x", Window.WHOLE, false), of("x", new Window(0, 4), true)),
                "two summaries would both be 'C.x.mean'; give one of them a name of its own");
        assertThrows(ModelException.class, () -> new Window(3, 3));
        assertThrows(ModelException.class, () -> new Window(-1, 3));
        assertThrows(ModelException.class, () -> new Summary.OfVariable("", "C", "x", Window.WHOLE, false, List.of()));
    }

    /** The state stays finite, the sum of its squares does not. */
    @Test
    void aSumThatLeavesTheRangeIsNoNumber() {
        Experiment e = counting(new Summary.OfVariable("", "C", "x", Window.WHOLE, false, ALL));
        Population large = new Population("C", e.network().population("C").model(), 1, Map.of("slope", Value.of(1e200)), Map.of());
        Experiment far = new Experiment("far", new Network(List.of(large), List.of(), List.of()), e.time(), e.integrator(), e.precision(),
                1, 1, List.of(), e.summaries());
        String message = assertThrows(NonFiniteException.class, () -> run(far)).getMessage();
        assertTrue(message.contains("'C.x.variance' left the range of float64"), message);
    }

    private static void assertRefused(Experiment experiment, String... parts) {
        String message = assertThrows(ModelException.class,
                () -> Simulation.prepare(experiment, INTERPRETER, RunOptions.DEFAULT)).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
