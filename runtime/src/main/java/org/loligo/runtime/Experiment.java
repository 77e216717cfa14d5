package org.loligo.runtime;

import java.util.List;
import org.loligo.codegen.Tableau;
import org.loligo.model.Network;
import org.loligo.model.Precision;
import org.loligo.model.Recording;
import org.loligo.model.Summary;
import org.loligo.model.TimeGrid;

/**
 * Everything that decides the numbers of a run, but for the device.
 *
 * @param name       its name
 * @param network    what is simulated
 * @param time       the steps
 * @param integrator the Runge-Kutta method
 * @param precision  of the state and the arithmetic
 * @param seed       of all random numbers
 * @param instances  how many copies of the network run side by side
 * @param recordings what is kept
 * @param summaries  what is worked out while it steps
 * @param swept      whether it is a sweep, be it of one instance only: its results then have an axis of instances
 */
public record Experiment(String name, Network network, TimeGrid time, Tableau integrator, Precision precision, long seed, int instances,
        List<Recording> recordings, List<Summary> summaries, boolean swept) {

    /** Keeps copies. */
    public Experiment {
        recordings = List.copyOf(recordings);
        summaries = List.copyOf(summaries);
    }

    /** An experiment that is a sweep when it has more than one instance. */
    public Experiment(String name, Network network, TimeGrid time, Tableau integrator, Precision precision, long seed, int instances,
            List<Recording> recordings, List<Summary> summaries) {
        this(name, network, time, integrator, precision, seed, instances, recordings, summaries, instances > 1);
    }

    /** The same without summaries. */
    public Experiment(String name, Network network, TimeGrid time, Tableau integrator, Precision precision, long seed, int instances,
            List<Recording> recordings) {
        this(name, network, time, integrator, precision, seed, instances, recordings, List.of());
    }

    /** The experiment with other summaries. */
    public Experiment summarising(List<Summary> others) {
        return new Experiment(name, network, time, integrator, precision, seed, instances, recordings, others, swept);
    }
}
