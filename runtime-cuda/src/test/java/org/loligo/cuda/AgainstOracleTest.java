package org.loligo.cuda;

import java.time.LocalDate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.AgainstOracle;
import org.loligo.conformance.RandomNetworks;
import org.loligo.conformance.SameBits;

/** Random networks on the first CUDA device; the schedules take turns. */
@Tag("gpu")
class AgainstOracleTest {
    /** The day decides which networks the short test looks at; any can be had again by its number. */
    private static long firstSeed() {
        return Long.getLong("loligo.seed", LocalDate.now().toEpochDay()) * 1000;
    }

    private static Stream<Arguments> inTurn(long first, int count) {
        Schedule[] schedules = Schedule.values();
        return LongStream.range(first, first + count).mapToObj(s -> Arguments.of(schedules[(int) (s % schedules.length)], s));
    }

    static Stream<Arguments> someSeeds() {
        return inTurn(firstSeed(), 20);
    }

    static Stream<Arguments> allSeeds() {
        return inTurn(0, 200);
    }

    static Stream<Arguments> fewSeeds() {
        return inTurn(firstSeed(), 3);
    }

    private static RandomNetworks networks(Schedule schedule) {
        return schedule == Schedule.INDEPENDENT ? RandomNetworks.UNCOUPLED : RandomNetworks.COUPLED;
    }

    @ParameterizedTest
    @MethodSource("someSeeds")
    void someRandomNetworks(Schedule schedule, long seed) {
        new AgainstOracle(FirstDevice.in(schedule), networks(schedule)).check(seed);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("allSeeds")
    void manyRandomNetworks(Schedule schedule, long seed) {
        new AgainstOracle(FirstDevice.in(schedule), networks(schedule)).check(seed);
    }

    @ParameterizedTest
    @MethodSource("fewSeeds")
    void chunksChangeNoBit(Schedule schedule, long seed) {
        new SameBits(FirstDevice.in(schedule), networks(schedule)).check(seed);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("allSeeds")
    void chunksChangeNoBitOfMany(Schedule schedule, long seed) {
        new SameBits(FirstDevice.in(schedule), networks(schedule)).check(seed);
    }
}
