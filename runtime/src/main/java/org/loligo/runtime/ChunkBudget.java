package org.loligo.runtime;

/** How much of a run fits a chunk: the host keeps two chunk buffers, and {@link RunOptions#memoryBytes} pays for both. */
public final class ChunkBudget {
    private static final long DEFAULT_CHUNK_BYTES = 64L << 20;

    private ChunkBudget() {}

    /**
     * The most steps whose samples fit one of the two chunk buffers. An engine that keeps samples on a device can size its own buffers by
     * this: it is never asked for longer stretches.
     *
     * @return at least 1 and, in a run that has steps, no more than all of them
     * @throws CapacityException when the budget does not suffice for the shortest chunk
     */
    public static long maxSteps(RunLayout layout, RunOptions options) {
        long budget = (options.memoryBytes() > 0 ? options.memoryBytes() : 2 * DEFAULT_CHUNK_BYTES) / 2;
        double bytesPerStep = 0;
        long leastBytes = 0;
        for (Series s : layout.series()) {
            long sample = (long) layout.instances() * s.count() * s.type().bytes();
            bytesPerStep += (double) sample / s.every();
            leastBytes += 2 * sample;
        }
        if (leastBytes > budget) {
            throw new CapacityException("one chunk of samples needs " + leastBytes + " bytes, but the budget for each of the two chunk"
                    + " buffers is " + budget + "; record fewer variables or neurons, or give more memory");
        }
        long steps = bytesPerStep == 0 ? Long.MAX_VALUE : (long) ((budget - leastBytes) / bytesPerStep);
        return Math.clamp(steps, 1, Math.max(1, layout.time().steps()));
    }
}
