package org.loligo.jmh;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.loligo.codegen.Tableau;
import org.loligo.model.Network;
import org.loligo.model.Population;
import org.loligo.model.Recording;
import org.loligo.model.Stimulus;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.models.HodgkinHuxley;
import org.loligo.runtime.Experiment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * Hodgkin-Huxley cells without synapses, RK4 with steps of 0.01 ms: the cost of the cell alone. Every cell starts at a potential and has a
 * current of its own, so that no two lanes of a vector hold the same numbers; all of them fire.
 */
public class UncoupledCells extends EngineBenchmark {
    /** Cells times chunks of one invocation, the same for every number of cells because JMH wants a constant. */
    private static final int CELL_CHUNKS = 65_536;
    private static final long SEED = 1;
    private static final BigDecimal STEP = new BigDecimal("0.01");
    /** In ms; longer than any measurement takes. */
    private static final BigDecimal LENGTH = new BigDecimal(100_000_000);

    /** How many cells; a divisor of 65,536. The state of the fewer stays in the caches near the core. */
    @Param({"4096", "65536"})
    public int cells;

    /** Advances all cells by 100 steps, fewer cells more often. */
    @Benchmark
    @OperationsPerInvocation(CELL_CHUNKS * Stepping.STEPS)
    public void advance() {
        if (CELL_CHUNKS % cells != 0) {
            throw new IllegalArgumentException("cells must divide " + CELL_CHUNKS + ", got " + cells);
        }
        advanceChunks(CELL_CHUNKS / cells);
    }

    @Override
    Workload workload() {
        return Workload.UNCOUPLED_CELLS;
    }

    @Override
    Experiment experiment() {
        return experiment(cells, precision, recorded);
    }

    /** The current of each cell. */
    static double[] currents(int cells) {
        return new Value.Uniform(2, 10).resolve("cell.I", cells, 1, SEED).data();
    }

    /** What runs. */
    static Experiment experiment(int cells, String precision, String recorded) {
        Population population = new Population("cell", HodgkinHuxley.MODEL, cells, Map.of(), Map.of("V", new Value.Uniform(-80, -40)));
        double[][] held = Arrays.stream(currents(cells)).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
        Network network = new Network(List.of(population), List.of(), List.of(new Stimulus.Samples("cell", "I", null, held, LENGTH)));
        List<Recording> recordings = switch (recorded) {
            case "nothing" -> List.of();
            case "V" -> List.of(new Recording.Variables("cell", List.of("V"), null, 10));
            default -> throw new IllegalArgumentException("recorded must be nothing or V, got " + recorded);
        };
        return new Experiment("uncoupled-cells", network, new TimeGrid.Uniform(BigDecimal.ZERO, LENGTH, STEP), Tableau.RK4,
                Precisions.named(precision), SEED, 1, recordings);
    }
}
