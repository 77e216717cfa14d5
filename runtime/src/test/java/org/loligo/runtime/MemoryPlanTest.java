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

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.loligo.codegen.Tableau;
import org.loligo.model.Precision;

/** Sizes are planned for before anything of them is allocated, also those that nothing could hold. */
class MemoryPlanTest {

    private static RunLayout layout(int instances, int elements, long every) {
        long steps = 1_000_000_000_000L;
        Series series = new Series("X", "V", "mV", Series.Element.NEURON, new int[elements], "X", new int[elements], every,
                steps / every + 1, Precision.FLOAT64);
        return new RunLayout("large", grid("10000000000", "0.01"), instances, Precision.FLOAT64, List.of(series), List.of(), Map.of());
    }

    @Test
    void moreSamplesThanAnIntCanCount() {
        // 8 kB each, and 10¹² of them
        assertEquals(((64L << 20) - 16_000) / 8000, ChunkBudget.maxSteps(layout(1, 1000, 1), RunOptions.DEFAULT));
        // 2³¹ − 1 instances of one neuron, with memory for some samples
        RunLayout many = layout(Integer.MAX_VALUE, 1, 1);
        long sample = 8L * Integer.MAX_VALUE;
        long steps = ChunkBudget.maxSteps(many, memory(200 * sample));
        assertEquals(98, steps);
        MemoryEstimate estimate = new MemoryEstimate(List.of(), many, steps);
        assertEquals(2 * 100 * sample, estimate.chunks());
        assertEquals(1_000_000_000_000L, ChunkBudget.maxSteps(layout(1, 1, 1_000_000_000_000L), RunOptions.DEFAULT));
    }

    @Test
    void whatNothingCanHoldIsRefusedWithTheNumbers() {
        long bytes = 2L * 8 * 1_000_000 * Integer.MAX_VALUE;
        String refusal = assertThrows(CapacityException.class,
                () -> ChunkBudget.maxSteps(layout(Integer.MAX_VALUE, 1_000_000, 1), RunOptions.DEFAULT)).getMessage();
        assertTrue(refusal.startsWith("one chunk of samples needs " + bytes + " bytes, ") && refusal.contains("; a sample takes X.V "
                + bytes / 2 + " bytes; record fewer variables or neurons, use float32 or fewer instances, or give more --memory"), refusal);
        // sums and products that a long cannot count stay large
        MemoryEstimate estimate = new MemoryEstimate(List.of(new MemoryUse("states", Long.MAX_VALUE)),
                layout(Integer.MAX_VALUE, 1_000_000, 1), 1_000_000_000_000L);
        assertEquals(Long.MAX_VALUE, estimate.chunks());
        assertTrue(estimate.toString().contains("together                     9,223,372,036,854,775,807 bytes"), estimate.toString());
    }

    @Test
    void everyPartIsListedWhenNotOneSampleFits() {
        Experiment e = experiment(spiking(), grid("3", "0.01"), Tableau.RK4, 2, record("A", 1, null, "V", "W"), record("B", 3, null, "V"));
        try (Simulation simulation = Simulation.prepare(e, INTERPRETER, memory(64))) {
            String refusal = assertThrows(CapacityException.class, simulation::plan).getMessage();
            for (String part : List.of("A.V 48 bytes", "A.W 48 bytes", "B.V 32 bytes", "state and parameters ", "scratch of the stages ",
                    "connectivity ", "--memory")) {
                assertTrue(refusal.contains(part), refusal);
            }
        }
    }

    @Test
    void productsAndSumsNeverWrapRound() {
        assertEquals(Long.MAX_VALUE, Bytes.product(1L << 40, 1L << 40));
        assertEquals(0, Bytes.product(1L << 40, 1L << 40, 0));
        assertEquals(1L << 62, Bytes.product(1L << 31, 1L << 31));
        assertEquals(Long.MAX_VALUE, Bytes.sum(Long.MAX_VALUE - 1, 2));
        assertEquals(5, Bytes.sum(2, 3));
    }
}
