package org.loligo.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Device;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunOptions;

/** The benchmarks measure what they say. */
class BenchmarksTest {
    private static final Device CPU = Backends.choose("cpu", 0);

    private static Stepping on(Device device, Experiment experiment, long settleSteps) {
        return new Stepping(experiment, device, RunOptions.DEFAULT.withThreads(1), settleSteps, Stepping.STEPS);
    }

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
        try (Stepping beforeTheOdour = on(CPU, benchmark.experiment(), 5_000)) {
            assertThrows(IllegalStateException.class, () -> beforeTheOdour.requireSpiking(benchmark.workload().spikingShare()));
        }
    }

    @Test
    void atTheEndItGoesBackToTheSettledState() {
        UncoupledCells benchmark = with(new UncoupledCells(), "float64", "V");
        benchmark.cells = 64;
        Experiment e = benchmark.experiment();
        TimeGrid threeChunks = new TimeGrid.Uniform(BigDecimal.ZERO, new BigDecimal(3), new BigDecimal("0.01"));
        Experiment shorter = new Experiment(e.name(), e.network(), threeChunks, e.integrator(), e.precision(), e.seed(), 1, e.recordings());
        try (Stepping stepping = on(CPU, shorter, 100)) {
            stepping.advance(1);
            NetworkState first = stepping.state();
            stepping.advance(1);
            NetworkState last = stepping.state();
            stepping.advance(1);
            NetworkState again = stepping.state();
            assertEquals(300, last.step());
            assertEquals(200, again.step());
            assertFalse(Arrays.deepEquals(first.states().getFirst(), last.states().getFirst()), "the state did not change");
            assertArrayEquals(first.states().getFirst(), again.states().getFirst());
        }
    }

    /** In one call it goes over the end, from pairs of chunks under way to a state taken back. */
    @Test
    void manyChunksAreTheSameAsOneAfterTheOther() {
        UncoupledCells benchmark = with(new UncoupledCells(), "float64", "V");
        benchmark.cells = 64;
        Experiment e = benchmark.experiment();
        TimeGrid sixChunks = new TimeGrid.Uniform(BigDecimal.ZERO, new BigDecimal(6), new BigDecimal("0.01"));
        Experiment shorter = new Experiment(e.name(), e.network(), sixChunks, e.integrator(), e.precision(), e.seed(), 1, e.recordings());
        try (Stepping together = on(CPU, shorter, 100); Stepping single = on(CPU, shorter, 100)) {
            together.advance(8);
            for (int i = 0; i < 8; i++) {
                single.advance(1);
            }
            assertEquals(400, together.state().step());
            assertEquals(400, single.state().step());
            assertArrayEquals(single.state().states().getFirst(), together.state().states().getFirst());
        }
    }

    static Stream<DeviceName> devices() {
        List<DeviceName> present = DeviceName.present();
        assertFalse(present.isEmpty(), "no device at all");
        return present.stream();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void everyDeviceTellsWhereItsTimeWent(DeviceName name) {
        for (String schedule : name.device().schedules().stream().filter(Workload.UNCOUPLED_CELLS::suits).toList()) {
            Devices benchmark = new Devices();
            benchmark.workload = "uncoupled-cells";
            benchmark.cells = 256;
            benchmark.device = name.toString();
            benchmark.schedule = schedule;
            benchmark.threads = 1;
            benchmark.precision = "float32";
            benchmark.load();
            Devices.Counters counters = new Devices.Counters();
            long start = System.nanoTime();
            benchmark.advance(counters);
            double seconds = (System.nanoTime() - start) / 1e9;
            assertDoesNotThrow(benchmark::close);
            assertEquals(256 * 1000, counters.neuronSteps);
            String spent = name + " " + schedule + ": " + counters.launching + " launching, " + counters.computing + " computing, "
                    + counters.transferring + " transferring of " + seconds + " s";
            assertTrue(counters.computing > 0 && counters.computing <= seconds, spent);
            boolean isCpu = name.backend().equals("cpu");
            assertTrue(isCpu == (counters.launching == 0) && counters.launching < seconds, spent);
            assertTrue(isCpu == (counters.transferring == 0) && counters.transferring < seconds, spent);
        }
    }

    @Test
    void theInterpreterIsNotMeasured() {
        assertTrue(DeviceName.present().stream().noneMatch(d -> d.backend().equals("interpreter")), DeviceName.present().toString());
        assertEquals(new DeviceName("opencl", 1), DeviceName.parse("opencl:1"));
        assertThrows(IllegalArgumentException.class, () -> DeviceName.parse("opencl"));
        assertThrows(IllegalArgumentException.class, () -> Workload.named("antenal-lobe"));
    }
}
