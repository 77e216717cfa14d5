package org.loligo.codegen.pass;

import java.util.Optional;
import org.loligo.codegen.Block;
import org.loligo.codegen.Feed;
import org.loligo.codegen.Wiring;
import org.loligo.model.Values;

/**
 * One side of a projection: the presynaptic or the postsynaptic neurons.
 *
 * @param block   the block of the neurons
 * @param index   the neuron of each synapse
 * @param neurons how many neurons there are
 */
record Side(String block, int[] index, int neurons) {

    static Side pre(Wiring w) {
        return new Side(w.pre(), w.synapses().pre(), w.synapses().preCount());
    }

    static Side post(Wiring w) {
        return new Side(w.post(), w.synapses().post(), w.synapses().postCount());
    }

    /** Whether a name in the equations of the synapses has the same value for all synapses of each of these neurons. */
    boolean sees(Block synapses, String name) {
        Optional<Block.Constant> constant = synapses.constant(name);
        if (constant.isPresent()) {
            return perNeuron(constant.get().values()).isPresent();
        }
        return synapses.feed(name).filter(f -> f instanceof Feed.Gathered g && g.block().equals(block) && g.index() == index).isPresent();
    }

    /** Values of synapses as values of these neurons, when all synapses of each neuron have the same. */
    Optional<Values> perNeuron(Values v) {
        if (!v.byElement()) {
            return Optional.of(new Values(v.byInstance(), false, neurons, v.data()));
        }
        int instances = v.count() == 0 ? 0 : v.data().length / v.count();
        double[] collapsed = new double[instances * neurons];
        for (int r = 0; r < instances; r++) {
            boolean[] known = new boolean[neurons];
            // a neuron without synapses has values that nobody sees; those of the first synapse are at least sensible
            java.util.Arrays.fill(collapsed, r * neurons, (r + 1) * neurons, v.at(r, 0));
            for (int k = 0; k < index.length; k++) {
                double value = v.at(r, k);
                int at = r * neurons + index[k];
                if (known[index[k]] && collapsed[at] != value) {
                    return Optional.empty();
                }
                known[index[k]] = true;
                collapsed[at] = value;
            }
        }
        return Optional.of(new Values(v.byInstance(), true, neurons, collapsed));
    }
}
