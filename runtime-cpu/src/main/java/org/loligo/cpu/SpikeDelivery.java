package org.loligo.cpu;

import java.util.Arrays;
import org.loligo.codegen.Delivery;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Precision;
import org.loligo.model.Synapses;
import org.loligo.runtime.Arrangement;

/** What spikes of one population add to a state: the synapses by presynaptic neuron, so that a spike costs as much as it has synapses. */
final class SpikeDelivery {
    private final Precision precision;
    private final Delivery delivery;
    private final Cells target;
    private final int sourceBlock;
    private final int sourceCount;
    private final int state;
    private final int[] start;
    private final int[] synapse;
    private final int[] element;

    SpikeDelivery(Delivery delivery, StepProgram program, Cells[] cells, Precision precision) {
        this.precision = precision;
        this.delivery = delivery;
        sourceBlock = program.blockIndex(delivery.source());
        sourceCount = cells[sourceBlock].count;
        target = cells[program.blockIndex(delivery.block())];
        state = target.block.stateIndex(delivery.state());
        Synapses synapses = delivery.synapses();
        start = new int[sourceCount + 1];
        for (int pre : synapses.pre()) {
            start[pre + 1]++;
        }
        Arrays.parallelPrefix(start, Integer::sum);
        synapse = new int[synapses.size()];
        element = new int[synapses.size()];
        int[] next = start.clone();
        // synapses come by post, so each presynaptic row is sorted by the element it reaches
        for (int k = 0; k < synapses.size(); k++) {
            int at = next[synapses.pre()[k]]++;
            synapse[at] = k;
            element[at] = delivery.toSynapses() ? k : synapses.post()[k];
        }
    }

    Cells target() {
        return target;
    }

    /** Delivers those of the spikes from {@code firstSpike} on that reach the places {@code from ≤ place < to}, into the states given. */
    void run(Fired fired, int firstSpike, Object[] states, int from, int to) {
        Object values = states[state];
        for (int f = firstSpike; f < fired.size; f++) {
            if (fired.block[f] != sourceBlock) {
                continue;
            }
            int instance = fired.element[f] / sourceCount;
            int pre = fired.element[f] % sourceCount;
            Arrangement places = target.arrangement;
            int group = instance / places.lanes();
            int last = places.element(group, to);
            int first = lowerBound(start[pre], start[pre + 1], places.element(group, from));
            for (int k = first; k < start[pre + 1] && element[k] < last; k++) {
                int at = places.at(instance, element[k]);
                precision.set(values, at, precision.get(values, at) + delivery.amount().at(instance, synapse[k]));
            }
        }
    }

    private int lowerBound(int low, int high, int least) {
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (element[middle] < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
