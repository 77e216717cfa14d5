package org.loligo.cuda.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.codegen.emit.Schedule;
import org.loligo.model.Precision;

/**
 * What a step of the Hodgkin-Huxley cell costs, as the compiler wrote it for sm_90. The model has, in each of four stages, six exponentials
 * and five divisions (three in exprelr, one by the capacitance, one in a rate); the passes leave two exponentials, of which the others are
 * powers, and make the division by the capacitance one by the exponential. In single precision each is one special function; in double
 * precision an exponential is a polynomial and a division starts from one reciprocal. The bounds leave a tenth for other compilers.
 */
class BudgetTest {
    /** Enough for large groups. */
    private static final int CELLS = 100_000;
    private static final int STAGES = 4;
    private static final int EXPONENTIALS = 2 * STAGES;
    private static final int DIVISIONS = 5 * STAGES;

    /**
     * The most that is allowed.
     *
     * @param registers    of a thread; with 64 of them a multiprocessor holds 1024 threads
     * @param instructions of a step, but for those that only odd divisions call
     * @param functions    special functions of a step
     * @param doubles      instructions on doubles of a step
     */
    private record Budget(int registers, int instructions, int functions, int doubles) {}

    private static Budget of(Precision precision) {
        return switch (precision) {
            // measured with nvcc 13.0: 48 registers, 815 instructions
            case FLOAT32 -> new Budget(56, 900, EXPONENTIALS + DIVISIONS, 0);
            // measured with nvcc 13.0: 80 registers, 1551 instructions, 629 on doubles
            case FLOAT64 -> new Budget(88, 1710, DIVISIONS, 692);
        };
    }

    @ParameterizedTest
    @EnumSource
    void hodgkinHuxleyCells(Precision precision) {
        int functions = (precision == Precision.FLOAT32 ? EXPONENTIALS : 0) + DIVISIONS;
        require(CudaSource.of(ReadyMade.cells("hodgkin-huxley", CELLS, precision), Schedule.INDEPENDENT), functions, of(precision));
    }

    /** Half the instructions. */
    @Test
    void hodgkinHuxleyCellsInFastMath() {
        // measured with nvcc 13.0: 56 registers, 446 instructions, 28 special functions
        require(CudaSource.fast(ReadyMade.cells("hodgkin-huxley", CELLS, Precision.FLOAT32), Schedule.INDEPENDENT),
                EXPONENTIALS + DIVISIONS, new Budget(64, 490, EXPONENTIALS + DIVISIONS, 0));
    }

    private static void require(CudaSource source, int functions, Budget most) {
        NvidiaCompiler.Compiled compiled = NvidiaCompiler.get().compile(source);
        Cubin step = Cubin.kernels(compiled.cubin()).get("independent_0").longestLoop();
        assertEquals(0, compiled.spilledBytes(), "bytes spilled");
        require("registers", compiled.registers(), 1, most.registers());
        // all stages must be in the loop that is looked at: the floor is the model's own
        require("special functions", step.count(Cubin.Kind.MUFU), functions, most.functions());
        require("instructions", step.instructions(), functions, most.instructions());
        require("instructions on doubles", step.doubles().size(), 0, most.doubles());
        // the word of spikes, and a look at the plan for what is due
        require("loads", step.count(Cubin.Kind.LOAD), 0, 5);
    }

    private static void require(String what, int actual, int least, int most) {
        assertTrue(least <= actual && actual <= most, () -> what + ": " + actual + ", expected from " + least + " to " + most);
    }
}
