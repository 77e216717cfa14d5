package org.loligo.jmh;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.Setting;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.Population;
import org.loligo.model.Projection;
import org.loligo.runtime.Experiment;

/**
 * The COBAHH network of {@code examples/cobahh.yaml} with any number of cells: four fifths excite, and spikes alone couple them. However
 * many there are, each is reached by the 64 excitatory and 16 inhibitory synapses that one of 4000 cells has on average: looking at each
 * pair of a million cells would take days.
 */
final class Cobahh {
    private static final Map<String, Integer> SYNAPSES = Map.of("E", 64, "I", 16);

    private Cobahh() {}

    /** What runs; of this network nothing is recorded. */
    static Experiment experiment(int cells, String precision, String recorded) {
        if (!recorded.equals("nothing") || cells % 5 != 0) {
            throw new IllegalArgumentException("expected cells that can be divided by 5 and nothing recorded, got " + cells + ", "
                    + recorded);
        }
        Map<String, Integer> sizes = Map.of("E", cells - cells / 5, "I", cells / 5);
        Experiment small = ExperimentFile.read(Examples.file("cobahh.yaml"), Stream.of("time.stop=1000000", "precision=" + precision,
                "record=[]").map(Setting::parse).toList()).experiment();
        List<Population> populations = small.network().populations().stream()
                .map(p -> new Population(p.name(), p.model(), sizes.get(p.name()), p.parameters(), p.initial())).toList();
        List<Projection> projections = small.network().projections().stream()
                .map(p -> new Projection(p.name(), p.from(), p.to(), p.model(),
                        edges(p.name(), sizes.get(p.from()), sizes.get(p.to()), SYNAPSES.get(p.from())), p.storage(), p.parameters(),
                        p.initial())).toList();
        return new Experiment("cobahh", new Network(populations, projections, List.of()), small.time(), small.integrator(),
                small.precision(), small.seed(), 1, List.of());
    }

    /** The same number of synapses into each neuron, in the order in which they are stored. */
    private static Connectivity edges(String name, int preCount, int postCount, int each) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int[] pre = new int[Math.multiplyExact(postCount, each)];
        int[] post = new int[pre.length];
        double[] weight = new double[pre.length];
        for (int i = 0; i < postCount; i++) {
            for (int k = i * each; k < (i + 1) * each; k++) {
                pre[k] = random.nextInt(preCount);
                post[k] = i;
                weight[k] = 1;
            }
            Arrays.sort(pre, i * each, (i + 1) * each);
        }
        return new Connectivity.Edges(pre, post, weight);
    }
}
