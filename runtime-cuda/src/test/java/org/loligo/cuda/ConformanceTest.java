package org.loligo.cuda;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.ExactTimes;
import org.loligo.conformance.GradedNetwork;
import org.loligo.conformance.Grid;
import org.loligo.conformance.Literals;
import org.loligo.conformance.OrderBetweenEvents;
import org.loligo.conformance.OrderOfConvergence;
import org.loligo.conformance.Singularities;
import org.loligo.conformance.WatchingSynapses;
import org.loligo.model.Precision;

/** What every backend must do, on the first CUDA device. */
@Tag("gpu")
class ConformanceTest {
    /** Those that run coupled networks. */
    static Stream<Schedule> coupled() {
        return Stream.of(Schedule.RESIDENT, Schedule.STAGED);
    }

    static Stream<Arguments> methods() {
        return Stream.of(Schedule.values()).flatMap(s -> Stream.of(Tableau.EULER, Tableau.MIDPOINT, Tableau.RK4, Tableau.RK4_38)
                .map(t -> Arguments.of(s, t)));
    }

    static Stream<Arguments> coupledMethods() {
        return coupled().flatMap(s -> Tableau.ALL.stream().map(t -> Arguments.of(s, t)));
    }

    private static OrderOfConvergence order(Schedule schedule) {
        return new OrderOfConvergence(FirstDevice.in(schedule));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void orderOnSingleEquations(Schedule schedule, Tableau tableau) {
        order(schedule).exponentialGrowth(tableau);
        order(schedule).anEquationOfTime(tableau);
        order(schedule).thePendulum(tableau);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("methods")
    void orderOnCells(Schedule schedule, Tableau tableau) {
        for (Grid grid : Grid.values()) {
            order(schedule).hodgkinHuxleyCells(grid, tableau);
        }
    }

    @ParameterizedTest
    @MethodSource("coupled")
    void orderOnAGradedNetwork(Schedule schedule) {
        order(schedule).aGradedNetwork(GradedNetwork.Layout.values()[0], Grid.MAPPED, Tableau.RK4);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("coupledMethods")
    void orderOnGradedNetworks(Schedule schedule, Tableau tableau) {
        for (GradedNetwork.Layout layout : GradedNetwork.Layout.values()) {
            for (Grid grid : Grid.values()) {
                order(schedule).aGradedNetwork(layout, grid, tableau);
            }
        }
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("coupledMethods")
    void orderBetweenEvents(Schedule schedule, Tableau tableau) {
        OrderBetweenEvents order = new OrderBetweenEvents(FirstDevice.in(schedule));
        order.aWindowedSynapse(tableau);
        order.anEventDrivenSynapse(tableau);
    }

    static Stream<Arguments> models() {
        List<String> models = Singularities.models();
        Schedule[] schedules = Schedule.values();
        return Stream.iterate(0, i -> i < models.size(), i -> i + 1).flatMap(i -> Stream.of(Precision.values())
                .map(p -> Arguments.of(schedules[i % schedules.length], models.get(i), p)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void removableSingularities(Schedule schedule, String model, Precision precision) {
        Singularities singularities = new Singularities(FirstDevice.in(schedule));
        singularities.oneStepIsTheLimit(model, precision);
        singularities.aHundredSteps(model, precision);
    }

    static Stream<Arguments> times() {
        return coupled().flatMap(s -> Stream.of(ExactTimes.Steps.values()).flatMap(k -> Stream.of(Precision.values())
                .map(p -> Arguments.of(s, k, p))));
    }

    @ParameterizedTest
    @MethodSource("times")
    void exactTimes(Schedule schedule, ExactTimes.Steps steps, Precision precision) {
        new ExactTimes(FirstDevice.in(schedule), true).check(steps, Tableau.RK4, precision);
    }

    @ParameterizedTest
    @MethodSource("coupled")
    void synapsesThatOnlyWatch(Schedule schedule) {
        new WatchingSynapses(FirstDevice.in(schedule)).aCorrelation();
        new WatchingSynapses(FirstDevice.in(schedule)).aTraceOfSpikes();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void literalsOutOfRange(Precision precision) {
        new Literals(FirstDevice.in(Schedule.INDEPENDENT)).outOfRange(precision);
    }
}
