package org.loligo.cuda.onhost;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.AgainstOracle;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.RandomNetworks;

/**
 * Random networks as CUDA sources, in all schedules and both orders of threads. Most of the time is the compiler's; the two orders share
 * what it makes.
 */
class AgainstOracleTest {
    /** The day decides which networks the short test looks at; any can be had again by its number. */
    private static long firstSeed() {
        return Long.getLong("loligo.seed", LocalDate.now().toEpochDay()) * 1000;
    }

    /** Each network in one schedule, the schedules in turn. */
    static Stream<Arguments> someSeeds() {
        List<String> schedules = Schedule.names();
        return LongStream.range(firstSeed(), firstSeed() + 21).mapToObj(s -> Arguments.of(schedules.get((int) (s % schedules.size())), s));
    }

    static Stream<Arguments> allSeeds() {
        return LongStream.range(0, 200).boxed().flatMap(s -> Schedule.names().stream().map(schedule -> Arguments.of(schedule, s)));
    }

    @ParameterizedTest
    @MethodSource("someSeeds")
    void someRandomNetworks(String schedule, long seed) {
        inBothOrders(schedule, seed);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("allSeeds")
    void manyRandomNetworks(String schedule, long seed) {
        inBothOrders(schedule, seed);
    }

    private static void inBothOrders(String schedule, long seed) {
        // in small blocks, a thread of a resident network has several neurons
        int threads = seed % 2 == 0 ? 1024 : 32;
        for (ThreadOrder order : ThreadOrder.values()) {
            Candidate candidate = new Candidate(HostAccelerator.device(order, threads), Run.in(schedule));
            RandomNetworks networks = schedule.equals(Schedule.INDEPENDENT.toString()) ? RandomNetworks.UNCOUPLED : RandomNetworks.COUPLED;
            new AgainstOracle(candidate, networks.withNeurons(20)).check(seed);
        }
    }
}
