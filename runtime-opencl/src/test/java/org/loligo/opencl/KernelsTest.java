package org.loligo.opencl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.conformance.accelerator.KernelCheck;
import org.loligo.conformance.accelerator.Quotients;
import org.loligo.model.Precision;
import org.loligo.runtime.accelerator.Accelerator;

class KernelsTest {
    @TempDir
    private Path cache;

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
        OpenClDevice device = FirstDevice.get();
        assumeTrue(precision != Precision.FLOAT64 || device.hasFloat64(), device.name() + " has no double precision");
        assumeTrue(precision != Precision.FLOAT32 || device.dividesExactly(), device.name() + " does not round divisions correctly");
        Quotients.areJavas(FirstDevice.subject(accelerator), precision);
    }
}
