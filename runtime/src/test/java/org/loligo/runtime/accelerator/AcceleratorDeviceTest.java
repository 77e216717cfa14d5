package org.loligo.runtime.accelerator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.emit.Dialect;
import org.loligo.model.Precision;
import org.loligo.runtime.RunOptions;

class AcceleratorDeviceTest {
    private static AcceleratorDevice device(int maxGroupSize, int multiprocessors) {
        return new AcceleratorDevice("none", "none", "only emits", EnumSet.allOf(Precision.class), Dialect.CUDA_C,
                new Limits(1L << 30, 1L << 30, 48 << 10, maxGroupSize, multiprocessors), () -> {
                    throw new IllegalStateException("there is no device");
                });
    }

    /** Three cells in each instance, whose synapses have no block of their own; first every multiprocessor gets a group. */
    @ParameterizedTest
    @CsvSource({"1, 1024, 1, 32", "43, 1024, 1, 128", "4, 1024, 4, 32", "85, 1024, 4, 32", "86, 1024, 4, 64", "170, 1024, 4, 64",
        "171, 1024, 4, 128", "100000, 1024, 132, 128", "100000, 64, 132, 64", "1, 16, 132, 16"})
    void groupsAreAsLargeAsKeepsAllBusy(int instances, int maxGroupSize, int multiprocessors, int size) {
        StepProgram program = Programs.program(Programs.uniform(10), instances);
        String source = device(maxGroupSize, multiprocessors).source(program, Precision.FLOAT64, Programs.layout(program),
                new RunOptions(0, 0, Optional.of("staged"), Optional.empty()));
        assertTrue(source.contains("__launch_bounds__(" + size + ")"), source);
    }
}
