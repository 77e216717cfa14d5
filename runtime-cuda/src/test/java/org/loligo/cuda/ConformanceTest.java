package org.loligo.cuda;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.conformance.Check;
import org.loligo.conformance.accelerator.EverySchedule;

/** What every backend must do, on the first CUDA device. */
@Tag("gpu")
class ConformanceTest {
    private static final EverySchedule CHECKS = new EverySchedule(FirstDevice::in);

    static Stream<Check> quick() {
        return CHECKS.quick();
    }

    static Stream<Check> slow() {
        return CHECKS.slow();
    }

    @ParameterizedTest
    @MethodSource("quick")
    void quickChecks(Check check) {
        check.run();
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("slow")
    void slowChecks(Check check) {
        check.run();
    }
}
