package org.loligo.jmh;

import java.util.List;
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
    Experiment experiment() {
        String recordings = switch (recorded) {
            case "nothing" -> "[]";
            case "V" -> "[{population: PN, variables: [V], every: 0.1}, {population: LN, variables: [V], every: 0.1}]";
            default -> throw new IllegalArgumentException("recorded must be nothing or V, got " + recorded);
        };
        List<Setting> settings = Stream.of("time.stop=600", "precision=" + precision, "record=" + recordings,
                "projections.ach.connectivity.storage=" + storage, "projections.gaba_pn.connectivity.storage=" + storage,
                "projections.gaba_ln.connectivity.storage=" + storage).map(Setting::parse).toList();
        Experiment experiment = ExperimentFile.read(Examples.file("locust-antennal-lobe.yaml"), settings).experiment();
        if (experiment.network().neurons() != CELLS || cells != CELLS) {
            throw new IllegalStateException("the example has " + experiment.network().neurons() + " cells, expected " + CELLS);
        }
        return experiment;
    }

    /** 300 ms: the odour comes at 100 ms and takes its time. */
    @Override
    long settleSteps() {
        return 30_000;
    }

    /** The odour reaches a third of the cells and inhibition keeps half of those quiet: from 15 to 23 of the 120 fire within 100 ms. */
    @Override
    double spikingShare() {
        return 0.05;
    }
}
