package org.loligo.cuda.onhost;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.Check;
import org.loligo.conformance.ExactTimes;
import org.loligo.conformance.GradedNetwork;
import org.loligo.conformance.Grid;
import org.loligo.conformance.OrderOfConvergence;
import org.loligo.conformance.RandomNetworks;
import org.loligo.conformance.SameBits;
import org.loligo.conformance.Singularities;
import org.loligo.conformance.WatchingSynapses;
import org.loligo.conformance.accelerator.EverySchedule;
import org.loligo.model.Precision;

/** What every backend must do, in CUDA on the processor. */
class ConformanceTest {
    private static final EverySchedule CHECKS = new EverySchedule(s -> in(s, ThreadOrder.FORWARD));

    private static Candidate in(Schedule schedule, ThreadOrder order) {
        return new Candidate(HostAccelerator.device(order), Run.in(schedule.toString()));
    }

    static Stream<Schedule> coupled() {
        return EverySchedule.coupled();
    }

    static Stream<Check> literals() {
        return CHECKS.literalsOutOfRange();
    }

    static Stream<Check> singularities() {
        return CHECKS.removableSingularities();
    }

    /** Also between the two orders of threads, and with functions, which here are the same from call to call. */
    @ParameterizedTest
    @EnumSource
    void chunksAndOrdersChangeNoBit(Schedule schedule) {
        RandomNetworks networks = RandomNetworks.of(schedule).withNeurons(20);
        for (long seed = 0; seed < 2; seed++) {
            new SameBits(in(schedule, ThreadOrder.FORWARD), in(schedule, ThreadOrder.REVERSE), networks, 100).check(seed);
        }
    }

    static List<String> models() {
        return Singularities.models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void removableSingularitiesInFastMath(String model) {
        Candidate candidate = new Candidate(HostAccelerator.device(ThreadOrder.FORWARD),
                Run.in(Schedule.INDEPENDENT.toString()).withFastMath());
        new Singularities(candidate).oneStepIsTheLimit(model, Precision.FLOAT32);
    }

    @ParameterizedTest
    @MethodSource("literals")
    void literalsOutOfRange(Check check) {
        check.run();
    }

    @ParameterizedTest
    @MethodSource("coupled")
    void synapsesThatOnlyWatch(Schedule schedule) {
        new WatchingSynapses(in(schedule, ThreadOrder.FORWARD)).aCorrelation();
        new WatchingSynapses(in(schedule, ThreadOrder.REVERSE)).aTraceOfSpikes();
    }

    @ParameterizedTest
    @MethodSource("coupled")
    void exactTimes(Schedule schedule) {
        new ExactTimes(in(schedule, ThreadOrder.REVERSE), true).check(ExactTimes.Steps.values()[0], Tableau.RK4, Precision.FLOAT64);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("singularities")
    void removableSingularities(Check check) {
        check.run();
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("coupled")
    void orderOnGradedNetworks(Schedule schedule) {
        for (GradedNetwork.Layout layout : GradedNetwork.Layout.values()) {
            new OrderOfConvergence(in(schedule, ThreadOrder.REVERSE)).aGradedNetwork(layout, Grid.MAPPED, Tableau.RK4);
        }
    }
}
