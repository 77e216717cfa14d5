package org.loligo.runtime;

import java.util.List;
import java.util.Map;
import org.loligo.model.Precision;
import org.loligo.model.Storage;

/**
 * What a run was and what it took. (backend, device, schedule, precision, passes, width) fixes the bits of its results.
 *
 * @param experiment           its name
 * @param backend              the backend's name
 * @param device               the device's name
 * @param precision            of state and arithmetic
 * @param schedule             how the program was laid on the device
 * @param instances            copies of the network
 * @param neurons              neurons in one instance
 * @param synapses             synapses in one instance
 * @param steps                steps taken
 * @param storage              how each projection was stored
 * @param passes               the compiler passes that ran
 * @param width                elements computed at once
 * @param threads              threads that shared the work
 * @param programHash          SHA-256 of the text of the program
 * @param compileSeconds       compiling, loading and warming up
 * @param computeSeconds       stepping
 * @param runSeconds           wall time from the first step to the last byte on disk
 * @param neuronStepsPerSecond neurons times instances times steps per second of {@code computeSeconds}
 * @param spikes               spikes of all recorded populations
 * @param summaries            what was worked out, in the order of {@link RunLayout#summaries}
 */
public record RunReport(String experiment, String backend, String device, Precision precision, String schedule, int instances, long neurons,
        long synapses, long steps, Map<String, Storage> storage, List<String> passes, int width, int threads, String programHash,
        double compileSeconds, double computeSeconds, double runSeconds, double neuronStepsPerSecond, long spikes,
        List<SummaryValues> summaries) {}
