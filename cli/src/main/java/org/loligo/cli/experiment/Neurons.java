package org.loligo.cli.experiment;

import java.util.BitSet;
import java.util.List;

/** A selection of neurons or synapses: a list of numbers, or a file of them. */
final class Neurons {
    private Neurons() {}

    /**
     * Reads a selection.
     *
     * @param what  what is selected: {@code neuron} or {@code synapse}
     * @param count how many there are
     */
    static int[] read(Tree node, String what, int count, Inputs inputs) {
        int[] selected;
        if (node instanceof Tree.Mapping) {
            Tree file = Section.of(node, "a selection of " + what + "s", "file").require("file", "a .npy file of " + what + " numbers");
            selected = inputs.integers(file, "a .npy file of " + what + " numbers with one dimension");
            for (int index : selected) {
                if (index < 0 || index >= count) {
                    throw file.refuse("the file lists " + what + " " + index + ", expected 0 to " + (count - 1));
                }
            }
        } else {
            List<Tree> items = node.items(what + " numbers, or {file: idx.npy}");
            selected = items.stream().mapToInt(n -> (int) n.integer("a " + what, 0, count - 1L)).toArray();
        }
        if (selected.length == 0) {
            throw node.refuse("lists no " + what + "s; leave it out for all");
        }
        BitSet seen = new BitSet();
        for (int index : selected) {
            if (seen.get(index)) {
                throw node.refuse(what + " " + index + " is listed twice");
            }
            seen.set(index);
        }
        return selected;
    }
}
