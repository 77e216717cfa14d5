package org.loligo.jmh;

import java.util.stream.Stream;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.Setting;
import org.loligo.runtime.Experiment;

/**
 * The COBAHH network of {@code examples/cobahh.yaml} with any number of cells: four fifths excite, each cell is reached by 80 synapses on
 * average however many there are, and spikes alone couple them.
 */
final class Cobahh {
    private static final double SYNAPSES = 80;

    private Cobahh() {}

    /** What runs; of this network nothing is recorded. */
    static Experiment experiment(int cells, String precision, String recorded) {
        if (!recorded.equals("nothing") || cells % 5 != 0) {
            throw new IllegalArgumentException("expected cells that can be divided by 5 and nothing recorded, got " + cells + ", "
                    + recorded);
        }
        int inhibitory = cells / 5;
        Stream<String> sizes = Stream.of("populations.E.size=" + (cells - inhibitory), "populations.I.size=" + inhibitory);
        Stream<String> connectivity = Stream.of("EE", "EI", "IE", "II")
                .map(p -> "projections." + p + ".connectivity={probability: " + SYNAPSES / cells + "}");
        Stream<String> rest = Stream.of("time.stop=1000000", "precision=" + precision, "record=[]");
        return ExperimentFile.read(Examples.file("cobahh.yaml"), Stream.of(sizes, connectivity, rest).flatMap(s -> s)
                .map(Setting::parse).toList()).experiment();
    }
}
