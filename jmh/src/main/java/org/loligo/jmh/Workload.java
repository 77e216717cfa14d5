package org.loligo.jmh;

import java.util.Arrays;
import java.util.Locale;
import org.loligo.model.Names;
import org.loligo.runtime.Experiment;

/** What can be measured on any device. */
enum Workload {
    /** {@link UncoupledCells}; even the cell with the least current has fired after 25 ms. */
    UNCOUPLED_CELLS(UncoupledCells::experiment, false, 65_536, 2_500, 1),
    /**
     * {@link AntennalLobe}, from 300 ms on: the odour comes at 100 ms and takes its time. It reaches a third of the cells and inhibition
     * keeps half of those quiet: from 15 to 23 of 120 fire within 100 ms.
     */
    ANTENNAL_LOBE((cells, precision, recorded) -> AntennalLobe.experiment(cells, precision, recorded, "dense"), true, AntennalLobe.CELLS,
            30_000, 0.05),
    /** {@link Cobahh}, from 100 ms on. */
    COBAHH(Cobahh::experiment, true, 4_000, 2_000, 0.2),
    /** {@link LorenzSystems}, from its start. */
    LORENZ(LorenzSystems::experiment, false, 65_536, 0, 0);

    private interface Maker {
        Experiment make(int cells, String precision, String recorded);
    }

    private final Maker maker;
    private final boolean isCoupled;
    private final int cells;
    private final long settleSteps;
    private final double spikingShare;

    Workload(Maker maker, boolean isCoupled, int cells, long settleSteps, double spikingShare) {
        this.maker = maker;
        this.isCoupled = isCoupled;
        this.cells = cells;
        this.settleSteps = settleSteps;
        this.spikingShare = spikingShare;
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

    /**
     * Whether a schedule is worth measuring where nothing else is asked for: cells without synapses need no schedule that keeps a whole
     * network in one work-group, and a single network none that takes many side by side.
     */
    boolean suits(String schedule) {
        return !schedule.equals(isCoupled ? "independent" : "resident") && !schedule.equals("lanes");
    }

    /**
     * What runs.
     *
     * @param count     how many cells
     * @param precision of the state and the arithmetic
     * @param recorded  {@code nothing}, or {@code V}
     */
    Experiment experiment(int count, String precision, String recorded) {
        return maker.make(count, precision, recorded);
    }

    /** How many steps go by before the network is in the state that is measured. */
    long settleSteps() {
        return settleSteps;
    }

    /** The share of the cells that must keep firing. */
    double spikingShare() {
        return spikingShare;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
