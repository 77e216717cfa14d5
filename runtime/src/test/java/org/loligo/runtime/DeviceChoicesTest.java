package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.loligo.runtime.SmallExperiments.INTERPRETER;
import static org.loligo.runtime.SmallExperiments.experiment;
import static org.loligo.runtime.SmallExperiments.grid;
import static org.loligo.runtime.SmallExperiments.record;
import static org.loligo.runtime.SmallExperiments.spiking;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tableau;
import org.loligo.model.Precision;

/** A device says which passes it wants and what it will hold. */
class DeviceChoicesTest {
    private static final Experiment EXPERIMENT = experiment(spiking(), grid("1", "0.01"), Tableau.RK4, 2, record("A", 1, null, "V"));
    private static final Device CHOOSY = new OtherDevice() {
        @Override
        public List<String> passes() {
            return List.of("fold", "cse");
        }

        @Override
        public List<MemoryUse> plan(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
            return List.of(new MemoryUse("everything on the device", 1_000_000));
        }
    };

    private static List<String> passes(Device device, RunOptions options) {
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, device, options)) {
            return simulation.compilation().passes();
        }
    }

    private static String plan(Device device) {
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, device, RunOptions.DEFAULT)) {
            return simulation.plan();
        }
    }

    @Test
    void itsPassesRunUnlessTheUserNamesOthers() {
        assertEquals(List.of("exprel", "fold", "cse"), passes(CHOOSY, RunOptions.DEFAULT));
        assertEquals(StepCompiler.allPasses(), passes(INTERPRETER, RunOptions.DEFAULT));
        assertEquals(List.of("exprel", "powers"), passes(CHOOSY, new RunOptions(0, 0, Optional.empty(), Optional.of(List.of("powers")))));
    }

    @Test
    void thePlanListsWhatItHolds() {
        // two buffers of 101 samples of three neurons in two instances, 8 bytes each
        assertEquals("""
                everything on the device              1,000,000 bytes
                two chunk buffers                         9,696 bytes
                together                              1,009,696 bytes
                a chunk holds up to 100 steps
                """, plan(CHOOSY));
    }

    @Test
    void andElseWhatTheProgramNeeds() {
        assertEquals(List.of("state and parameters", "scratch of the stages", "connectivity", "two chunk buffers", "together"),
                plan(INTERPRETER).lines().filter(l -> l.endsWith("bytes")).map(l -> l.substring(0, 28).strip()).toList());
    }
}
