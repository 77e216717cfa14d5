package org.loligo.cuda.onhost;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.cuda.source.ReadyMade;
import org.loligo.model.Precision;
import org.loligo.runtime.InterpreterBackend;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Traces;

/** The antennal lobe over some hundred steps, against the interpreter. */
class AntennalLobeTest {
    private static final int STEPS = 300;
    private static Traces expected;

    private static synchronized Traces expected() {
        if (expected == null) {
            expected = Run.of(ReadyMade.antennalLobe(Precision.FLOAT64, 1, STEPS), new InterpreterBackend().devices().getFirst(),
                    RunOptions.DEFAULT);
        }
        return expected;
    }

    @Test
    void cellsSpikeInThatTime() {
        assertTrue(expected().spikes("PN").length > 0, "no spike of a projection neuron");
        double[][] voltages = expected().values("LN.V");
        assertTrue(Arrays.stream(voltages[0]).distinct().count() > 1 && !Arrays.equals(voltages[0], voltages[voltages.length - 1]));
    }

    // a rounding error of 1e-14 or 1e-5 mV in a step, grown in an upstroke; the oracle's bounds, step by step, are AgainstOracleTest's
    @ParameterizedTest
    @CsvSource({"resident, float64, FORWARD, 1e-7", "resident, float64, REVERSE, 1e-7", "staged, float64, FORWARD, 1e-7",
        "staged, float64, REVERSE, 1e-7", "resident, float32, REVERSE, 1", "staged, float32, FORWARD, 1"})
    void itDoesWhatTheInterpreterDoes(String schedule, String precision, ThreadOrder order, double tolerance) {
        Precision p = Arrays.stream(Precision.values()).filter(v -> v.toString().equals(precision)).findFirst().orElseThrow();
        Traces actual = Run.of(ReadyMade.antennalLobe(p, 1, STEPS), HostAccelerator.device(order), Run.in(schedule));
        for (String name : new String[] {"PN.V", "LN.V"}) {
            double[][] samples = expected().values(name);
            assertEquals(samples.length, actual.values(name).length);
            for (int s = 0; s < samples.length; s++) {
                assertArrayEquals(samples[s], actual.values(name)[s], tolerance, name + " in sample " + s);
            }
        }
        if (p == Precision.FLOAT64) {
            assertArrayEquals(expected().spikes("PN"), actual.spikes("PN"), "spikes of projection neurons");
        }
    }
}
