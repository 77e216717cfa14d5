package org.loligo.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.NetworkState;

/** The benchmarks measure what they say. */
class BenchmarksTest {
    /** The benchmark as JMH makes it, with two of its parameters. */
    private static <B extends EngineBenchmark> B with(B benchmark, String precision, String recorded) {
        benchmark.precision = precision;
        benchmark.recorded = recorded;
        benchmark.threads = 1;
        return benchmark;
    }

    @Test
    void uncoupledCellsFireAndStayFinite() {
        UncoupledCells benchmark = with(new UncoupledCells(), "float32", "V");
        benchmark.cells = 1024;
        benchmark.load();
        benchmark.advance();
        assertDoesNotThrow(benchmark::close);
    }

    @Test
    void theAntennalLobeFiresAndStaysFinite() {
        AntennalLobe benchmark = with(new AntennalLobe(), "float64", "V");
        benchmark.cells = 120;
        benchmark.storage = "dense";
        benchmark.load();
        benchmark.advance();
        assertDoesNotThrow(benchmark::close);
    }

    @Test
    void cellsAtRestAreRefused() {
        AntennalLobe benchmark = with(new AntennalLobe(), "float32", "nothing");
        benchmark.cells = 120;
        benchmark.storage = "sparse";
        try (Stepping beforeTheOdour = new Stepping(benchmark.experiment(), 1, 5_000)) {
            assertThrows(IllegalStateException.class, () -> beforeTheOdour.requireSpiking(benchmark.spikingShare()));
        }
    }

    @Test
    void atTheEndItGoesBackToTheSettledState() {
        UncoupledCells benchmark = with(new UncoupledCells(), "float64", "V");
        benchmark.cells = 64;
        Experiment e = benchmark.experiment();
        TimeGrid threeChunks = new TimeGrid.Uniform(BigDecimal.ZERO, new BigDecimal(3), new BigDecimal("0.01"));
        Experiment shorter = new Experiment(e.name(), e.network(), threeChunks, e.integrator(), e.precision(), e.seed(), 1, e.recordings());
        try (Stepping stepping = new Stepping(shorter, 1, 100)) {
            stepping.advance();
            NetworkState first = stepping.state();
            stepping.advance();
            NetworkState last = stepping.state();
            stepping.advance();
            NetworkState again = stepping.state();
            assertEquals(300, last.step());
            assertEquals(200, again.step());
            assertFalse(Arrays.deepEquals(first.states().getFirst(), last.states().getFirst()), "the state did not change");
            assertArrayEquals(first.states().getFirst(), again.states().getFirst());
        }
    }
}
