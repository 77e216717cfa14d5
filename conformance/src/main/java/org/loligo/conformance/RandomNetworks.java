package org.loligo.conformance;

import org.loligo.codegen.emit.Schedule;
import org.loligo.model.Precision;

/**
 * Random models in random networks, the same for the same seed. Everything is bounded, so that no state runs away; nothing has units.
 *
 * @param neurons     the most neurons of a population
 * @param projections whether there may be synapses; without, neurons see nothing of each other
 * @param functions   whether equations may use functions, such as exp; without, every operation is rounded correctly, so that its bits
 *                    cannot depend on what carries it out
 * @param instances   the most instances of a network; 0 where one network in three has up to three, and the others have one
 */
public record RandomNetworks(int neurons, boolean projections, boolean functions, int instances) {
    /** Populations and projections, of sizes that are no multiple of anything. */
    public static final RandomNetworks COUPLED = new RandomNetworks(40, true, true, 0);
    /** Populations alone. */
    public static final RandomNetworks UNCOUPLED = new RandomNetworks(40, false, true, 0);

    /** Those that a schedule can run. */
    public static RandomNetworks of(Schedule schedule) {
        return schedule == Schedule.INDEPENDENT ? UNCOUPLED : COUPLED;
    }

    /** The same with fewer or more neurons. */
    public RandomNetworks withNeurons(int most) {
        return new RandomNetworks(most, projections, functions, instances);
    }

    /** The same in up to so many instances, most of them in several. */
    public RandomNetworks withInstances(int most) {
        return new RandomNetworks(neurons, projections, functions, most);
    }

    /** The same with nothing but correctly rounded operations. */
    public RandomNetworks withoutFunctions() {
        return new RandomNetworks(neurons, projections, false, instances);
    }

    /** The network with this number. In both precisions it is the same. */
    public RandomNetwork draw(long seed, Precision precision) {
        return new RandomExperiment(this, seed).draw(precision);
    }
}
