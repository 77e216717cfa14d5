package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.runtime.SmallExperiments.INTERPRETER;
import static org.loligo.runtime.SmallExperiments.experiment;
import static org.loligo.runtime.SmallExperiments.grid;
import static org.loligo.runtime.SmallExperiments.memory;
import static org.loligo.runtime.SmallExperiments.record;
import static org.loligo.runtime.SmallExperiments.spiking;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.loligo.codegen.Tableau;

class ChunkPublisherTest {
    private static final Experiment EXPERIMENT = experiment(spiking(), grid("3", "0.01"), Tableau.RK4, 1, record("A", 1, null, "V"));
    private static final RunOptions SHORT = memory(2 * 24 * 20);

    /** Asks for some chunks at first, and for one more after each. */
    private static final class Reader implements Flow.Subscriber<Chunk> {
        final List<String> calls = new ArrayList<>();
        final List<Double> first = new ArrayList<>();
        final long initially;
        final int cancelAfter;
        Flow.Subscription subscription;
        int chunks;

        Reader(long initially, int cancelAfter) {
            this.initially = initially;
            this.cancelAfter = cancelAfter;
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
            s.request(initially);
        }

        @Override
        public void onNext(Chunk chunk) {
            assertTrue(chunk.data(0).isNative(), "outside the heap");
            for (int j = 0; j < chunk.samples(0); j++) {
                first.add(chunk.data(0).get(ValueLayout.JAVA_DOUBLE, chunk.offset(0, 0, j)));
            }
            if (++chunks == cancelAfter) {
                subscription.cancel();
            } else {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable e) {
            calls.add("error: " + e.getMessage());
        }

        @Override
        public void onComplete() {
            calls.add("complete");
        }
    }

    private static void run(Sink... sinks) throws IOException {
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, INTERPRETER, SHORT)) {
            simulation.run(List.of(sinks), Progress.NONE);
        }
    }

    @Test
    void everyChunkThenTheEnd() throws IOException {
        Reader reader = new Reader(1, -1);
        ChunkPublisher publisher = new ChunkPublisher();
        publisher.subscribe(reader);
        Traces traces = new Traces();
        run(publisher, traces);
        assertTrue(reader.chunks > 10, reader.chunks + " chunks");
        assertEquals(List.of("complete"), reader.calls);
        double[][] expected = traces.values("A.V");
        assertEquals(expected.length, reader.first.size());
        for (int j = 0; j < expected.length; j++) {
            assertEquals(expected[j][0], reader.first.get(j));
        }
        assertThrows(IllegalStateException.class, () -> publisher.subscribe(reader));
    }

    @Test
    void whoLeavesHoldsNobodyUp() throws IOException {
        Reader reader = new Reader(5, 3);
        ChunkPublisher publisher = new ChunkPublisher();
        publisher.subscribe(reader);
        run(publisher);
        assertEquals(3, reader.chunks);
        assertEquals(List.of(), reader.calls);
        run(new ChunkPublisher()); // nobody ever came
    }

    @Test
    void aRunThatEndsEarlyIsAnError() {
        Reader reader = new Reader(Long.MAX_VALUE, -1);
        ChunkPublisher publisher = new ChunkPublisher();
        publisher.subscribe(reader);
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, INTERPRETER, SHORT)) {
            assertThrows(IllegalStateException.class, () -> simulation.run(List.of(publisher), (step, _, _) -> {
                if (step > 100) {
                    throw new IllegalStateException();
                }
            }));
        }
        assertEquals(List.of("error: the run ended before it was complete"), reader.calls);
        Reader wrong = new Reader(0, -1);
        ChunkPublisher asked = new ChunkPublisher();
        asked.subscribe(wrong);
        assertThrows(IllegalArgumentException.class, () -> run(asked));
        assertEquals(List.of("error: request(0): expected a number above 0"), wrong.calls);
    }
}
