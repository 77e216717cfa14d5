package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.runtime.SmallExperiments.INTERPRETER;
import static org.loligo.runtime.SmallExperiments.experiment;
import static org.loligo.runtime.SmallExperiments.grid;
import static org.loligo.runtime.SmallExperiments.memory;
import static org.loligo.runtime.SmallExperiments.record;
import static org.loligo.runtime.SmallExperiments.run;
import static org.loligo.runtime.SmallExperiments.spiking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Tableau;
import org.loligo.model.Recording;

/** A run in chunks of any length is the run in one piece. */
class ChunksTest {
    private static final Experiment EXPERIMENT = experiment(spiking(), grid("3", "0.01"), Tableau.RK4, 2,
            record("A", 1, null, "V", "last_spike"), record("B", 3, null, "V"), record("syn", 7, new int[] {3, 0}, "O"),
            new Recording.SpikesOf("A"), new Recording.SpikesOf("B"));
    /** One sample of each series, in two instances. */
    private static final int BYTES = 2 * 8 * (3 + 3 + 2 + 2);

    /** Notes what a simulation does to it, and from which thread. */
    private static class Log implements Sink {
        final List<String> calls = new ArrayList<>();
        final List<Long> edges = new ArrayList<>();
        final Set<Thread> threads = new HashSet<>();
        RunLayout layout;

        @Override
        public void open(RunLayout runLayout) throws IOException {
            layout = runLayout;
            note("open");
        }

        @Override
        public void write(Chunk chunk) throws IOException {
            if (edges.isEmpty()) {
                edges.add(chunk.fromStep());
            }
            assertEquals(edges.getLast(), chunk.fromStep());
            edges.add(chunk.toStep());
            note("write");
        }

        @Override
        public void finish(FinalState state) throws IOException {
            note("finish");
        }

        @Override
        public void close() throws IOException {
            note("close");
        }

        void note(String call) throws IOException {
            calls.add(call);
            threads.add(Thread.currentThread());
        }
    }

    /** Just one sample in a buffer, a few, many. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 9, 40})
    void theLengthOfChunksChangesNothing(int samples) throws IOException {
        Traces whole = run(EXPERIMENT);
        Traces parts = run(EXPERIMENT, memory(2L * samples * BYTES));
        for (String name : List.of("A.V", "A.last_spike", "B.V", "syn.O")) {
            assertArrayEquals(whole.values(name), parts.values(name), name);
            assertArrayEquals(whole.end(name), parts.end(name), name);
        }
        for (String population : List.of("A", "B")) {
            assertTrue(whole.spikes(population).length > 1, population);
            assertArrayEquals(whole.spikes(population), parts.spikes(population), population);
        }
    }

    @Test
    void chunksFollowEachOtherAndFitTheBuffers() throws IOException {
        Log log = new Log();
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, INTERPRETER, memory(2L * 12 * BYTES))) {
            simulation.run(List.of(log), Progress.NONE);
        }
        assertEquals(0, log.edges.getFirst());
        assertEquals(300, log.edges.getLast());
        assertTrue(log.edges.size() > 10, log.edges::toString);
        // twelve samples less two of reserve; sample and step are not the same where every is more than 1
        for (int i = 1; i < log.edges.size(); i++) {
            assertTrue(log.edges.get(i) - log.edges.get(i - 1) <= 19, log.edges::toString);
        }
    }

    @Test
    void aBufferThatHoldsNoSampleIsRefused() {
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, INTERPRETER, memory(2L * 2 * BYTES - 2))) {
            CapacityException e = assertThrows(CapacityException.class, () -> simulation.run(List.of(), Progress.NONE));
            assertEquals("one chunk of samples needs 320 bytes, but the budget for each of the two chunk buffers is 319; a sample takes"
                    + " A.V 48 bytes, A.last_spike 48 bytes, B.V 32 bytes, syn.O 32 bytes; record fewer variables or neurons, use float32"
                    + " or fewer instances, or give more --memory", e.getMessage());
        }
    }

    @Test
    void progressIsToldInOrderUpToTheEnd() throws IOException {
        List<Long> steps = new ArrayList<>();
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, INTERPRETER, memory(2L * 12 * BYTES))) {
            simulation.run(List.of(), (step, all, time) -> {
                assertEquals(300, all);
                assertEquals(step / 100.0, time);
                assertTrue(steps.isEmpty() || step > steps.getLast());
                steps.add(step);
            });
        }
        assertEquals(300, steps.getLast());
    }

    @Test
    void sinksAreCalledInOrderFromOneThreadThatDoesNotCompute() throws IOException {
        Log log = new Log();
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, INTERPRETER, memory(2L * 100 * BYTES))) {
            simulation.run(List.of(log), Progress.NONE);
        }
        assertEquals("open", log.calls.getFirst());
        assertEquals(List.of("finish", "close"), log.calls.subList(log.calls.size() - 2, log.calls.size()));
        assertTrue(log.calls.subList(1, log.calls.size() - 2).stream().allMatch("write"::equals), log.calls::toString);
        assertEquals(1, log.threads.size(), log.threads::toString);
        assertTrue(!log.threads.contains(Thread.currentThread()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "write", "finish", "close"})
    void aSinkThatFailsEndsTheRunAndAllAreClosed(String call) {
        Log good = new Log();
        Log bad = new Log() {
            @Override
            void note(String now) throws IOException {
                super.note(now);
                if (now.equals(call)) {
                    throw new IOException("the disk is full");
                }
            }
        };
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, INTERPRETER, memory(2L * 12 * BYTES))) {
            IOException e = assertThrows(IOException.class, () -> simulation.run(List.of(bad, good), Progress.NONE));
            assertEquals("the disk is full", e.getMessage());
        }
        assertEquals("close", good.calls.getLast());
        assertEquals("close", bad.calls.getLast());
        assertEquals(call.equals("close"), good.calls.contains("finish"));
    }

    @Test
    void aRunOfNoStepsIsTheInitialState() throws IOException {
        Experiment none = experiment(spiking(), grid("0", "0.01"), Tableau.RK4, 1, record("A", 1, null, "V", "last_spike"),
                new Recording.SpikesOf("A"));
        Traces traces = run(none);
        assertArrayEquals(new double[][] {{-0.5, 0.25, 1}}, traces.values("A.V"));
        assertArrayEquals(new double[][] {{-0.07, -0.07, -0.07}}, traces.values("A.last_spike"));
        assertArrayEquals(new double[] {-0.5, 0.25, 1}, traces.end("A.V"));
        assertEquals(0, traces.spikes("A").length);
    }

    @Test
    void theReportCounts() throws IOException {
        Traces traces = new Traces();
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, INTERPRETER, RunOptions.DEFAULT)) {
            RunReport report = simulation.run(List.of(traces), Progress.NONE);
            assertEquals(300, report.steps());
            assertEquals(5, report.neurons());
            assertEquals(4, report.synapses());
            assertEquals(2, report.instances());
            assertEquals(traces.spikes("A").length + traces.spikes("B").length, report.spikes());
            assertEquals("interpreter", report.leg().backend());
        }
    }
}
