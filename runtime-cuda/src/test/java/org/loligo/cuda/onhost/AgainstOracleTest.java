package org.loligo.cuda.onhost;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.AgainstOracle;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.Check;
import org.loligo.conformance.RandomNetworks;
import org.loligo.conformance.Summaries;
import org.loligo.conformance.accelerator.Seeds;

/**
 * Random networks as CUDA sources, in all schedules and both orders of threads. Most of the time is the compiler's; the two orders share
 * what it makes.
 */
class AgainstOracleTest {
    /** Each network in one schedule, the schedules in turn. */
    static Stream<Check> some() {
        return Seeds.ofToday(21).checks(AgainstOracleTest::inBothOrders);
    }

    static Stream<Check> many() {
        return Seeds.MANY.checksInAll(AgainstOracleTest::inBothOrders);
    }

    static Stream<Check> someFast() {
        return Seeds.ofToday(9).checks(AgainstOracleTest::inFastMath);
    }

    static Stream<Check> manyFast() {
        return Seeds.MANY.checksInAll(AgainstOracleTest::inFastMath);
    }

    @ParameterizedTest
    @MethodSource("someFast")
    void someRandomNetworksInFastMath(Check check) {
        check.run();
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("manyFast")
    void manyRandomNetworksInFastMath(Check check) {
        check.run();
    }

    /** The instructions of a GPU are as far off here as they may be there. */
    private static void inFastMath(Schedule schedule, long seed) {
        Candidate candidate = new Candidate(HostAccelerator.device(ThreadOrder.FORWARD), Run.in(schedule.toString()).withFastMath());
        new AgainstOracle(candidate, RandomNetworks.of(schedule).withNeurons(20)).check(seed);
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

    private static void inBothOrders(Schedule schedule, long seed) {
        // in small blocks, a thread of a resident network has several neurons
        int threads = seed % 2 == 0 ? 1024 : 32;
        for (ThreadOrder order : ThreadOrder.values()) {
            Candidate candidate = new Candidate(HostAccelerator.device(order, threads), Run.in(schedule.toString()));
            RandomNetworks networks = RandomNetworks.of(schedule).withNeurons(20);
            new AgainstOracle(candidate, networks).check(seed);
            if (seed % 4 == 0) {
                // of all schedules some; with everything recorded it is another source
                new Summaries(candidate, networks).check(seed);
            }
        }
    }
}
