package org.loligo.jmh;

import java.util.ArrayList;
import java.util.List;

/**
 * One comparison: what runs, and how.
 *
 * @param workload  what runs
 * @param cells     how many cells
 * @param precision of the state and the arithmetic
 * @param schedule  of the device
 * @param steps     the steps of a chunk: in the schedules independent and resident, those of a launch
 * @param recorded  {@code nothing}, or {@code V} every tenth step
 * @param isWaiting whether each chunk is read before the next one is started
 * @param hasPeers  whether other programs do the same beside it
 */
record Case(Workload workload, int cells, String precision, String schedule, int steps, String recorded, boolean isWaiting,
        boolean hasPeers) {
    private static final int MIBI = 1 << 20;

    private static Case of(Workload workload, int cells, String precision, String schedule) {
        return new Case(workload, cells, precision, schedule, 1000, "nothing", false, schedule.equals("independent"));
    }

    private Case reading(boolean waiting) {
        return new Case(workload, cells, precision, schedule, 100, "V", waiting, false);
    }

    /** All of them, the most telling first. Small ones are a thousandth of the size, to try the whole thing out. */
    static List<Case> all(boolean isSmall) {
        int cells = isSmall ? 512 : MIBI;
        int systems = isSmall ? 4096 : 8 * MIBI;
        int lobes = isSmall ? 3 : 10_000;
        int large = isSmall ? 8_000 : 1_000_000;
        List<Case> all = new ArrayList<>();
        for (String precision : List.of("float32", "float64")) {
            all.add(of(Workload.UNCOUPLED_CELLS, cells, precision, "independent"));
        }
        all.add(of(Workload.LORENZ, systems, "float32", "independent"));
        for (String precision : List.of("float32", "float64")) {
            all.add(of(Workload.UNCOUPLED_CELLS, cells, precision, "staged"));
        }
        all.add(of(Workload.UNCOUPLED_CELLS, cells, "float32", "independent").reading(false));
        all.add(of(Workload.UNCOUPLED_CELLS, cells, "float32", "independent").reading(true));
        for (String precision : List.of("float32", "float64")) {
            all.add(of(Workload.ANTENNAL_LOBE, AntennalLobe.CELLS, precision, "resident"));
            all.add(of(Workload.COBAHH, Workload.COBAHH.cells(), precision, "staged"));
        }
        all.add(of(Workload.ANTENNAL_LOBE, AntennalLobe.CELLS, "float32", "staged"));
        all.add(of(Workload.ANTENNAL_LOBE, lobes * AntennalLobe.CELLS, "float32", "resident"));
        all.add(of(Workload.COBAHH, large, "float32", "staged"));
        return all;
    }

    /** How many steps go by first; a sweep is too long to be brought as far as one network, but as far as the odour. */
    long settleSteps() {
        return workload == Workload.ANTENNAL_LOBE && cells > AntennalLobe.CELLS ? 12_000 : workload.settleSteps();
    }

    /** In which way samples are read, for the table. */
    String reading() {
        return recorded.equals("nothing") ? "nothing" : recorded + ", " + (isWaiting ? "before the next chunk" : "during the next chunk");
    }
}
