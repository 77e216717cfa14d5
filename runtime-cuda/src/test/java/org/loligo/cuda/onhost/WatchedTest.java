package org.loligo.cuda.onhost;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.codegen.emit.Schedule;
import org.loligo.cuda.source.ReadyMade;
import org.loligo.model.Precision;
import org.loligo.runtime.NonFiniteException;
import org.loligo.runtime.accelerator.Accelerator;

/**
 * What sources do wrong comes to light: a missing barrier, one not all threads reach, a write outside, memory read before it is written.
 */
class WatchedTest {
    private static final String BARRIER = "__syncthreads();";

    /** The voltages after some steps of a network in which everyone looks at everyone. */
    private static double[] run(ThreadOrder order, UnaryOperator<String> change) {
        return Run.of(ReadyMade.antennalLobe(Precision.FLOAT64, 1, 20), HostAccelerator.device(order, change),
                Run.in(Schedule.RESIDENT.toString())).end("LN.V");
    }

    @Test
    void theOrderOfThreadsChangesNothing() {
        assertArrayEquals(run(ThreadOrder.FORWARD, s -> s), run(ThreadOrder.REVERSE, s -> s));
    }

    /** Without any one of the barriers of a step the two orders of threads differ, if not what was never written is read. */
    @Test
    void aMissingBarrierShows() {
        int[] barriers = {0};
        run(ThreadOrder.FORWARD, s -> {
            barriers[0] = (s.length() - s.replace(BARRIER, "").length()) / BARRIER.length();
            return s;
        });
        assertTrue(barriers[0] >= 4, barriers[0] + " barriers in a step of four stages");
        int differences = 0;
        for (int b = 0; b < barriers[0]; b++) {
            int missing = b;
            UnaryOperator<String> without = s -> without(s, missing);
            try {
                assertFalse(Arrays.equals(run(ThreadOrder.FORWARD, without), run(ThreadOrder.REVERSE, without)), "without barrier " + b);
                differences++;
            } catch (NonFiniteException e) {
                assertTrue(e.getMessage().contains("became NaN"), e.getMessage());
            }
        }
        assertTrue(differences > 0, "only what was never written shows that a barrier is missing");
    }

    private static String without(String source, int barrier) {
        int at = source.indexOf(BARRIER);
        for (int b = 0; b < barrier; b++) {
            at = source.indexOf(BARRIER, at + 1);
        }
        return source.substring(0, at) + source.substring(at + BARRIER.length());
    }

    @ParameterizedTest
    @EnumSource
    void aWriteOutsideIsReported(ThreadOrder order) {
        UnaryOperator<String> wrong = s -> {
            String changed = s.replaceFirst("state\\[at\\] = ", "state[at - 1] = ");
            assertFalse(changed.equals(s), s);
            return changed;
        };
        String message = assertThrows(AssertionError.class, () -> run(order, wrong)).getMessage();
        assertTrue(message.startsWith("kernel resident wrote outside argument 0, ")
                && message.endsWith(" bytes, 8 bytes before it"), message);
    }

    private static int[] put(String body, int threads) {
        String source = "extern \"C\" __global__ void put(int *out, int n) { " + body + " }";
        try (Accelerator accelerator = HostAccelerator.device(ThreadOrder.FORWARD).opening().get()) {
            Accelerator.Memory memory = accelerator.allocate(4L * threads);
            Accelerator.Kernel kernel = accelerator.compile(source).kernel("put");
            kernel.set(0, memory);
            kernel.set(1, threads);
            kernel.share(4L * threads);
            accelerator.launch(kernel, 1, threads);
            int[] result = new int[threads];
            accelerator.read(accelerator.mark(), memory, 0, MemorySegment.ofArray(result));
            return result;
        }
    }

    @Test
    void threadsMeetAtBarriers() {
        assertArrayEquals(new int[] {3, 2, 1, 0}, put("__shared__ int all[4]; all[threadIdx.x] = threadIdx.x; __syncthreads(); "
                + "out[threadIdx.x] = all[n - 1 - threadIdx.x];", 4));
    }

    @Test
    void aBarrierThatSomeDoNotReachIsReported() {
        String message = assertThrows(AssertionError.class, () -> put("if (threadIdx.x < 2) __syncthreads(); out[threadIdx.x] = n;", 4))
                .getMessage();
        assertEquals("kernel put: barrier divergence in block 0: thread 0 waits at line 1, thread 2 has ended", message);
        // and the next launch is not disturbed
        assertArrayEquals(new int[] {1, 1}, put("__syncthreads(); out[threadIdx.x] = 1 + 0 * n;", 2));
    }

    @Test
    void differentBarriersAreReported() {
        String message = assertThrows(AssertionError.class, () -> put("if (threadIdx.x == 3) __syncthreads();\nelse __syncthreads();\n"
                + "out[threadIdx.x] = n;", 4)).getMessage();
        assertEquals("kernel put: barrier divergence in block 0: thread 0 waits at line 2, thread 3 waits at line 1", message);
    }

    @Test
    void aWriteBehindTheEndIsReported() {
        String message = assertThrows(AssertionError.class, () -> put("out[n] = 7;", 4)).getMessage();
        assertEquals("kernel put wrote outside argument 0, 16 bytes, 0 bytes after it", message);
    }

    @Test
    void whatIsSharedIsAsLongAsTheLaunchSays() {
        assertArrayEquals(new int[] {3, 2, 1, 0}, put("extern __shared__ int shared[]; shared[threadIdx.x] = threadIdx.x; __syncthreads(); "
                + "out[threadIdx.x] = shared[n - 1 - threadIdx.x];", 4));
        String message = assertThrows(AssertionError.class, () -> put("extern __shared__ int shared[]; shared[n + 1] = 0 * out[0];", 4))
                .getMessage();
        assertEquals("kernel put: block 0 wrote 4 bytes behind the 16 it shares", message);
    }

    @Test
    void whatWasNeverWrittenIsNoNumber() {
        try (Accelerator accelerator = HostAccelerator.device(ThreadOrder.FORWARD).opening().get()) {
            MemorySegment read = MemorySegment.ofArray(new byte[16]);
            accelerator.read(accelerator.mark(), accelerator.allocate(16), 0, read);
            assertTrue(Float.isNaN(read.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0))
                    && Float.isNaN(read.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4)));
            assertTrue(Double.isNaN(read.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8)));
        }
        // shared memory too
        int shared = put("__shared__ float some[2]; out[0] = some[0] != some[0] && some[1] != some[1] ? n : 0;", 1)[0];
        assertEquals(1, shared);
    }
}
