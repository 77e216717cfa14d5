package org.loligo.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** How much of a run fits a chunk: the host keeps two chunk buffers, and {@link RunOptions#memoryBytes} pays for both. */
public final class ChunkBudget {
    private static final long DEFAULT_BYTES = 128L << 20;
    /** Without a wish of the user's, large samples may take this part of the memory that is free, one in so many. */
    private static final long SHARE = 4;
    private static final int LISTED = 5;

    private ChunkBudget() {}

    /**
     * The most steps whose samples fit one of the two chunk buffers. An engine that keeps samples on a device can size its own buffers by
     * this: it is never asked for longer stretches.
     *
     * @return at least 1 and, in a run that has steps, no more than all of them
     * @throws CapacityException when the budget does not suffice for the shortest chunk; it lists what a sample of each series takes
     */
    public static long maxSteps(RunLayout layout, RunOptions options) {
        double bytesPerStep = 0;
        long leastBytes = 0;
        for (Series s : layout.series()) {
            bytesPerStep += (double) sampleBytes(layout, s) / s.every();
            leastBytes = Bytes.sum(leastBytes, Bytes.product(2, sampleBytes(layout, s)));
        }
        long budget = (options.memoryBytes() > 0 ? options.memoryBytes() : defaultBytes(leastBytes)) / 2;
        if (leastBytes > budget) {
            throw new CapacityException("one chunk of samples needs " + leastBytes + " bytes, but the budget for each of the two chunk"
                    + " buffers is " + budget + "; a sample takes " + largest(layout)
                    + "; record fewer variables or neurons, use float32 or fewer instances, or give more --memory");
        }
        long steps = bytesPerStep == 0 ? Long.MAX_VALUE : (long) ((budget - leastBytes) / bytesPerStep);
        return Math.clamp(steps, 1, Math.max(1, layout.time().steps()));
    }

    private static long sampleBytes(RunLayout layout, Series s) {
        return Bytes.product(layout.instances(), s.count(), s.type().bytes());
    }

    /** More than usual only if a chunk needs it and the machine has it. */
    private static long defaultBytes(long leastBytes) {
        if (leastBytes <= DEFAULT_BYTES / 2) {
            return DEFAULT_BYTES;
        }
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.max(DEFAULT_BYTES, Math.min(Bytes.product(2, leastBytes), machine.getFreeMemorySize() / SHARE));
    }

    /** What the series with the largest samples need. */
    private static String largest(RunLayout layout) {
        List<Series> sorted = layout.series().stream().sorted(Comparator.comparingLong((Series s) -> sampleBytes(layout, s)).reversed())
                .toList();
        String listed = sorted.stream().limit(LISTED).map(s -> s.name() + " " + sampleBytes(layout, s) + " bytes")
                .collect(Collectors.joining(", "));
        return listed + (sorted.size() > LISTED ? " and " + (sorted.size() - LISTED) + " more" : "");
    }
}
