package org.loligo.cuda.onhost;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.ExactTimes;
import org.loligo.conformance.GradedNetwork;
import org.loligo.conformance.Grid;
import org.loligo.conformance.Literals;
import org.loligo.conformance.OrderOfConvergence;
import org.loligo.conformance.RandomNetworks;
import org.loligo.conformance.SameBits;
import org.loligo.conformance.Singularities;
import org.loligo.conformance.WatchingSynapses;
import org.loligo.model.Precision;

/** What every backend must do, in CUDA on the processor. */
class ConformanceTest {
    private static Candidate in(Schedule schedule, ThreadOrder order) {
        return new Candidate(HostAccelerator.device(order), Run.in(schedule.toString()));
    }

    static Stream<Schedule> coupled() {
        return Stream.of(Schedule.RESIDENT, Schedule.STAGED);
    }

    /** Also between the two orders of threads, and with functions, which here are the same from call to call. */
    @ParameterizedTest
    @EnumSource
    void chunksAndOrdersChangeNoBit(Schedule schedule) {
        RandomNetworks networks = schedule == Schedule.INDEPENDENT ? RandomNetworks.UNCOUPLED : RandomNetworks.COUPLED;
        for (long seed = 0; seed < 2; seed++) {
            new SameBits(in(schedule, ThreadOrder.FORWARD), in(schedule, ThreadOrder.REVERSE), networks.withNeurons(20), 100).check(seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void literalsOutOfRange(Precision precision) {
        new Literals(in(Schedule.INDEPENDENT, ThreadOrder.FORWARD)).outOfRange(precision);
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

    static Stream<Arguments> models() {
        List<String> models = Singularities.models();
        Schedule[] schedules = Schedule.values();
        return IntStream.range(0, models.size()).boxed().flatMap(i -> Stream.of(Precision.values())
                .map(p -> Arguments.of(schedules[i % schedules.length], models.get(i), p)));
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("models")
    void removableSingularities(Schedule schedule, String model, Precision precision) {
        Singularities singularities = new Singularities(in(schedule, ThreadOrder.FORWARD));
        singularities.oneStepIsTheLimit(model, precision);
        singularities.aHundredSteps(model, precision);
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
