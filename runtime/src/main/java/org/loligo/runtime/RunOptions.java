package org.loligo.runtime;

import java.util.List;
import java.util.Optional;

/**
 * How a run uses a device. Only {@code schedule}, {@code passes} and {@code fastMath} can change the bits of a result.
 *
 * @param threads     threads of the CPU backend; 0 is one
 * @param memoryBytes the budget of the chunk buffers, and of what a device is told about the steps of a chunk; 0 is a default
 * @param schedule    the schedule, or the device's choice
 * @param passes      the compiler passes to run, or the device's choice
 * @param fastMath    whether division and {@code exp} may be less accurate than others make them, as far as
 *                    {@link org.loligo.interpreter.Accuracy#FAST} says; for float32 on CUDA
 */
public record RunOptions(int threads, long memoryBytes, Optional<String> schedule, Optional<List<String>> passes, boolean fastMath) {
    /** Everything by default. */
    public static final RunOptions DEFAULT = new RunOptions(0, 0, Optional.empty(), Optional.empty());

    /** Options without fast math. */
    public RunOptions(int threads, long memoryBytes, Optional<String> schedule, Optional<List<String>> passes) {
        this(threads, memoryBytes, schedule, passes, false);
    }

    /** These options with another number of threads. */
    public RunOptions withThreads(int n) {
        return new RunOptions(n, memoryBytes, schedule, passes, fastMath);
    }

    /** These options with fast math. */
    public RunOptions withFastMath() {
        return new RunOptions(threads, memoryBytes, schedule, passes, true);
    }
}
