package org.loligo.cpu;

import java.util.Arrays;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;
import org.loligo.codegen.emit.VectorKernel;
import org.loligo.model.Precision;
import org.loligo.model.Storage;
import org.loligo.model.Synapses;
import org.loligo.runtime.Arrangement;
import org.loligo.runtime.CapacityException;

/** One sum over synapses, with its weights in the layout the kernel wants. */
final class Summation {
    private final Sum sum;
    private final Cells target;
    private final Cells source;
    private final int feed;
    private final int export;
    private final Object weight;
    private final Arrangement weights;
    /** The entries of a row of a matrix: in one lane, rows are padded as the sums are. */
    private final int columns;

    Summation(Sum sum, StepProgram program, Cells[] cells, Precision precision) {
        this.sum = sum;
        target = cells[program.blockIndex(sum.block())];
        source = cells[program.blockIndex(sum.source())];
        int at = 0;
        while (!target.block.feeds().get(at).name().equals(sum.feed())) {
            at++;
        }
        feed = at;
        export = source.export(sum.export());
        Synapses synapses = sum.synapses();
        int lanes = target.arrangement.lanes();
        columns = lanes == 1 ? target.arrangement.stride() : target.count;
        if (!(sum instanceof Sum.Weighted w)) {
            weight = null;
            weights = null;
            return;
        }
        boolean dense = w.storage() == Storage.DENSE;
        int copies = w.weight().byInstance() ? program.instances() : 1;
        int side = copies == 1 ? 1 : lanes;
        long entries = dense ? (long) synapses.preCount() * columns : synapses.size();
        long all = entries * Math.ceilDiv(copies, side) * side;
        if (all > Integer.MAX_VALUE - 64) {
            throw new CapacityException("the weights of " + sum.feed() + " need " + all * precision.bytes()
                    + " bytes in one array, more than Java allows; use storage: sparse");
        }
        weights = new Arrangement((int) entries, copies, side, (int) entries * side);
        weight = precision.allocate(weights.length());
        double[] repeated = dense ? new double[(int) entries] : null;
        // also in the lanes of the last group that no instance has, so that nothing there differs from a copy of the last instance
        for (int r = 0; r < weights.groups() * side; r++) {
            int instance = Math.min(r, copies - 1);
            if (dense) {
                Arrays.fill(repeated, 0);
            }
            for (int k = 0; k < synapses.size(); k++) {
                if (dense) {
                    // synapses of the same pair act as one whose weight is their sum
                    int entry = synapses.pre()[k] * columns + synapses.post()[k];
                    repeated[entry] += w.weight().at(instance, k);
                    precision.set(weight, weights.at(r, entry), repeated[entry]);
                } else {
                    precision.set(weight, weights.at(r, k), w.weight().at(instance, k));
                }
            }
        }
    }

    /** Whether the sum goes to this block. */
    boolean isFor(Cells block) {
        return target == block;
    }

    /** Sums for the postsynaptic elements at {@code from ≤ place < to}. */
    void run(VectorKernel kernel, int from, int to) {
        Synapses synapses = sum.synapses();
        Arrangement places = target.arrangement;
        for (int g = places.group(from); g < places.groups() && g * places.stride() < to; g++) {
            int origin = g * places.stride();
            int offset = g * source.arrangement.stride();
            int first = Math.max(0, places.element(g, from));
            int last = Math.min(places.element(g, to), target.count);
            switch (sum) {
                case Sum.Segments _ -> kernel.segments(synapses.rowStart(), source.exports[export], offset, target.feeds[feed], origin,
                        first, last);
                case Sum.Weighted w when w.storage() == Storage.DENSE -> kernel.dense(weight, start(g), columns, weights.lanes() > 1,
                        source.exports[export], offset, synapses.preCount(), target.feeds[feed], origin, first,
                        Math.min(places.element(g, to), columns));
                case Sum.Weighted _ -> kernel.sparse(synapses.rowStart(), synapses.pre(), weight, start(g), weights.lanes() > 1,
                        source.exports[export], offset, target.feeds[feed], origin, first, last);
            }
        }
    }

    private int start(int group) {
        return weights.instances() == 1 ? 0 : group * weights.stride();
    }
}
