package org.loligo.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.conformance.accelerator.Integers;
import org.loligo.conformance.accelerator.KernelCheck;
import org.loligo.conformance.accelerator.Quotients;
import org.loligo.model.Precision;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.accelerator.Accelerator;

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

    @ParameterizedTest
    @EnumSource
    void holds(KernelCheck check) {
        check.on(FirstDevice.subject(accelerator));
    }

    @ParameterizedTest
    @EnumSource
    void everyBitOfAQuotientIsJavas(Precision precision) {
        Quotients.areJavas(FirstDevice.subject(accelerator), precision);
    }

    @Test
    void nothingIsLaunchedWhereThereIsNothingToDo() {
        Accelerator.Kernel put = accelerator.compile("extern \"C\" __global__ void put(int *a) { a[0] = 1; }").kernel("put");
        Accelerator.Memory a = Integers.write(accelerator, 5);
        put.set(0, a);
        accelerator.launch(put, 0, 64);
        assertEquals(5, Integers.read(accelerator, accelerator.mark(), a, 1)[0]);
    }

    @Test
    void whatIsRepeatedManyTimesCanBeRefused() {
        Accelerator.Kernel put = accelerator.compile("extern \"C\" __global__ void put(int *a, int b) { a[0] += 1 + 0 * b; }")
                .kernel("put");
        Accelerator.Memory a = Integers.write(accelerator, 5);
        Accelerator.Memory base = Integers.write(accelerator, 0);
        put.set(0, a);
        Accelerator.Counter counter = new Accelerator.Counter(1, base, 0);
        put.set(1, 0);
        int tooLarge = 2 * accelerator.maxGroupSize();
        String message = assertThrows(DeviceException.class,
                () -> accelerator.repeat(List.of(new Accelerator.Launch(put, 1, tooLarge)), counter, 5000)).getMessage();
        // a driver may say so when it is put into the graph, or when the graph is made
        assertTrue(message.startsWith("the CUDA device " + accelerator.name() + " failed while ") && message.contains("CUDA_ERROR_INVALID"),
                message);
        // and the stream is as it was
        accelerator.repeat(List.of(new Accelerator.Launch(put, 1, 1), new Accelerator.Launch(put, 0, 1)), counter, 5000);
        assertEquals(5005, Integers.read(accelerator, accelerator.mark(), a, 1)[0]);
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
