package org.loligo.cpu;

import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;
import org.loligo.codegen.emit.VectorKernel;
import org.loligo.model.Precision;
import org.loligo.model.Storage;
import org.loligo.model.Synapses;
import org.loligo.runtime.CapacityException;

/** One sum over synapses, with its weights in the layout the kernel wants. */
final class Summation {
    private final Sum sum;
    private final Cells target;
    private final Cells source;
    private final int feed;
    private final int export;
    private final int instances;
    private final Object weight;
    private final int weightsPerInstance;

    Summation(Sum sum, StepProgram program, Cells[] cells, Precision precision) {
        this.sum = sum;
        this.instances = program.instances();
        target = cells[program.blockIndex(sum.block())];
        source = cells[program.blockIndex(sum.source())];
        int at = 0;
        while (!target.block.feeds().get(at).name().equals(sum.feed())) {
            at++;
        }
        feed = at;
        export = source.export(sum.export());
        Synapses synapses = sum.synapses();
        if (!(sum instanceof Sum.Weighted w)) {
            weight = null;
            weightsPerInstance = 0;
            return;
        }
        int copies = w.weight().byInstance() ? instances : 1;
        boolean dense = w.storage() == Storage.DENSE;
        long entries = dense ? (long) synapses.preCount() * target.stride : synapses.size();
        if (entries * copies > Integer.MAX_VALUE - 64) {
            throw new CapacityException("the weights of " + sum.feed() + " need " + entries * copies * precision.bytes()
                    + " bytes in one array, more than Java allows; use storage: sparse");
        }
        weight = precision.allocate((int) (entries * copies));
        weightsPerInstance = copies == 1 ? 0 : (int) entries;
        double[] repeated = dense ? new double[(int) entries] : null;
        for (int r = 0; r < copies; r++) {
            if (dense) {
                java.util.Arrays.fill(repeated, 0);
            }
            for (int k = 0; k < synapses.size(); k++) {
                if (dense) {
                    // synapses of the same pair act as one whose weight is their sum
                    int entry = synapses.pre()[k] * target.stride + synapses.post()[k];
                    repeated[entry] += w.weight().at(r, k);
                    precision.set(weight, r * weightsPerInstance + entry, repeated[entry]);
                } else {
                    precision.set(weight, r * weightsPerInstance + k, w.weight().at(r, k));
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
        for (int r = from / target.stride; r < instances && r * target.stride < to; r++) {
            int origin = r * target.stride;
            int first = Math.max(from, origin);
            int last = Math.min(to, origin + target.stride);
            int offset = r * source.stride;
            int lastElement = Math.min(last - origin, target.count);
            switch (sum) {
                case Sum.Segments _ -> kernel.segments(synapses.rowStart(), source.exports[export], offset, target.feeds[feed], origin,
                        first - origin, lastElement);
                case Sum.Weighted w when w.storage() == Storage.DENSE -> kernel.dense(weight, r * weightsPerInstance, target.stride,
                        source.exports[export], offset, synapses.preCount(), target.feeds[feed], origin, first, last);
                case Sum.Weighted _ -> kernel.sparse(synapses.rowStart(), synapses.pre(), weight, r * weightsPerInstance,
                        source.exports[export], offset, target.feeds[feed], origin, first - origin, lastElement);
            }
        }
    }
}
