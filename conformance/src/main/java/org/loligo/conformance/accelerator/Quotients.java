package org.loligo.conformance.accelerator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.loligo.conformance.Require;
import org.loligo.model.Precision;
import org.loligo.runtime.accelerator.Accelerator;

/** Division and square root are what a compiler may round wrongly; both are exactly defined by IEEE 754. */
public final class Quotients {
    private Quotients() {}

    /** In this precision every bit is Java's. A device that has it not, or need not divide exactly in it, must not be asked. */
    public static void areJavas(Subject subject, Precision precision) {
        if (precision == Precision.FLOAT64) {
            inDoublePrecision(subject);
        } else {
            inSinglePrecision(subject);
        }
    }

    private static void inDoublePrecision(Subject subject) {
        double[] a = new Random(1).doubles(1001, 0, 100).toArray();
        double[] expected = Arrays.stream(a).map(x -> Math.sqrt(x) / (x + 3)).toArray();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_DOUBLE, a.length);
            run(subject, "double", arena.allocateFrom(ValueLayout.JAVA_DOUBLE, a), result, a.length);
            double[] actual = result.toArray(ValueLayout.JAVA_DOUBLE);
            for (int i = 0; i < a.length; i++) {
                int at = i;
                Require.equal(expected[i], actual[i], () -> "the quotient of " + a[at]);
            }
        }
    }

    private static void inSinglePrecision(Subject subject) {
        float[] a = new float[1001];
        float[] expected = new float[a.length];
        Random random = new Random(2);
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextFloat() * 100;
            expected[i] = (float) Math.sqrt(a[i]) / (a[i] + 3);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_FLOAT, a.length);
            run(subject, "float", arena.allocateFrom(ValueLayout.JAVA_FLOAT, a), result, a.length);
            float[] actual = result.toArray(ValueLayout.JAVA_FLOAT);
            for (int i = 0; i < a.length; i++) {
                int at = i;
                Require.equal(expected[i], actual[i], () -> "the quotient of " + a[at]);
            }
        }
    }

    private static void run(Subject subject, String real, MemorySegment in, MemorySegment out, int n) {
        Accelerator accelerator = subject.accelerator();
        Accelerator.Memory a = accelerator.allocate(in.byteSize());
        Accelerator.Memory b = accelerator.allocate(out.byteSize());
        accelerator.write(a, 0, in);
        Accelerator.Kernel kernel = subject.compile("""
                #ifdef __OPENCL_VERSION__
                #pragma OPENCL FP_CONTRACT OFF
                #endif
                KERNEL_64 quotients(GLOBAL const REAL *a, GLOBAL REAL *b, int n) {
                    int i = GROUP * 64 + ITEM;
                    if (i < n) {
                        b[i] = sqrt(a[i]) / (a[i] + 3);
                    }
                }
                """.replace("REAL", real)).kernel("quotients");
        kernel.set(0, a);
        kernel.set(1, b);
        kernel.set(2, n);
        accelerator.launch(kernel, Math.ceilDiv(n, 64), 64);
        accelerator.read(accelerator.mark(), b, 0, out);
    }
}
