package org.loligo.runtime.accelerator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.loligo.runtime.Spikes;

/** Spikes as kernels write them, a bit for each step of each element, 32 steps to a word: fixed room, no order to fight for, no atomics. */
final class SpikeBits {
    private SpikeBits() {}

    /**
     * Lists the spikes of one block by step, then instance, then neuron.
     *
     * @param bits   the words of all blocks, {@code [step/32][block][instance][element]}
     * @param steps  how many steps they cover
     * @param row    the words of 32 steps
     * @param offset where the block begins in a row
     * @param from   the step of the first bit
     */
    static void decode(MemorySegment bits, long steps, long row, long offset, int count, int instances, long from, Spikes into) {
        int[] busy = new int[count * instances];
        for (long w = 0; w * 32 < steps; w++) {
            long start = w * row + offset;
            int n = 0;
            int all = 0;
            for (int k = 0; k < busy.length; k++) {
                int word = bits.getAtIndex(ValueLayout.JAVA_INT, start + k);
                if (word != 0) {
                    busy[n++] = k;
                    all |= word;
                }
            }
            for (; all != 0; all &= all - 1) {
                int bit = Integer.numberOfTrailingZeros(all);
                for (int i = 0; i < n; i++) {
                    if ((bits.getAtIndex(ValueLayout.JAVA_INT, start + busy[i]) >>> bit & 1) != 0) {
                        into.add(busy[i] / count, from + w * 32 + bit, busy[i] % count);
                    }
                }
            }
        }
    }
}
