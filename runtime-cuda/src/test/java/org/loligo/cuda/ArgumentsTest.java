package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.codegen.emit.DeviceProgram.Argument;
import org.loligo.codegen.emit.Dialect;
import org.loligo.codegen.emit.Schedule;
import org.loligo.cuda.source.ReadyMade;
import org.loligo.model.Precision;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.accelerator.AcceleratorDevice;
import org.loligo.runtime.accelerator.Limits;

class ArgumentsTest {
    /** Follows the addresses, as cuLaunchKernel does. */
    @SuppressWarnings("restricted")
    private static MemorySegment argument(Arguments arguments, int index) {
        return MemorySegment.ofAddress(arguments.memory().getAtIndex(ValueLayout.JAVA_LONG, index)).reinterpret(8);
    }

    @Test
    void eachAddressLeadsToItsArgument() {
        Arguments arguments = new Arguments(3);
        arguments.set(0, 0x7f00_1234_5678_9abcL);
        arguments.set(1, -5);
        arguments.set(2, 0L);
        assertEquals(0x7f00_1234_5678_9abcL, argument(arguments, 0).get(ValueLayout.JAVA_LONG, 0));
        assertEquals(-5, argument(arguments, 1).get(ValueLayout.JAVA_INT, 0));
        assertEquals(0, argument(arguments, 2).get(ValueLayout.JAVA_LONG, 0));
        // changed in place: who has the addresses sees it
        MemorySegment second = argument(arguments, 1);
        arguments.set(1, 6);
        assertEquals(6, second.get(ValueLayout.JAVA_INT, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> arguments.set(3, 1));
    }

    @Test
    void whatWasNeverSetIsKnown() {
        Arguments arguments = new Arguments(3);
        arguments.set(0, 1L);
        arguments.set(2, 1);
        assertEquals(OptionalInt.of(1), arguments.missing());
        arguments.set(1, 0);
        assertEquals(OptionalInt.empty(), arguments.missing());
        assertEquals(OptionalInt.empty(), new Arguments(0).missing());
    }

    @Test
    void parametersAreCounted() {
        String source = """
                static __device__ float first(float x, float y) { return x; }
                extern "C" __global__ void __launch_bounds__(128) first_of(const float *__restrict__ a, int b,
                    const long long *c) { first(b, b); }
                extern "C" __global__ void first(float *a) { }
                extern "C" __global__ void nothing() { first(1, 2); }
                """;
        assertEquals(3, Signature.parameters(source, "first_of"));
        assertEquals(1, Signature.parameters(source, "first"));
        assertEquals(0, Signature.parameters(source, "nothing"));
        assertThrows(IllegalArgumentException.class, () -> Signature.parameters(source, "last"));
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void ourKernelsTakeWhatTheyAllTake(Schedule schedule) {
        Experiment experiment = schedule == Schedule.INDEPENDENT ? ReadyMade.cells("hodgkin-huxley", 10, Precision.FLOAT32)
                : ReadyMade.feedForward(Precision.FLOAT32);
        AcceleratorDevice device = new AcceleratorDevice("cuda", "none", "", EnumSet.allOf(Precision.class), Dialect.CUDA_C,
                new Limits(1L << 30, 1L << 30, 48 << 10, 1024, 1), () -> null);
        String source = Simulation.prepare(experiment, device, new RunOptions(0, 0, Optional.of(schedule.toString()),
                Optional.empty())).source();
        String name = switch (schedule) {
            case INDEPENDENT -> "independent_0";
            case RESIDENT -> "resident";
            case STAGED -> "staged_1";
        };
        assertEquals(Argument.values().length, Signature.parameters(source, name));
    }
}
