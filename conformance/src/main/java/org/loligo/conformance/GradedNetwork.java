package org.loligo.conformance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.Projection;
import org.loligo.model.Storage;
import org.loligo.model.Value;
import org.loligo.models.Models;

/** Two populations with graded synapses between and within them. */
public final class GradedNetwork {
    private GradedNetwork() {}

    /** How a projection is laid out. */
    public enum Layout {
        /** Sums over sparse rows. */
        SPARSE,
        /** Sums over the rows of a matrix. */
        DENSE,
        /** Synapses with states and currents of their own. */
        SYNAPSES
    }

    /** The network with all its projections laid out like this. */
    public static Network of(Layout layout) {
        Storage storage = layout == Layout.DENSE ? Storage.DENSE : Storage.SPARSE;
        Connectivity some = new Connectivity.Edges(new int[] {0, 1, 3, 2, 3, 0}, new int[] {0, 0, 1, 1, 2, 2},
                new double[] {0.5, 1, 0.25, 2, 1, 1.5});
        return new Network(
                List.of(OrderOfConvergence.cells("A", "hodgkin-huxley", -40, -25, -15, 5),
                        OrderOfConvergence.cells("B", "hodgkin-huxley", -60, -20, 10)),
                List.of(projection("ab", "A", "B", some, storage, layout == Layout.SYNAPSES ? 6 : 0),
                        projection("ba", "B", "A", new Connectivity.AllToAll(true), storage, layout == Layout.SYNAPSES ? 12 : 0),
                        projection("aa", "A", "A", new Connectivity.AllToAll(false), storage, layout == Layout.SYNAPSES ? 12 : 0)),
                List.of(OrderOfConvergence.smoothInput("A", 4), OrderOfConvergence.smoothInput("B", 2)));
    }

    /** Synapses of which {@code different} have a rate of their own, so that they cannot share a state. */
    private static Projection projection(String name, String from, String to, Connectivity connectivity, Storage storage, int different) {
        Map<String, Value> parameters = new HashMap<>();
        if (different > 0) {
            double[] alpha = new double[different];
            Arrays.setAll(alpha, k -> 8 + 0.25 * k);
            parameters.put("alpha", Value.each(alpha));
        }
        return new Projection(name, from, to, Models.synapse("gaba-a").orElseThrow(), connectivity, storage, parameters, Map.of());
    }
}
