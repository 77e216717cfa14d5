package org.loligo.cpu;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.Tableau;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.GradedNetwork;
import org.loligo.conformance.Grid;
import org.loligo.conformance.OrderBetweenEvents;
import org.loligo.conformance.OrderOfConvergence;
import org.loligo.runtime.Backends;

/** The order of convergence on the CPU, in the schedules that suit each, and of the oracle, for which the CPU computes the references. */
class OrderOfConvergenceTest {
    private static final Candidate STAGED = Candidate.of(Backends.choose("cpu", 0), CpuEngine.STAGED);
    /** For what runs independently by default, and is rehearsed there. */
    private static final Candidate STAGED_ALONE = Candidate.of(new ColdCpu(), CpuEngine.STAGED);
    private static final Candidate LANES = Candidate.of(new ColdCpu(), CpuEngine.LANES);
    private static final Candidate INDEPENDENT = Candidate.of(Backends.choose("cpu", 0), CpuEngine.INDEPENDENT);
    private static final Candidate ORACLE = Candidate.of(Backends.choose("interpreter", 0));

    private static Stream<Arguments> combine(List<Candidate> candidates, Tableau... tableaus) {
        return candidates.stream().flatMap(c -> Stream.of(tableaus).map(t -> Arguments.of(c, t)));
    }

    /** For single equations. */
    static Stream<Arguments> methods() {
        return combine(List.of(INDEPENDENT, STAGED_ALONE, ORACLE), Tableau.EULER, Tableau.MIDPOINT, Tableau.RK4, Tableau.RK4_38);
    }

    private static Stream<Arguments> with(Candidate... candidates) {
        return Stream.concat(combine(List.of(candidates), Tableau.EULER, Tableau.MIDPOINT, Tableau.RK4),
                combine(List.of(ORACLE), Tableau.RK4));
    }

    static Stream<Arguments> cellMethods() {
        return with(INDEPENDENT, STAGED_ALONE);
    }

    static Stream<Arguments> networkMethods() {
        return with(STAGED, LANES);
    }

    private static OrderOfConvergence order(Candidate candidate) {
        return new OrderOfConvergence(candidate, candidate == ORACLE ? INDEPENDENT : candidate);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void exponentialGrowth(Candidate candidate, Tableau tableau) {
        order(candidate).exponentialGrowth(tableau);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void anEquationOfTime(Candidate candidate, Tableau tableau) {
        order(candidate).anEquationOfTime(tableau);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void thePendulum(Candidate candidate, Tableau tableau) {
        order(candidate).thePendulum(tableau);
    }

    @ParameterizedTest
    @MethodSource("cellMethods")
    void hodgkinHuxleyCells(Candidate candidate, Tableau tableau) {
        for (Grid grid : Grid.values()) {
            order(candidate).hodgkinHuxleyCells(grid, tableau);
        }
    }

    static Stream<Arguments> layouts() {
        return Stream.of(GradedNetwork.Layout.values()).flatMap(l -> networkMethods().map(m -> Arguments.of(l, m.get()[0], m.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void aGradedNetwork(GradedNetwork.Layout layout, Candidate candidate, Tableau tableau) {
        for (Grid grid : candidate == ORACLE ? new Grid[] {Grid.MAPPED} : Grid.values()) {
            new OrderOfConvergence(candidate, STAGED).aGradedNetwork(layout, grid, tableau);
        }
    }

    @ParameterizedTest
    @MethodSource("networkMethods")
    void aWindowedSynapseBetweenItsEdges(Candidate candidate, Tableau tableau) {
        new OrderBetweenEvents(candidate, STAGED).aWindowedSynapse(tableau);
    }

    @ParameterizedTest
    @MethodSource("networkMethods")
    void anEventDrivenSynapseBetweenSpikes(Candidate candidate, Tableau tableau) {
        new OrderBetweenEvents(candidate, STAGED).anEventDrivenSynapse(tableau);
    }
}
