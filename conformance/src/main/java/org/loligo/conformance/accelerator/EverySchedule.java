package org.loligo.conformance.accelerator;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.Check;
import org.loligo.conformance.ExactTimes;
import org.loligo.conformance.GradedNetwork;
import org.loligo.conformance.Grid;
import org.loligo.conformance.Literals;
import org.loligo.conformance.OrderBetweenEvents;
import org.loligo.conformance.OrderOfConvergence;
import org.loligo.conformance.RandomNetworks;
import org.loligo.conformance.Singularities;
import org.loligo.conformance.Summaries;
import org.loligo.conformance.WatchingSynapses;
import org.loligo.model.Precision;

/**
 * The checks of any backend, with the schedules, methods and precisions in which a device that is programmed in C must pass them.
 *
 * @param candidates the device in a schedule; asked for when a check is run, so that the checks can be listed where there is no device
 */
public record EverySchedule(Function<Schedule, Candidate> candidates) {
    private static final List<Tableau> METHODS = List.of(Tableau.EULER, Tableau.MIDPOINT, Tableau.RK4, Tableau.RK4_38);

    /** Those that run coupled networks. */
    public static Stream<Schedule> coupled() {
        return Stream.of(Schedule.RESIDENT, Schedule.STAGED);
    }

    /** What takes seconds. */
    public Stream<Check> quick() {
        return Stream.of(orderOnSingleEquations(), orderOnAGradedNetwork(), removableSingularities(), exactTimes(), synapsesThatOnlyWatch(),
                literalsOutOfRange(), longMeans()).flatMap(checks -> checks);
    }

    /** What takes minutes. */
    public Stream<Check> slow() {
        return Stream.of(orderOnCells(), orderOnGradedNetworks(), orderBetweenEvents()).flatMap(checks -> checks);
    }

    private OrderOfConvergence order(Schedule schedule) {
        return new OrderOfConvergence(candidates.apply(schedule));
    }

    private static Stream<Check> methods(String what, Stream<Schedule> schedules, List<Tableau> methods,
            BiConsumer<Schedule, Tableau> check) {
        return schedules.flatMap(s -> methods.stream().map(t -> new Check(what + ", " + s + ", " + t.name(), () -> check.accept(s, t))));
    }

    private Stream<Check> orderOnSingleEquations() {
        return methods("order on single equations", Stream.of(Schedule.values()), METHODS, (schedule, tableau) -> {
            order(schedule).exponentialGrowth(tableau);
            order(schedule).anEquationOfTime(tableau);
            order(schedule).thePendulum(tableau);
        });
    }

    private Stream<Check> orderOnCells() {
        return methods("order on cells", Stream.of(Schedule.values()), METHODS, (schedule, tableau) -> {
            for (Grid grid : Grid.values()) {
                order(schedule).hodgkinHuxleyCells(grid, tableau);
            }
        });
    }

    private Stream<Check> orderOnAGradedNetwork() {
        return methods("order on a graded network", coupled(), List.of(Tableau.RK4),
                (schedule, tableau) -> order(schedule).aGradedNetwork(GradedNetwork.Layout.values()[0], Grid.MAPPED, tableau));
    }

    private Stream<Check> orderOnGradedNetworks() {
        return methods("order on graded networks", coupled(), Tableau.ALL, (schedule, tableau) -> {
            for (GradedNetwork.Layout layout : GradedNetwork.Layout.values()) {
                for (Grid grid : Grid.values()) {
                    order(schedule).aGradedNetwork(layout, grid, tableau);
                }
            }
        });
    }

    private Stream<Check> orderBetweenEvents() {
        return methods("order between events", coupled(), Tableau.ALL, (schedule, tableau) -> {
            OrderBetweenEvents order = new OrderBetweenEvents(candidates.apply(schedule));
            order.aWindowedSynapse(tableau);
            order.anEventDrivenSynapse(tableau);
        });
    }

    /** Every model with a singularity that can be removed; the schedules take turns. */
    public Stream<Check> removableSingularities() {
        List<String> models = Singularities.models();
        Schedule[] schedules = Schedule.values();
        return IntStream.range(0, models.size()).boxed().flatMap(i -> Stream.of(Precision.values())
                .map(p -> removableSingularities(schedules[i % schedules.length], models.get(i), p)));
    }

    private Check removableSingularities(Schedule schedule, String model, Precision precision) {
        return new Check("removable singularities of " + model + ", " + schedule + ", " + precision, () -> {
            Singularities singularities = new Singularities(candidates.apply(schedule));
            singularities.oneStepIsTheLimit(model, precision);
            singularities.aHundredSteps(model, precision);
        });
    }

    private Stream<Check> exactTimes() {
        return coupled().flatMap(s -> Stream.of(ExactTimes.Steps.values()).flatMap(k -> Stream.of(Precision.values())
                .map(p -> new Check("exact times, " + s + ", " + k + ", " + p,
                        () -> new ExactTimes(candidates.apply(s), true).check(k, Tableau.RK4, p)))));
    }

    private Stream<Check> synapsesThatOnlyWatch() {
        return coupled().map(s -> new Check("synapses that only watch, " + s, () -> {
            new WatchingSynapses(candidates.apply(s)).aCorrelation();
            new WatchingSynapses(candidates.apply(s)).aTraceOfSpikes();
        }));
    }

    /** Numbers that a precision cannot hold. */
    public Stream<Check> literalsOutOfRange() {
        return Stream.of(Precision.values()).map(p -> new Check("literals out of range, " + p,
                () -> new Literals(candidates.apply(Schedule.INDEPENDENT)).outOfRange(p)));
    }

    /** The mean of a million steps; the other schedules share the code and take long. */
    public Stream<Check> longMeans() {
        return Stream.of(new Check("the mean of a million steps",
                () -> new Summaries(candidates.apply(Schedule.INDEPENDENT), RandomNetworks.UNCOUPLED).aMillionSteps()));
    }
}
