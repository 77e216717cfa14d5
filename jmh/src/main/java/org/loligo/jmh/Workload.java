package org.loligo.jmh;

import java.util.Arrays;
import java.util.Locale;
import org.loligo.model.Names;
import org.loligo.runtime.Experiment;

/** What {@link Devices} runs: the experiments of the other benchmarks, with nothing recorded. */
enum Workload {
    /** {@link UncoupledCells}. */
    UNCOUPLED_CELLS(new UncoupledCells(), false, 65_536),
    /** {@link AntennalLobe}. */
    ANTENNAL_LOBE(new AntennalLobe(), true, AntennalLobe.CELLS);

    private final EngineBenchmark benchmark;
    private final boolean isCoupled;
    private final int cells;

    Workload(EngineBenchmark benchmark, boolean isCoupled, int cells) {
        this.benchmark = benchmark;
        this.isCoupled = isCoupled;
        this.cells = cells;
    }

    /** The one with this name. */
    static Workload named(String name) {
        return Arrays.stream(values()).filter(w -> w.toString().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "there is no workload '" + name + "'" + Names.suggestion(name, Arrays.stream(values()).map(Workload::toString).toList())));
    }

    /** How many cells it has where nothing else is asked for. */
    int cells() {
        return cells;
    }

    /** Whether the number of cells cannot be chosen. */
    boolean isOfOneSize() {
        return benchmark instanceof AntennalLobe;
    }

    /** Whether a schedule is worth measuring: cells without synapses need no schedule that keeps a whole network in one work-group. */
    boolean suits(String schedule) {
        return !schedule.equals(isCoupled ? "independent" : "resident");
    }

    /** What runs. */
    Experiment experiment(int count, String precision) {
        benchmark.precision = precision;
        benchmark.recorded = "nothing";
        switch (benchmark) {
            case UncoupledCells uncoupled -> uncoupled.cells = count;
            case AntennalLobe lobe -> {
                lobe.cells = count;
                lobe.storage = "dense";
            }
            default -> throw new IllegalStateException();
        }
        return benchmark.experiment();
    }

    /** How many steps go by before the network is in the state that is measured. */
    long settleSteps() {
        return benchmark.settleSteps();
    }

    /** The share of the cells that must keep firing. */
    double spikingShare() {
        return benchmark.spikingShare();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
