package org.loligo.runtime;

import java.util.List;
import java.util.Map;

/**
 * All that a run needs, beside its experiment and the files of its sinks, to go on as if it had never stopped. There is no state of a
 * random number generator in it: random numbers are functions of seed, purpose and index, drawn when an experiment is read.
 *
 * @param experiment SHA-256 of what the user described, so that no other experiment goes on from here
 * @param legs       who computed what is there so far, the first first
 * @param state      of the network, of all instances
 * @param spikes     how many spikes of recorded populations there were
 * @param sinks      by sink, what {@link ResumableSink#checkpoint} told
 */
public record Checkpoint(String experiment, List<Leg> legs, NetworkState state, long spikes, List<Map<String, long[]>> sinks) {

    /** Keeps copies of the lists; the arrays are shared. */
    public Checkpoint {
        legs = List.copyOf(legs);
        sinks = List.copyOf(sinks);
    }

    /** The step it stands at. */
    public long step() {
        return state.step();
    }
}
