package org.loligo.cpu;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.WatchingSynapses;
import org.loligo.runtime.Backends;

/** Synapses that only watch, on the CPU. */
class WatchingSynapsesTest {
    private static final Candidate CPU = Candidate.of(Backends.choose("cpu", 0), CpuEngine.STAGED);

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aCorrelation(int threads) {
        new WatchingSynapses(CPU.withThreads(threads)).aCorrelation();
    }

    @Test
    void aTraceOfSpikes() {
        new WatchingSynapses(CPU).aTraceOfSpikes();
    }

    @Test
    void sideBySide() {
        WatchingSynapses lanes = new WatchingSynapses(Candidate.of(Backends.choose("cpu", 0), CpuEngine.LANES), 200);
        lanes.aCorrelation();
        lanes.aTraceOfSpikes();
    }
}
