package org.loligo.cpu;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.Tableau;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.ExactTimes;
import org.loligo.model.Precision;

/** Windows, stimuli and refractory times on the CPU, in every schedule. */
class ExactTimesTest {
    static Stream<Arguments> grids() {
        return new ColdCpu().schedules().stream().flatMap(s -> Stream.of(ExactTimes.Steps.values())
                .flatMap(g -> Stream.of(Tableau.EULER, Tableau.MIDPOINT, Tableau.RK4, Tableau.RK4_38)
                        .flatMap(t -> Stream.of(Precision.values()).map(p -> Arguments.of(s, g, t, p)))));
    }

    @ParameterizedTest
    @MethodSource("grids")
    void theyBeginAndEndAtTheRightStages(String schedule, ExactTimes.Steps steps, Tableau tableau, Precision precision) {
        new ExactTimes(Candidate.of(new ColdCpu(), schedule), !schedule.equals(CpuEngine.INDEPENDENT)).check(steps, tableau, precision);
    }
}
