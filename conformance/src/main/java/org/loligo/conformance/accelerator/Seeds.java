package org.loligo.conformance.accelerator;

import java.time.LocalDate;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.AgainstOracle;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.Check;
import org.loligo.conformance.RandomNetworks;
import org.loligo.conformance.SameBits;
import org.loligo.conformance.Summaries;

/**
 * Numbers of random networks. One schedule for each is enough where the schedules take turns.
 *
 * @param first the first number
 * @param count how many there are
 */
public record Seeds(long first, int count) {
    /** What a long test looks at. */
    public static final Seeds MANY = new Seeds(0, 200);

    /** What a network in a schedule is checked for. */
    @FunctionalInterface
    public interface Body {
        /** Checks the network with this number. */
        void check(Schedule schedule, long seed);
    }

    /** The day decides which networks a short test looks at; any can be had again by its number. */
    public static Seeds ofToday(int count) {
        return new Seeds(Long.getLong("loligo.seed", LocalDate.now().toEpochDay()) * 1000, count);
    }

    /** A check of each, the schedules in turn. */
    public Stream<Check> checks(Body body) {
        Schedule[] schedules = Schedule.values();
        return LongStream.range(first, first + count).mapToObj(s -> check(schedules[(int) (s % schedules.length)], s, body));
    }

    /** Checks of each in all schedules. */
    public Stream<Check> checksInAll(Body body) {
        return LongStream.range(first, first + count).boxed().flatMap(s -> Stream.of(Schedule.values()).map(t -> check(t, s, body)));
    }

    private static Check check(Schedule schedule, long seed, Body body) {
        return new Check("network " + seed + ", " + schedule, () -> body.check(schedule, seed));
    }

    /** Each is what the oracle says. */
    public Stream<Check> againstOracle(Function<Schedule, Candidate> candidates) {
        return checks((schedule, seed) -> new AgainstOracle(candidates.apply(schedule), RandomNetworks.of(schedule)).check(seed));
    }

    /** Chunks change no bit of any. */
    public Stream<Check> sameBits(Function<Schedule, Candidate> candidates) {
        return checks((schedule, seed) -> new SameBits(candidates.apply(schedule), RandomNetworks.of(schedule)).check(seed));
    }

    /** What each summarises is what it records. */
    public Stream<Check> summaries(Function<Schedule, Candidate> candidates) {
        return checks((schedule, seed) -> new Summaries(candidates.apply(schedule), RandomNetworks.of(schedule)).check(seed));
    }
}
