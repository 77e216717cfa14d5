package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.runtime.SmallExperiments.INTERPRETER;
import static org.loligo.runtime.SmallExperiments.experiment;
import static org.loligo.runtime.SmallExperiments.explosion;
import static org.loligo.runtime.SmallExperiments.grid;
import static org.loligo.runtime.SmallExperiments.memory;
import static org.loligo.runtime.SmallExperiments.record;
import static org.loligo.runtime.SmallExperiments.run;
import static org.loligo.runtime.SmallExperiments.spiking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tableau;
import org.loligo.model.Network;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Recording;
import org.loligo.model.Value;
import org.loligo.runtime.RunningAheadEngine.Call;

/** A device that is a stretch ahead of what the host has seen changes nothing: neither what is written nor how a run fails. */
class RunningAheadTest {
    private static final Experiment EXPERIMENT = experiment(spiking(), grid("3", "0.01"), Tableau.RK4, 2,
            record("A", 1, null, "V", "last_spike"), record("B", 3, null, "V"), record("syn", 7, new int[] {3, 0}, "O"),
            new Recording.SpikesOf("A"), new Recording.SpikesOf("B"));
    private static final List<String> SERIES = List.of("A.V", "A.last_spike", "B.V", "syn.O");
    private static final long STEPS = 300;
    private static final long NEVER = -1;
    /** dx/dt = x² by Euler's method is infinite after the eighteenth step or so; the first neuron is there first. */
    private static final Experiment EXPLODING = experiment(new Network(List.of(new Population("P", explosion(), 2, Map.of(),
            Map.of("x", Value.each(1, 0.25)))), List.of(), List.of()), grid("5", "0.125"), Tableau.EULER, 1, record("P", 1, null, "x"));

    /** Loads the engine that runs ahead and keeps it, to ask what was done to it. */
    private static final class AheadDevice extends OtherDevice {
        private final long maxSteps;
        private final long failingStep;
        private RunningAheadEngine engine;

        AheadDevice(long maxSteps, long failingStep) {
            this.maxSteps = maxSteps;
            this.failingStep = failingStep;
        }

        @Override
        public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
            engine = new RunningAheadEngine(super.load(program, precision, layout, options), layout, maxSteps, failingStep);
            return engine;
        }

        List<Call> starts() {
            return engine.calls().stream().filter(Call::isStart).toList();
        }

