package org.loligo.runtime;

import java.util.List;
import java.util.Optional;

/**
 * How a run uses a device. Only {@code schedule} and {@code passes} can change the bits of a result.
 *
 * @param threads     threads of the CPU backend; 0 is one
 * @param memoryBytes the budget of the chunk buffers, and of what a device is told about the steps of a chunk; 0 is a default
 * @param schedule    the schedule, or the device's choice
 * @param passes      the compiler passes to run, or the device's choice
 */
public record RunOptions(int threads, long memoryBytes, Optional<String> schedule, Optional<List<String>> passes) {
    /** Everything by default. */
    public static final RunOptions DEFAULT = new RunOptions(0, 0, Optional.empty(), Optional.empty());

    /** These options with another number of threads. */
    public RunOptions withThreads(int n) {
        return new RunOptions(n, memoryBytes, schedule, passes);
    }
}
