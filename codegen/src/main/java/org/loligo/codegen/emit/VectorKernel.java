package org.loligo.codegen.emit;

/**
 * What an emitted Java kernel computes. It holds no state: every array belongs to the caller and is a {@code float[]} or a
 * {@code double[]}, as the kernel's precision says. A range {@code from ≤ i < to} of elements starts and ends at multiples of
 * {@link #width()}; arrays are padded to it.
 *
 * <p>What goes from element to element is done for L instances at once that stand side by side, the <em>lanes</em>: the numbers of element
 * i begin at {@code i·L}, and ranges are of elements of an instance. With one lane, ranges of {@link #dense} begin and end at multiples of
 * the width too.
 */
public interface VectorKernel {
    /** Elements computed at once. */
    int width();

    /**
     * Evaluates the exports of a block.
     *
     * @param block     the index of the block in the program
     * @param states    the states at the stage, an array each
     * @param constants the constants that differ between elements, an array each
     * @param uniforms  the constants that do not
     * @param feeds     the feeds, an array each
     * @param exports   where the exports go, an array each
     * @param time      the time of the stage, ms
     */
    void export(int block, Object[] states, Object[] constants, double[] uniforms, Object[] feeds, Object[] exports, double time, int from,
            int to);

    /** Evaluates the derivatives of a block's states; {@code slopes} gets an array for each. */
    void derive(int block, Object[] states, Object[] constants, double[] uniforms, Object[] feeds, Object[] slopes, double time, int from,
            int to);

    /**
     * Writes {@code X + dt·Σ a_sj k_j}: the states at a stage, or, for the stage after the last, the end of the step.
     *
     * @param states the states X at the start of the step, an array each
     * @param slopes the derivatives k_j, by stage, an array for each state
     * @param into   where the result goes, an array for each state
     */
    void combine(int stage, Object[] states, Object[][] slopes, Object[] into, double dt, int from, int to);

    /**
     * Multiplies a matrix and a vector: {@code into[origin + i·L] = Σ_j matrix[start + j·stride + i]·x[offset + j·L]} for
     * {@code from ≤ i < to}, in every lane.
     *
     * @param start  where the matrix begins in its array
     * @param stride the numbers of a row; a multiple of the width where there is one lane
     * @param each   whether each lane has a matrix of its own: {@code matrix[start + (j·stride + i)·L]}
     * @param rows   the number of presynaptic elements j
     */
    void dense(Object matrix, int start, int stride, boolean each, Object x, int offset, int rows, Object into, int origin, int from,
            int to);

    /**
     * Adds up sparse rows: {@code into[origin + i·L] = Σ_k weight[start + k]·x[offset + index[k]·L]} for
     * {@code rowStart[i] ≤ k < rowStart[i+1]}, in every lane.
     *
     * @param each whether each lane has weights of its own: {@code weight[start + k·L]}
     */
    void sparse(int[] rowStart, int[] index, Object weight, int start, boolean each, Object x, int offset, Object into, int origin,
            int from, int to);

    /** Adds up runs: {@code into[origin + i·L] = Σ_k x[offset + k·L]} for {@code rowStart[i] ≤ k < rowStart[i+1]}, in every lane. */
    void segments(int[] rowStart, Object x, int offset, Object into, int origin, int from, int to);

    /** Copies {@code into[origin + k·L] = x[offset + index[k]·L]}, in every lane. */
    void gather(int[] index, Object x, int offset, Object into, int origin, int from, int to);

    /**
     * Lists the elements that reach their threshold in a step: {@code before < θ ≤ after}, or {@code after > θ} for level events.
     *
     * @return how many elements were written to {@code fired}
     */
    int events(boolean level, Object before, Object after, Object threshold, int from, int to, int[] fired);
}
