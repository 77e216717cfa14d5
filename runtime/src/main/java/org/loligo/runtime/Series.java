package org.loligo.runtime;

import org.loligo.model.TimeGrid;

/**
 * One recorded variable of a run: an array {@code [instance, sample, element]} that grows along its samples.
 *
 * @param owner      the population or projection it belongs to
 * @param variable   the name of the variable, e.g. {@code V}
 * @param unit       the unit of its values, e.g. {@code mV}
 * @param element    what an element is
 * @param elements   the indices of the recorded neurons or synapses, in the order they are stored
 * @param population the population whose neurons the elements are or, if they are synapses, belong to: the postsynaptic one
 * @param neurons    the neuron of that population for each element: itself, or the one a synapse ends at
 * @param every      steps between two samples; sample j is taken at step {@code j·every}
 * @param samples    how many samples the whole run gives, the initial state included
 * @param type       the format of the values ({@code last_spike} is always float64)
 */
public record Series(String owner, String variable, String unit, Element element, int[] elements, String population, int[] neurons,
        long every, long samples, org.loligo.model.Precision type) {

    /** What the last axis of a series counts. */
    public enum Element { NEURON, SYNAPSE }

    /** The number of recorded neurons or synapses. */
    public int count() {
        return elements.length;
    }

    /** The time of sample j in ms. */
    public double time(TimeGrid grid, long j) {
        return grid.time(j * every);
    }

    /** The number of samples taken at steps up to and including {@code step}. */
    public long samplesUpTo(long step) {
        return step / every + 1;
    }

    /** No more samples than this are taken in a chunk of so many steps, the initial state included. */
    public long mostSamplesIn(long steps) {
        return Math.min(steps / every + 2, samples);
    }

    /** {@code owner.variable}, the name of the series in messages and file names. */
    public String name() {
        return owner + "." + variable;
    }
}
