package org.loligo.cpu;

import java.time.LocalDate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.conformance.AgainstOracle;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.RandomNetworks;
import org.loligo.conformance.SameBits;
import org.loligo.conformance.Summaries;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Device;

/** Random networks on the CPU, in every schedule, on one thread and on two. */
class AgainstOracleTest {
    private static final Device COLD = new ColdCpu();

    /** The day decides which networks the short test looks at; any can be had again by its number. */
    private static long firstSeed() {
        return Long.getLong("loligo.seed", LocalDate.now().toEpochDay()) * 1000;
    }

    private static Stream<Arguments> inEverySchedule(LongStream seeds) {
        return seeds.boxed().flatMap(s -> COLD.schedules().stream().map(schedule -> Arguments.of(schedule, s)));
    }

    static Stream<Arguments> someSeeds() {
        return inEverySchedule(LongStream.range(firstSeed(), firstSeed() + 20));
    }

    static Stream<Arguments> allSeeds() {
        return inEverySchedule(LongStream.range(0, 200));
    }

    static Stream<Arguments> fewSeeds() {
        return inEverySchedule(LongStream.range(firstSeed(), firstSeed() + 5));
    }

    private static Candidate candidate(Device device, String schedule, long seed) {
        return Candidate.of(device, schedule).withThreads(1 + (int) (seed % 2));
    }

    private static RandomNetworks networks(String schedule) {
        return switch (schedule) {
            case CpuEngine.INDEPENDENT -> RandomNetworks.UNCOUPLED;
            // full groups, and some with lanes that no instance has
            case CpuEngine.LANES -> RandomNetworks.COUPLED.withNeurons(12).withInstances(CpuEngine.SIDE_BY_SIDE * 5 / 2);
            default -> RandomNetworks.COUPLED;
        };
    }

    @ParameterizedTest
    @MethodSource("fewSeeds")
    void summariesAreThoseOfWhatIsRecorded(String schedule, long seed) {
        new Summaries(candidate(COLD, schedule, seed), networks(schedule)).check(seed);
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void theMeanOfAMillionSteps(String schedule) {
        new Summaries(Candidate.of(COLD, schedule), networks(schedule)).aMillionSteps();
    }

    static Stream<String> schedules() {
        return COLD.schedules().stream();
    }

    @ParameterizedTest
    @MethodSource("someSeeds")
    void someRandomNetworks(String schedule, long seed) {
        new AgainstOracle(candidate(COLD, schedule, seed), networks(schedule)).check(seed);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("allSeeds")
    void manyRandomNetworks(String schedule, long seed) {
        new AgainstOracle(candidate(COLD, schedule, seed), networks(schedule)).check(seed);
    }

    @ParameterizedTest
    @MethodSource("fewSeeds")
    void chunksAndThreadsChangeNoBit(String schedule, long seed) {
        compareBits(schedule, seed);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("allSeeds")
    void chunksAndThreadsChangeNoBitOfMany(String schedule, long seed) {
        compareBits(schedule, seed);
    }

    /** Without functions: those of Java and of the vector library differ in the last bits, and nothing is rehearsed here. */
    private static void compareBits(String schedule, long seed) {
        Candidate one = Candidate.of(COLD, schedule);
        new SameBits(one, one.withThreads(2), networks(schedule).withoutFunctions(), 100).check(seed);
    }

    @ParameterizedTest
    @MethodSource("fewSeedsAlone")
    void lanesHaveTheBitsOfStages(long seed) {
        compareSchedules(seed);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("allSeedsAlone")
    void lanesHaveTheBitsOfStagesOfMany(long seed) {
        compareSchedules(seed);
    }

    static LongStream fewSeedsAlone() {
        return LongStream.range(firstSeed(), firstSeed() + 10);
    }

    static LongStream allSeedsAlone() {
        return LongStream.range(0, 200);
    }

    private static void compareSchedules(long seed) {
        new SameBits(candidate(COLD, CpuEngine.LANES, seed), candidate(COLD, CpuEngine.STAGED, seed + 1),
                networks(CpuEngine.LANES).withoutFunctions(), 100).check(seed);
    }

    @Test
    void theRehearsalGoesBackToTheStart() {
        Candidate rehearsed = Candidate.of(Backends.choose("cpu", 0), CpuEngine.STAGED);
        new SameBits(Candidate.of(COLD, CpuEngine.STAGED), rehearsed, RandomNetworks.COUPLED.withoutFunctions(), 100).check(firstSeed());
    }
}
