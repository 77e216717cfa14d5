package org.loligo.cpu;

import java.util.Arrays;

/** Spikes that one thread found, in the order it found them. */
final class Fired {
    int[] block = new int[64];
    int[] element = new int[64];
    long[] step = new long[64];
    int size;

    void add(int blockIndex, int unpadded, long atStep) {
        if (size == block.length) {
            block = Arrays.copyOf(block, 2 * size);
            element = Arrays.copyOf(element, 2 * size);
            step = Arrays.copyOf(step, 2 * size);
        }
        block[size] = blockIndex;
        element[size] = unpadded;
        step[size++] = atStep;
    }
}
