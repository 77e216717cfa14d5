package org.loligo.cpu;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.Singularities;
import org.loligo.model.Precision;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Device;

/** Removable singularities on the CPU, in every schedule. */
class SingularityTest {
    private static final Device CPU = Backends.choose("cpu", 0);

    static Stream<Arguments> models() {
        return Singularities.models().stream().flatMap(m -> Stream.of(Precision.values()).flatMap(p ->
                CPU.schedules().stream().map(s -> Arguments.of(s, m, p))));
    }

    @ParameterizedTest
    @MethodSource("models")
    void oneStepIsTheLimit(String schedule, String model, Precision precision) {
        new Singularities(Candidate.of(CPU, schedule)).oneStepIsTheLimit(model, precision);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aHundredSteps(String schedule, String model, Precision precision) {
        new Singularities(Candidate.of(CPU, schedule)).aHundredSteps(model, precision);
    }
}
