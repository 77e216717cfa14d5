package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.runtime.SmallExperiments.INTERPRETER;
import static org.loligo.runtime.SmallExperiments.experiment;
import static org.loligo.runtime.SmallExperiments.grid;
import static org.loligo.runtime.SmallExperiments.record;
import static org.loligo.runtime.SmallExperiments.spiking;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.Tableau;
import org.loligo.model.Recording;

/** Time comes from the index of the step, so that it is as exact after 10⁹ steps, and after more than an int can count, as after one. */
class LongRunTest {

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000L, 30_000_000_000L})
    void theEndOfALongRunIsExact(long steps) throws IOException {
        BigDecimal step = new BigDecimal("0.01");
        String stop = step.multiply(BigDecimal.valueOf(steps)).toPlainString();
        Experiment experiment = experiment(spiking(), grid(stop, "0.01"), Tableau.RK4, 1,
                record("A", 1, null, "V"), record("B", 7, null, "V"), new Recording.SpikesOf("A"));
        List<Double> times = new ArrayList<>();
        List<Double> sparse = new ArrayList<>();
        List<Double> spikes = new ArrayList<>();
        ResumableSink sink = new ResumableSink() {
            private RunLayout layout;

            @Override
            public void open(RunLayout run) {
                throw new AssertionError();
            }

            @Override
            public void reopen(RunLayout run, long at, Map<String, long[]> position) {
                layout = run;
            }

            @Override
            public Map<String, long[]> checkpoint() {
                return Map.of();
            }

            @Override
            public void write(Chunk chunk) {
                for (int s = 0; s < 2; s++) {
                    for (int j = 0; j < chunk.samples(s); j++) {
                        (s == 0 ? times : sparse).add(layout.series().get(s).time(layout.time(), chunk.firstSample(s) + j));
                    }
                }
                for (int k = 0; k < chunk.spikes(0).size(); k++) {
                    spikes.add(layout.time().time(chunk.spikes(0).step(k)));
                }
            }

            @Override
            public void finish(FinalState state) {
                assertEquals(steps, state.step());
            }

            @Override
            public void close() {
                // nothing
            }
        };
        long from = steps - 500;
        try (Simulation simulation = Simulation.prepare(experiment, INTERPRETER, RunOptions.DEFAULT)) {
            NetworkState start = simulation.load().state();
            NetworkState late = new NetworkState(from, start.precision(), start.states(), start.lastSpikes(), start.tallies());
            Checkpoint checkpoint = new Checkpoint("this", List.of(simulation.leg(0)), late, 0, List.of(Map.of()));
            simulation.run(List.of(sink), Progress.NONE,
                    new Checkpointing("this", _ -> { }, Duration.ofDays(1), Optional.of(checkpoint), () -> false));
        }
        assertEquals(500, times.size());
        for (int j = 0; j < times.size(); j++) {
            assertEquals(step.multiply(BigDecimal.valueOf(from + 1 + j)).doubleValue(), times.get(j),
                    "the nearest number to the exact time");
        }
        long first = from / 7 + 1;
        assertEquals(steps / 7 - from / 7, sparse.size());
        for (int j = 0; j < sparse.size(); j++) {
            assertEquals(step.multiply(BigDecimal.valueOf(7 * (first + j))).doubleValue(), sparse.get(j));
        }
        assertTrue(!spikes.isEmpty());
        for (double spike : spikes) {
            assertTrue(times.contains(spike) || spike == step.multiply(BigDecimal.valueOf(from)).doubleValue(), "a spike at " + spike);
        }
    }

    /** A chunk counts what it holds, not what there was before. */
    @Test
    void samplesOfManyStepsAreCounted() {
        Series series = new Series("A", "V", "mV", Series.Element.NEURON, new int[] {0}, "A", new int[] {0}, 3, Long.MAX_VALUE / 3 + 1,
                org.loligo.model.Precision.FLOAT64);
        assertEquals(1_000_000_000_001L, series.samplesUpTo(3_000_000_000_002L));
        assertEquals(42, series.mostSamplesIn(120));
    }
}