        List<Call> finishes() {
            return engine.calls().stream().filter(c -> !c.isStart()).toList();
        }
    }

    private static Traces runOn(AheadDevice device, Experiment experiment, RunOptions options, Sink... others) throws IOException {
        Traces traces = new Traces();
        List<Sink> sinks = new ArrayList<>(List.of(others));
        sinks.add(traces);
        try (Simulation simulation = Simulation.prepare(experiment, device, options)) {
            simulation.run(sinks, Progress.NONE);
        }
        assertTrue(device.engine.isClosed());
        return traces;
    }

    private static void assertSame(Traces expected, Traces actual) {
        for (String name : SERIES) {
            assertArrayEquals(expected.values(name), actual.values(name), name);
            assertArrayEquals(expected.end(name), actual.end(name), name);
        }
        for (String population : List.of("A", "B")) {
            assertTrue(expected.spikes(population).length > 1, population);
            assertArrayEquals(expected.spikes(population), actual.spikes(population), population);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 31, 63, 64, 65, 100, 149, 150, 299, 300, Long.MAX_VALUE})
    void theLengthOfStretchesChangesNothing(long maxSteps) throws IOException {
        assertSame(run(EXPERIMENT), runOn(new AheadDevice(maxSteps, NEVER), EXPERIMENT, RunOptions.DEFAULT));
    }

    /** Bytes of both buffers in samples of all series. */
    @ParameterizedTest
    @CsvSource({"2, 300", "3, 300", "4, 5", "9, 300", "40, 20", "40, 300"})
    void norDoesTheBudget(int samples, long maxSteps) throws IOException {
        RunOptions options = memory(2L * samples * 2 * 8 * (3 + 3 + 2 + 2));
        assertSame(run(EXPERIMENT), runOn(new AheadDevice(maxSteps, NEVER), EXPERIMENT, options));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 8, 50, 300})
    void theNextIsAlwaysStartedBeforeThisIsFinished(long maxSteps) throws IOException {
        AheadDevice device = new AheadDevice(maxSteps, NEVER);
        runOn(device, EXPERIMENT, RunOptions.DEFAULT);
        List<Call> calls = device.engine.calls();
        List<Call> starts = device.starts();
        assertTrue(starts.size() >= STEPS / maxSteps, starts::toString);
        assertEquals(0, starts.getFirst().from());
        assertEquals(STEPS, starts.getLast().to());
        // start, then a start and a finish in turn, then the last finish
        for (int i = 0; i < starts.size(); i++) {
            assertEquals(starts.get(i), calls.get(Math.max(0, 2 * i - 1)));
            Call finish = calls.get(Math.min(2 * i + 2, calls.size() - 1));
            assertEquals(new Call(false, starts.get(i).from(), starts.get(i).to()), finish);
        }
        assertEquals(2 * starts.size(), calls.size());
    }

    @Test
    void aRunOfNoStepsIsOneEmptyStretch() throws IOException {
        AheadDevice device = new AheadDevice(10, NEVER);
        Traces traces = runOn(device, experiment(spiking(), grid("0", "0.01"), Tableau.RK4, 1, record("A", 1, null, "V")),
                RunOptions.DEFAULT);
        assertArrayEquals(new double[][] {{-0.5, 0.25, 1}}, traces.values("A.V"));
        assertEquals(List.of(new Call(true, 0, 0), new Call(false, 0, 0)), device.engine.calls());
    }

    private static LongStream lengths() {
        return LongStream.rangeClosed(1, 41);
    }

    /** Whichever step of its stretch it is, the first or the last, with another stretch under way or without. */
    @ParameterizedTest
    @MethodSource("lengths")
    void aStateThatIsNotFiniteEndsTheRunAtTheSameStep(long maxSteps) {
        Traces expected = new Traces();
        String message = failure(EXPLODING, INTERPRETER, expected);
        assertTrue(message.contains("population 'P', neuron 0: x became Infinity"), message);
        int samples = expected.values("P.x").length;
        assertTrue(samples > 10 && samples < 30, () -> samples + " samples");
        AheadDevice device = new AheadDevice(maxSteps, NEVER);
        Traces traces = new Traces();
        assertEquals(message, failure(EXPLODING, device, traces));
        assertArrayEquals(expected.values("P.x"), traces.values("P.x"));
        assertEquals(device.starts().size(), device.finishes().size(), "what was started is finished");
        if (maxSteps < samples) {
            // the step that breaks is the one after the last good sample; the host sees it when it finishes the stretch
            List<Call> calls = device.engine.calls();
            int seen = calls.indexOf(device.finishes().stream().filter(c -> c.to() >= samples).findFirst().orElseThrow());
            assertTrue(calls.get(seen - 1).isStart() && calls.get(seen - 1).from() == calls.get(seen).to(), calls::toString);
        }
    }

    private static String failure(Experiment experiment, Device device, Sink sink) {
        try (Simulation simulation = Simulation.prepare(experiment, device, RunOptions.DEFAULT)) {
            return assertThrows(NonFiniteException.class, () -> simulation.run(List.of(sink), Progress.NONE)).getMessage();
        }
    }

    /** Notes how it ended, and fails in its n-th chunk. */
    private static final class Failing implements Sink {
        private final int failing;
        private final List<String> calls = new ArrayList<>();
        private int chunks;

        Failing(int failing) {
            this.failing = failing;
        }

        @Override
        public void open(RunLayout layout) {
            calls.add("open");
        }

        @Override
        public void write(Chunk chunk) throws IOException {
            if (chunks++ == failing) {
                throw new IOException("the disk is full");
            }
        }

        @Override
        public void finish(FinalState state) {
            calls.add("finish");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8, 9})
    void aSinkThatFailsEndsTheRun(int chunk) {
        Failing sink = new Failing(chunk);
        AheadDevice device = new AheadDevice(30, NEVER);
        IOException e = assertThrows(IOException.class, () -> runOn(device, EXPERIMENT, RunOptions.DEFAULT, sink));
        assertEquals("the disk is full", e.getMessage());
        assertEquals(List.of("open", "close"), sink.calls);
        assertTrue(device.engine.isClosed(), "with stretches under way");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 19, 20, 39, 40, 150, 280, 299})
    void aDeviceThatFailsLeavesWhatWasWrittenBefore(long step) throws IOException {
        double[][] whole = run(EXPERIMENT).values("A.V");
        Traces traces = new Traces();
        Failing end = new Failing(Integer.MAX_VALUE);
        AheadDevice device = new AheadDevice(20, step);
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, device, RunOptions.DEFAULT)) {
            DeviceException e = assertThrows(DeviceException.class, () -> simulation.run(List.of(traces, end), Progress.NONE));
            assertEquals("the device is gone", e.getMessage());
        }
        Call failed = device.finishes().getLast();
        assertTrue(failed.from() <= step && step < failed.to(), failed::toString);
        // without the first stretch there is not even the initial state
        int kept = failed.from() == 0 ? 0 : (int) failed.from() + 1;
        assertArrayEquals(Arrays.copyOf(whole, kept), traces.values("A.V"));
        assertEquals(List.of("open", "close"), end.calls);
        assertFalse(device.starts().getLast().from() > failed.to(), "nothing is started after a failure");
    }
}
