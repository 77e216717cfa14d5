package org.loligo.opencl;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.conformance.Check;
import org.loligo.conformance.accelerator.Seeds;

/** Random networks on the first OpenCL device; the schedules take turns. */
class AgainstOracleTest {
    static Stream<Check> some() {
        return Seeds.ofToday(20).againstOracle(FirstDevice::in);
    }

    static Stream<Check> many() {
        return Seeds.MANY.againstOracle(FirstDevice::in);
    }

    static Stream<Check> bitsOfFew() {
        return Seeds.ofToday(3).sameBits(FirstDevice::in);
    }

    static Stream<Check> bitsOfMany() {
        return Seeds.MANY.sameBits(FirstDevice::in);
    }

    static Stream<Check> summariesOfFew() {
        return Seeds.ofToday(3).summaries(FirstDevice::in);
    }

    static Stream<Check> summariesOfMany() {
        return Seeds.MANY.summaries(FirstDevice::in);
    }

    @ParameterizedTest
    @MethodSource("some")
    void someRandomNetworks(Check check) {
        check.run();
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("many")
    void manyRandomNetworks(Check check) {
        check.run();
    }

    @ParameterizedTest
    @MethodSource("bitsOfFew")
    void chunksChangeNoBit(Check check) {
        check.run();
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("bitsOfMany")
    void chunksChangeNoBitOfMany(Check check) {
        check.run();
    }

    @ParameterizedTest
    @MethodSource("summariesOfFew")
    void summariesAreThoseOfWhatIsRecorded(Check check) {
        check.run();
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("summariesOfMany")
    void summariesOfManyAreThoseOfWhatIsRecorded(Check check) {
        check.run();
    }
}
