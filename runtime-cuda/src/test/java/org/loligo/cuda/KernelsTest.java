package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.accelerator.Accelerator;
import org.loligo.runtime.accelerator.Spent;

@Tag("gpu")
class KernelsTest {
    @TempDir
    Path cache;

    private Accelerator accelerator;

    @BeforeEach
    void open() {
        accelerator = FirstDevice.open(cache);
    }

    @AfterEach
    void close() {
        if (accelerator != null) {
            accelerator.close();
        }
    }

    /** Division and square root are what a compiler may round wrongly; both are exactly defined by IEEE 754. */
    private static String quotients(String real) {
        return """
                extern "C" __global__ void __launch_bounds__(64) quotients(const REAL *a, REAL *b, int n) {
                    int i = blockIdx.x * blockDim.x + threadIdx.x;
                    if (i < n) {
                        b[i] = sqrt(a[i]) / (a[i] + 3);
                    }
                }
                """.replace("REAL", real);
    }

    @Test
    void inDoublePrecisionEveryBitIsJavas() {
        double[] a = new Random(1).doubles(1001, 0, 100).toArray();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_DOUBLE, a.length);
            run(quotients("double"), arena.allocateFrom(ValueLayout.JAVA_DOUBLE, a), result, a.length);
            assertArrayEquals(Arrays.stream(a).map(x -> Math.sqrt(x) / (x + 3)).toArray(), result.toArray(ValueLayout.JAVA_DOUBLE));
        }
    }

    @Test
    void inSinglePrecisionEveryBitIsJavas() {
        float[] a = new float[1001];
        float[] expected = new float[a.length];
        Random random = new Random(2);
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextFloat() * 100;
            expected[i] = (float) Math.sqrt(a[i]) / (a[i] + 3);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_FLOAT, a.length);
            run(quotients("float"), arena.allocateFrom(ValueLayout.JAVA_FLOAT, a), result, a.length);
            assertArrayEquals(expected, result.toArray(ValueLayout.JAVA_FLOAT));
        }
    }

    private void run(String source, MemorySegment in, MemorySegment out, int n) {
        Accelerator.Memory a = accelerator.allocate(in.byteSize());
        Accelerator.Memory b = accelerator.allocate(out.byteSize());
        accelerator.write(a, 0, in);
        Accelerator.Kernel kernel = accelerator.compile(source).kernel("quotients");
        kernel.set(0, a);
        kernel.set(1, b);
        kernel.set(2, n);
        accelerator.launch(kernel, Math.ceilDiv(n, 64), 64);
        accelerator.read(accelerator.mark(), b, 0, out);
    }

    @Test
    void aGroupMeetsAtBarriers() {
        // each round, every item takes the number of its neighbour: after n rounds all are where they were
        Accelerator.Kernel kernel = accelerator.compile("""
                extern "C" __global__ void __launch_bounds__(128) turn(int *a, int rounds) {
                    __shared__ int ring[128];
                    int i = threadIdx.x;
                    ring[i] = a[blockIdx.x * 128 + i];
                    __syncthreads();
                    for (int r = 0; r < rounds; r++) {
                        int next = ring[(i + 1) % 128];
                        __syncthreads();
                        ring[i] = next;
                        __syncthreads();
                    }
                    a[blockIdx.x * 128 + i] = ring[i];
                }
                """).kernel("turn");
        assertTrue(kernel.maxGroupSize() >= 128, "at most " + kernel.maxGroupSize());
        int[] numbers = new Random(3).ints(5 * 128).toArray();
        int[] expected = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            expected[i] = numbers[i / 128 * 128 + (i + 300) % 128];
        }
        Accelerator.Memory memory = written(numbers);
        kernel.set(0, memory);
        kernel.set(1, 300);
        accelerator.launch(kernel, 5, 128);
        assertArrayEquals(expected, FirstDevice.integers(accelerator, accelerator.mark(), memory, numbers.length));
    }

    private Accelerator.Memory written(int... numbers) {
        Accelerator.Memory memory = accelerator.allocate(4L * numbers.length);
        try (Arena arena = Arena.ofConfined()) {
            accelerator.write(memory, 0, arena.allocateFrom(ValueLayout.JAVA_INT, numbers));
        }
        return memory;
    }

    private Accelerator.Kernel adder() {
        return accelerator.compile("""
                extern "C" __global__ void add(int *a, const int *b, int c) {
                    a[threadIdx.x] += (b ? b[threadIdx.x] : 0) + c;
                }
                """).kernel("add");
    }

    @Test
    void argumentsAreThoseOfTheMomentOfTheLaunch() {
        Accelerator.Kernel add = adder();
        Accelerator.Memory a = written(0);
        Accelerator.Memory b = written(1000);
        add.set(0, a);
        add.set(1, (Accelerator.Memory) null);
        for (int i = 0; i < 10; i++) {
            add.set(2, i / 2);
            accelerator.launch(add, 1, 1);
        }
        add.set(1, b);
        accelerator.launch(add, 1, 1);
        add.set(1, (Accelerator.Memory) null);
        accelerator.launch(add, 1, 1);
        assertEquals(20 + 1004 + 4, FirstDevice.integers(accelerator, accelerator.mark(), a, 1)[0]);
    }

    @Test
    void twoKernelsOfOneNameHaveArgumentsOfTheirOwn() {
        Accelerator.Program program = accelerator.compile("extern \"C\" __global__ void put(int *a, int b) { a[threadIdx.x] = b; }");
        Accelerator.Memory a = written(0);
        Accelerator.Memory b = written(0);
        Accelerator.Kernel one = program.kernel("put");
        Accelerator.Kernel two = program.kernel("put");
        one.set(0, a);
        one.set(1, 1);
        two.set(0, b);
        two.set(1, 2);
        accelerator.launch(one, 1, 1);
        accelerator.launch(two, 1, 1);
        Accelerator.Mark mark = accelerator.mark();
        assertEquals(1, FirstDevice.integers(accelerator, mark, a, 1)[0]);
        assertEquals(2, FirstDevice.integers(accelerator, mark, b, 1)[0]);
    }

    @Test
    void readingSeesTheMomentOfItsMarkWhileTheNextChunkIsComputed() {
        // two chunks take turns, as the engine does it; the state runs on in the meantime
        Accelerator.Program program = accelerator.compile("""
                extern "C" __global__ void advance(int *state, int *chunk, int at) {
                    int i = blockIdx.x * blockDim.x + threadIdx.x;
                    state[i] = (int)(state[i] * 1664525u + 1013904223u + i);
                    chunk[at * gridDim.x * blockDim.x + i] = state[i];
                }
                """);
        int width = 4096;
        int steps = 50;
        Accelerator.Memory state = written(new int[width]);
        Accelerator.Memory[] chunks = {accelerator.allocate(4L * width * steps), accelerator.allocate(4L * width * steps)};
        Accelerator.Kernel step = program.kernel("advance");
        Accelerator.Mark[] marks = new Accelerator.Mark[2];
        int[] expected = new int[width];
        step.set(0, state);
        for (int chunk = 0; chunk <= 12; chunk++) {
            if (chunk < 12) {
                step.set(1, chunks[chunk % 2]);
                for (int s = 0; s < steps; s++) {
                    step.set(2, s);
                    accelerator.launch(step, width / 64, 64);
                }
                marks[chunk % 2] = accelerator.mark();
            }
            if (chunk > 0) {
                int[] read = FirstDevice.integers(accelerator, marks[(chunk - 1) % 2], chunks[(chunk - 1) % 2], width * steps);
                for (int at = 0; at < read.length; at++) {
                    int i = at % width;
                    expected[i] = expected[i] * 1664525 + 1013904223 + i;
                    assertEquals(expected[i], read[at], "chunk " + (chunk - 1) + ", step " + at / width + ", element " + i);
                }
            }
        }
    }

    @Test
    void aHundredThousandLaunchesNeedNoMark() {
        Accelerator.Kernel add = adder();
        Accelerator.Memory a = written(0);
        add.set(0, a);
        add.set(1, (Accelerator.Memory) null);
        add.set(2, 1);
        for (int i = 0; i < 100_000; i++) {
            accelerator.launch(add, 1, 1);
        }
        assertEquals(100_000, FirstDevice.integers(accelerator, accelerator.mark(), a, 1)[0]);
    }

    @Test
    void manyMarksCanBeReadLate() {
        Accelerator.Kernel add = adder();
        Accelerator.Memory a = written(0);
        add.set(0, a);
        add.set(1, (Accelerator.Memory) null);
        add.set(2, 1);
        Accelerator.Mark first = null;
        for (int i = 0; i < 1000; i++) {
            accelerator.launch(add, 1, 1);
            Accelerator.Mark mark = accelerator.mark();
            first = first == null ? mark : first;
        }
        assertEquals(1000, FirstDevice.integers(accelerator, accelerator.mark(), a, 1)[0]);
        assertEquals(1000, FirstDevice.integers(accelerator, first, a, 1)[0]);
    }

    @Test
    void timesAreThoseOfWhatWasDone() {
        Accelerator.Kernel spin = accelerator.compile("""
                extern "C" __global__ void spin(int *a, int n) {
                    unsigned int x = a[0];
                    for (int i = 0; i < n; i++) {
                        x = x * 1664525u + i;
                    }
                    a[0] = (int)x;
                }
                """).kernel("spin");
        Accelerator.Memory a = written(1);
        spin.set(0, a);
        spin.set(1, 1000);
        accelerator.launch(spin, 1, 1);
        FirstDevice.integers(accelerator, accelerator.mark(), a, 1);
        Spent before = accelerator.spent();
        spin.set(1, 20_000_000);
        long start = System.nanoTime();
        accelerator.launch(spin, 1, 1);
        accelerator.launch(spin, 1, 1);
        FirstDevice.integers(accelerator, accelerator.mark(), a, 1);
        long elapsed = System.nanoTime() - start;
        Spent after = accelerator.spent();
        long computing = after.computing() - before.computing();
        assertTrue(computing > elapsed / 2 && computing <= elapsed, computing + " ns of " + elapsed);
        assertTrue(after.launching() > before.launching() && after.launching() - before.launching() < elapsed);
        assertTrue(after.transferring() >= before.transferring());
    }

    @Test
    void aGroupThatIsTooLargeIsADeviceException() {
        Accelerator.Kernel add = adder();
        add.set(0, written(0));
        add.set(1, (Accelerator.Memory) null);
        add.set(2, 0);
        int tooLarge = accelerator.maxGroupSize() * 2;
        String message = assertThrows(DeviceException.class, () -> accelerator.launch(add, 1, tooLarge)).getMessage();
        assertEquals("the CUDA device " + accelerator.name() + " failed while launching kernel 'add' with 1 groups of " + tooLarge
                + ": CUDA_ERROR_INVALID_VALUE", message);
    }

    @Test
    void anArgumentThatIsMissingIsADeviceException() {
        String message = assertThrows(DeviceException.class, () -> accelerator.launch(adder(), 1, 1)).getMessage();
        assertEquals("the CUDA device " + accelerator.name() + " failed while launching kernel 'add': its argument 0 was never set",
                message);
    }

    @Test
    void nothingIsLaunchedWhereThereIsNothingToDo() {
        Accelerator.Kernel add = adder();
        Accelerator.Memory a = written(5);
        add.set(0, a);
        add.set(1, (Accelerator.Memory) null);
        add.set(2, 1);
        accelerator.launch(add, 0, 64);
        assertEquals(5, FirstDevice.integers(accelerator, accelerator.mark(), a, 1)[0]);
    }

    @Test
    void aKernelThatIsNotThereIsADeviceException() {
        Accelerator.Program program = accelerator.compile("extern \"C\" __global__ void put(int *a) { a[0] = 1; }");
        String message = assertThrows(DeviceException.class, () -> program.kernel("get")).getMessage();
        assertEquals("the CUDA device " + accelerator.name() + " failed while taking the kernel 'get' from its program: "
                + "CUDA_ERROR_NOT_FOUND",
                message);
    }
}
