package org.loligo.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Series;

/**
 * Sample times that some series of one owner share. The owner's first series defines the owner's {@code time}; a series with another
 * interval has times of its own, {@code VARIABLE + suffix}.
 *
 * @param owner  the population or projection
 * @param name   what the array is called: {@code time}, or one for a variable
 * @param first  the first series that has these times
 * @param series the indices in the layout of all that have them
 */
record SampleTimes(String owner, String name, Series first, List<Integer> series) {

    /** The sample times of a run, in the order in which its series need them; every series is in exactly one. */
    static List<SampleTimes> of(RunLayout layout, String suffix) {
        Map<String, Series> leaders = new HashMap<>();
        Map<List<String>, List<Integer>> shared = new LinkedHashMap<>();
        for (int s = 0; s < layout.series().size(); s++) {
            Series series = layout.series().get(s);
            leaders.putIfAbsent(series.owner(), series);
            String name = leaders.get(series.owner()).every() == series.every() ? "time" : series.variable() + suffix;
            shared.computeIfAbsent(List.of(series.owner(), name), _ -> new ArrayList<>()).add(s);
        }
        return shared.entrySet().stream().map(entry -> new SampleTimes(entry.getKey().getFirst(), entry.getKey().getLast(),
                layout.series().get(entry.getValue().getFirst()), List.copyOf(entry.getValue()))).toList();
    }

    /** The times of some samples in ms. */
    double[] times(RunLayout layout, long from, int count) {
        return IntStream.range(0, count).mapToDouble(j -> first.time(layout.time(), from + j)).toArray();
    }
}
