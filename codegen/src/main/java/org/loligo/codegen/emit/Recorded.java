package org.loligo.codegen.emit;

/**
 * A state that a kernel records, or the step of the last spike.
 *
 * @param block    the index of its block
 * @param state    the index of the state in the block; −1 for the last spike
 * @param elements the recorded elements, ascending, each once; null for all
 */
public record Recorded(int block, int state, int[] elements) {
    /** Whether it is the last spike, whose samples are steps. */
    public boolean isLastSpike() {
        return state < 0;
    }
}
