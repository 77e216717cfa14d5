package org.loligo.cuda.onhost;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.codegen.emit.Schedule;
import org.loligo.cuda.source.ReadyMade;
import org.loligo.model.Precision;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;

/** Resident networks that share much, and all there is. */
class SharedMemoryTest {
    private static final RunOptions RESIDENT = Run.in(Schedule.RESIDENT.toString());

    private static long needed(Experiment experiment) {
        String refusal = assertThrows(DeviceException.class,
                () -> Simulation.prepare(experiment, HostAccelerator.sharing(0), RESIDENT).source()).getMessage();
        Matcher bytes = Pattern.compile("schedule 'resident' needs (\\d+) bytes that a work-group shares, but .* has 0; use staged")
                .matcher(refusal);
        assertTrue(bytes.matches(), refusal);
        return Long.parseLong(bytes.group(1));
    }

    @ParameterizedTest
    @EnumSource
    void moreThanEveryDeviceHasWithoutBeingAsked(Precision precision) {
        Experiment ring = ReadyMade.ring(precision, 8000, 2);
        assertTrue(needed(ring) > 48 << 10, "it needs " + needed(ring));
        double[] resident = Run.of(ring, HostAccelerator.device(ThreadOrder.REVERSE), RESIDENT).end("X.V");
        double[] staged = Run.of(ring, HostAccelerator.device(ThreadOrder.FORWARD), Run.in(Schedule.STAGED.toString())).end("X.V");
        assertArrayEquals(staged, resident, precision == Precision.FLOAT64 ? 1e-12 : 1e-4);
    }

    /** With spikes, which share single bytes, and a number of cells of which not every array ends where a number could begin. */
    @ParameterizedTest
    @EnumSource
    void allThereIs(Precision precision) {
        Experiment network = ReadyMade.cobahh(precision, 160);
        long needed = needed(network);
        Run.of(network, HostAccelerator.sharing(needed), RESIDENT);
        assertThrows(DeviceException.class, () -> Run.of(network, HostAccelerator.sharing(needed - 1), RESIDENT));
    }

    @Test
    void theChoiceOfAScheduleKnowsIt() {
        Experiment ring = ReadyMade.ring(Precision.FLOAT32, 100, 2);
        long needed = needed(ring);
        assertEquals("resident", schedule(ring, needed));
        assertEquals("staged", schedule(ring, needed - 1));
    }

    private static String schedule(Experiment experiment, long shared) {
        try (Simulation simulation = Simulation.prepare(experiment, HostAccelerator.sharing(shared), RunOptions.DEFAULT)) {
            return simulation.load().schedule();
        }
    }
}
