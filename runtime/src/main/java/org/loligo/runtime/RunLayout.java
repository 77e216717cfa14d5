package org.loligo.runtime;

import java.util.List;
import java.util.Map;
import org.loligo.model.Precision;
import org.loligo.model.TimeGrid;

/**
 * What a run will produce, told to a {@link Sink} before the first sample.
 *
 * @param name            the experiment's name
 * @param time            the grid of steps
 * @param instances       how many copies of the network run side by side (1 unless it is a sweep)
 * @param precision       the format of the values
 * @param series          the recorded variables
 * @param spikes          the populations whose spikes are recorded
 * @param attributes      what else describes the run (backend, device, schedule, program hash…), for the files' metadata
 * @param hasInstanceAxis whether arrays have an instance axis in the files: in a sweep, be it of one instance, not in a single run
 */
public record RunLayout(String name, TimeGrid time, int instances, Precision precision, List<Series> series, List<SpikeSeries> spikes,
        Map<String, String> attributes, boolean hasInstanceAxis) {

    /** Keeps copies. */
    public RunLayout {
        series = List.copyOf(series);
        spikes = List.copyOf(spikes);
        attributes = Map.copyOf(attributes);
    }

    /** A layout with an instance axis when there is more than one instance. */
    public RunLayout(String name, TimeGrid time, int instances, Precision precision, List<Series> series, List<SpikeSeries> spikes,
            Map<String, String> attributes) {
        this(name, time, instances, precision, series, spikes, attributes, instances > 1);
    }
}
