package org.loligo.jmh;

import java.util.stream.Stream;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.Setting;
import org.loligo.runtime.Experiment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * The locust antennal lobe of {@code examples/locust-antennal-lobe.yaml}: a small network whose threads meet at every stage of every step.
 * It goes round and round the time from 300 to 600 ms, while the odour is there and the cells fire.
 */
public class AntennalLobe extends EngineBenchmark {
    /** How many cells the example has. */
    static final int CELLS = 120;

    /** How many cells the example has; it stands here only to be told with the results. */
    @Param("" + CELLS)
    public int cells;

    /** How its three projections are stored. */
    @Param({"dense", "sparse"})
    public String storage;

    /** Advances the network by 100 steps. */
    @Benchmark
    @OperationsPerInvocation(CELLS * Stepping.STEPS)
    public void advance() {
        advanceChunks(1);
    }

    @Override
    Workload workload() {
        return Workload.ANTENNAL_LOBE;
    }

    @Override
    Experiment experiment() {
        if (cells != CELLS) {
            throw new IllegalArgumentException("the example has " + CELLS + " cells, expected " + cells);
        }
        return experiment(cells, precision, recorded, storage);
    }

    /**
     * What runs.
     *
     * @param cells a multiple of {@link #CELLS}: more of them are instances of the same network, each with an inhibition of its own
     */
    static Experiment experiment(int cells, String precision, String recorded, String storage) {
        String recordings = switch (recorded) {
            case "nothing" -> "[]";
            case "V" -> "[{population: PN, variables: [V], every: 0.1}, {population: LN, variables: [V], every: 0.1}]";
            default -> throw new IllegalArgumentException("recorded must be nothing or V, got " + recorded);
        };
        Stream<String> settings = Stream.of("time.stop=600", "precision=" + precision, "record=" + recordings,
                "projections.ach.connectivity.storage=" + storage, "projections.gaba_pn.connectivity.storage=" + storage,
                "projections.gaba_ln.connectivity.storage=" + storage);
        int instances = cells / CELLS;
        Stream<String> sweep = instances == 1 ? Stream.empty()
                : Stream.of("sweep={values: {projections.gaba_pn.parameters.g: {grid: [0.5, 1.1, " + instances + "]}}}");
        Experiment experiment = ExperimentFile.read(Examples.file("locust-antennal-lobe.yaml"), Stream.concat(settings, sweep)
                .map(Setting::parse).toList()).experiment();
        if (experiment.network().neurons() * instances != cells) {
            throw new IllegalStateException("the example has " + experiment.network().neurons() + " cells, expected a divisor of " + cells);
        }
        return experiment;
    }
}
