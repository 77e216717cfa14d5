package org.loligo.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tableau;
import org.loligo.conformance.FaultyDevice.Fault;
import org.loligo.model.Precision;
import org.loligo.model.Storage;
import org.loligo.model.Summary;
import org.loligo.model.TimeGrid;

/** The checks pass where nothing is wrong, and notice what is. */
class ChecksTest {
    private static final RandomNetworks SMALL = RandomNetworks.COUPLED.withNeurons(5);

    /** What the checks say about eight networks, or null when they are content with all. */
    private static AssertionError verdict(Fault fault) {
        Candidate candidate = Candidate.of(new FaultyDevice(fault));
        try {
            LongStream.range(0, 8).forEach(new AgainstOracle(candidate, SMALL, 7)::check);
            LongStream.range(0, 8).forEach(new SameBits(candidate, candidate, SMALL, 30)::check);
            LongStream.range(0, 8).forEach(new Summaries(candidate, SMALL, 100)::check);
            return null;
        } catch (AssertionError e) {
            return e;
        }
    }

    @Test
    void theInterpreterPasses() {
        assertNull(verdict(Fault.NONE));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFaultIsNoticed(Fault fault) {
        assertNotNull(verdict(fault), "nothing said");
    }

    /** Two hundred networks hold everything that can be in a network. */
    @Test
    void theNetworksAreOfAllKinds() {
        List<RandomNetwork> networks = LongStream.range(0, 200).mapToObj(s -> RandomNetworks.COUPLED.draw(s, Precision.FLOAT64)).toList();
        for (Storage storage : Storage.values()) {
            assertNotNull(networks.stream().flatMap(n -> n.experiment().network().projections().stream())
                    .filter(p -> p.storage() == storage).findAny().orElse(null), storage.toString());
        }
        for (Tableau tableau : List.of(Tableau.EULER, Tableau.MIDPOINT, Tableau.RK4, Tableau.RK4_38)) {
            assertNotNull(networks.stream().filter(n -> n.experiment().integrator() == tableau).findAny().orElse(null), tableau.toString());
        }
        assertNotNull(networks.stream().filter(n -> n.experiment().time() instanceof TimeGrid.Explicit).findAny().orElse(null));
        assertNotNull(networks.stream().filter(n -> n.firstStep() > Integer.MAX_VALUE).findAny().orElse(null));
        for (Class<? extends Summary> kind : List.of(Summary.OfSpikes.class, Summary.OfVariable.class)) {
            assertNotNull(networks.stream().flatMap(n -> n.experiment().summaries().stream()).filter(kind::isInstance).findAny()
                    .orElse(null), kind.toString());
        }
        assertNotNull(networks.stream().filter(n -> n.experiment().instances() > 1).findAny().orElse(null));
    }

    @Test
    void uncoupledNetworksAreUncoupled() {
        for (long seed = 0; seed < 50; seed++) {
            assertEquals(List.of(), RandomNetworks.UNCOUPLED.draw(seed, Precision.FLOAT64).experiment().network().projections());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theGradedNetworkIsLaidOutAsItSays(GradedNetwork.Layout layout) {
        TimeGrid time = new TimeGrid.Uniform(BigDecimal.ZERO, BigDecimal.TWO, BigDecimal.ONE);
        StepProgram program = StepCompiler.compile(GradedNetwork.of(layout), time, Tableau.RK4, 1, 1, Precision.FLOAT64,
                StepCompiler.allPasses()).program();
        assertEquals(layout == GradedNetwork.Layout.SYNAPSES ? 5 : 2, program.blocks().size());
        assertEquals(List.of(layout == GradedNetwork.Layout.DENSE ? Storage.DENSE : Storage.SPARSE),
                program.storage().values().stream().distinct().toList());
    }
}
