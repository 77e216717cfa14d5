package org.loligo.runtime;

import java.util.Arrays;

/** Spikes of one population in the order they came, a growing list of (instance, step, neuron). The spike time is the start of the step. */
public final class Spikes {
    private int[] instance = new int[64];
    private long[] step = new long[64];
    private int[] neuron = new int[64];
    private int size;

    /** Adds one spike. */
    public void add(int instanceIndex, long stepIndex, int neuronIndex) {
        if (size == step.length) {
            instance = Arrays.copyOf(instance, 2 * size);
            step = Arrays.copyOf(step, 2 * size);
            neuron = Arrays.copyOf(neuron, 2 * size);
        }
        instance[size] = instanceIndex;
        step[size] = stepIndex;
        neuron[size++] = neuronIndex;
    }

    /** Forgets all spikes, keeping the memory. */
    public void clear() {
        size = 0;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The instance of spike k. */
    public int instance(int k) {
        return instance[k];
    }

    /** The step in which spike k was fired. */
    public long step(int k) {
        return step[k];
    }

    /** The neuron that fired spike k. */
    public int neuron(int k) {
        return neuron[k];
    }
}
