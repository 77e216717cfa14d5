package org.loligo.runtime;

import java.util.List;
import org.loligo.codegen.Tableau;
import org.loligo.model.Network;
import org.loligo.model.Precision;
import org.loligo.model.Recording;
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
 * @param swept      whether it is a sweep, be it of one instance only: its results then have an axis of instances
 */
public record Experiment(String name, Network network, TimeGrid time, Tableau integrator, Precision precision, long seed, int instances,
        List<Recording> recordings, boolean swept) {

    /** Keeps a copy. */
    public Experiment {
        recordings = List.copyOf(recordings);
    }

    /** An experiment that is a sweep when it has more than one instance. */
    public Experiment(String name, Network network, TimeGrid time, Tableau integrator, Precision precision, long seed, int instances,
            List<Recording> recordings) {
        this(name, network, time, integrator, precision, seed, instances, recordings, instances > 1);
    }
}
