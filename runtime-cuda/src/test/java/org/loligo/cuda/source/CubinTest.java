package org.loligo.cuda.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader of cubins finds what was put there. */
class CubinTest {
    private static Cubin kernel(String body) {
        String text = "extern \"C\" __global__ void put(float *x, double *d, int *i, int n) { " + body + " }\n";
        return Cubin.kernels(NvidiaCompiler.get().compile(text, body).cubin()).get("put");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "d[0] = d[1] * d[2];             | DMUL",
        "d[0] = d[1] + d[2];             | DADD",
        "d[0] = d[1] * d[2] + d[3];      | DFMA",
        "i[0] = d[1] < d[2];             | DSETP",
        "x[0] = d[0];                    | F2F64",
        "i[0] = d[0];                    | F2I64",
        "d[0] = i[0];                    | I2F64",
    })
    void eachInstructionOfDoublesIsFound(String body, Cubin.Kind kind) {
        Cubin kernel = kernel(body);
        assertTrue(kernel.count(kind) > 0, () -> "no " + kind + " but " + kernel.doubles());
        assertFalse(kernel.doubles().isEmpty());
    }

    @Test
    void functionsAndDivisionsAreCounted() {
        Cubin kernel = kernel("x[0] = __expf(x[1]) + __logf(x[2]); x[3] = x[4] / x[5];");
        assertEquals(1, kernel.count(Cubin.Kind.DIVISION_CHECK));
        assertTrue(kernel.count(Cubin.Kind.MUFU) >= 3, () -> kernel.count(Cubin.Kind.MUFU) + " special functions");
        assertEquals(4, kernel.count(Cubin.Kind.LOAD), "loads");
        assertEquals(2, kernel.count(Cubin.Kind.STORE), "stores");
    }

    @Test
    void theReciprocalOfADoubleIsOne() {
        assertTrue(kernel("d[0] = 1 / d[1];").doubles().contains(Cubin.Kind.MUFU));
    }

    @Test
    void theLoopIsWhatIsRepeated() {
        Cubin kernel = kernel(
                "float a = x[0], b = x[1]; float c = x[n];\n#pragma unroll 1\nfor (int k = 0; k < n; k++) { a = __expf(a) + b; "
                + "b = __logf(a); i[0] = k; __syncthreads(); } x[0] = a / c;");
        Cubin loop = kernel.longestLoop();
        assertEquals(2, loop.count(Cubin.Kind.MUFU));
        assertEquals(0, loop.count(Cubin.Kind.LOAD));
        assertEquals(0, loop.count(Cubin.Kind.DIVISION_CHECK));
        assertEquals(1, kernel.count(Cubin.Kind.DIVISION_CHECK));
    }
}
