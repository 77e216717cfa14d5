package org.loligo.cuda;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.conformance.Check;
import org.loligo.conformance.accelerator.Seeds;

/** Random networks on the first CUDA device; the schedules take turns. */
@Tag("gpu")
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

    static Stream<Check> someFast() {
        return Seeds.ofToday(20).againstOracle(FirstDevice::fastIn);
    }

    @ParameterizedTest
    @MethodSource("someFast")
    void someRandomNetworksInFastMath(Check check) {
        check.run();
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
}
