package org.loligo.runtime;

import java.util.List;
import java.util.Map;
import org.loligo.model.Storage;

/**
 * What a run was and what it took.
 *
 * @param experiment           its name
 * @param instances            copies of the network
 * @param neurons              neurons in one instance
 * @param synapses             synapses in one instance
 * @param steps                steps taken
 * @param storage              how each projection was stored
 * @param threads              threads that shared the work
 * @param compileSeconds       compiling, loading and warming up
 * @param computeSeconds       stepping
 * @param runSeconds           wall time from the first step to the last byte on disk
 * @param outputSeconds        the part of {@code runSeconds} in which nothing was computed because the sinks were not done
 * @param neuronStepsPerSecond neurons times instances times steps per second of {@code computeSeconds}
 * @param spikes               spikes of all recorded populations
 * @param legs                 who computed it: one leg, more if the run was taken up again; the times are those of the last
 * @param summaries            what was worked out, in the order of {@link RunLayout#summaries}
 */
public record RunReport(String experiment, int instances, long neurons, long synapses, long steps, Map<String, Storage> storage,
        int threads, double compileSeconds, double computeSeconds, double runSeconds, double outputSeconds, double neuronStepsPerSecond,
        long spikes, List<Leg> legs, List<SummaryValues> summaries) {

    /** Who computed the end of it. */
    public Leg leg() {
        return legs.getLast();
    }
}
