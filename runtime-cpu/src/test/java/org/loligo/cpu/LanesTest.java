package org.loligo.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.codegen.Tableau;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.TimeGrid;
import org.loligo.models.Models;
import org.loligo.runtime.Backends;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;

/** When instances stand side by side, and what that needs. */
class LanesTest {
    private static Simulation simulation(int instances, boolean coupled, int threads, String schedule) {
        Population cells = new Population("X", Models.neuron("hodgkin-huxley").orElseThrow(), 3, Map.of(), Map.of());
        Projection gaba = Projection.of("gaba", "X", "X", Models.synapse("gaba-a").orElseThrow(), new Connectivity.AllToAll(false));
        Experiment e = new Experiment("", new Network(List.of(cells), coupled ? List.of(gaba) : List.of(), List.of()),
                new TimeGrid.Uniform(BigDecimal.ZERO, BigDecimal.TEN, new BigDecimal("0.01")), Tableau.RK4, Precision.FLOAT32, 1, instances,
                List.of());
        return Simulation.prepare(e, Backends.choose("cpu", 0),
                new RunOptions(threads, 0, Optional.ofNullable(schedule), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"1,true,1,false", "15,true,1,false", "16,true,0,true", "17,true,1,true", "31,true,2,false", "32,true,2,true",
            "64,false,1,false"})
    void theyAreTheChoiceWhereEachThreadHasAFullGroup(int instances, boolean coupled, int threads, boolean lanes) {
        try (Simulation s = simulation(instances, coupled, threads, null)) {
            assertEquals(lanes, s.source().contains("16 instances side by side"), s.source());
        }
    }

    @Test
    void itIsWhatRuns() {
        try (Simulation chosen = simulation(16, true, 1, null); Simulation asked = simulation(2, true, 2, CpuEngine.LANES)) {
            assertEquals(CpuEngine.LANES, chosen.load().schedule());
            assertEquals(CpuEngine.LANES, asked.load().schedule());
        }
    }

    private static long states(int instances, String schedule) {
        try (Simulation s = simulation(instances, true, 1, schedule)) {
            String line = s.plan().lines().filter(l -> l.startsWith("state and parameters")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
    }

    @Test
    void thePlanCountsEmptyLanes() {
        long one = states(1, CpuEngine.STAGED);
        assertTrue(one > 0);
        assertEquals(16 * one, states(1, CpuEngine.LANES));
        assertEquals(32 * one, states(17, null));
        assertEquals(15 * one, states(15, null));
    }

    @Test
    void otherNamesAreRefusedBeforeAnythingIsCompiled() {
        try (Simulation s = simulation(1, true, 1, "lane")) {
            String refusal = assertThrows(DeviceException.class, s::source).getMessage();
            assertTrue(refusal.contains("no schedule 'lane'") && refusal.contains("did you mean 'lanes'"), refusal);
        }
    }
}
