package org.loligo.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Experiment;

/** What {@link GpuTable} is made of. */
class GpuTableTest {
    private static final String H100 =
            "NVIDIA H100 80GB HBM3 compute capability 9.0, 132 multiprocessors at up to 1.98 GHz, 79.1 GiB memory";

    @TempDir
    private Path folder;

    private static double limit(Workload workload, boolean isDouble, boolean isLaunchedByStep) {
        return Cost.of(workload).limit(H100, isDouble, isLaunchedByStep).orElseThrow();
    }

    /** 36 special functions of 16 at each clock; 836 double instructions of 64; 36 bytes of 3.35 TB/s. */
    @Test
    void theLimitsOfAGpu() {
        assertEquals(1.16e11, limit(Workload.UNCOUPLED_CELLS, false, false), 0.01e11);
        assertEquals(2.0e10, limit(Workload.UNCOUPLED_CELLS, true, false), 0.01e10);
        assertEquals(9.3e10, limit(Workload.UNCOUPLED_CELLS, false, true), 0.01e10);
        assertEquals(7.4e11, limit(Workload.LORENZ, false, false), 0.1e11);
        assertEquals(OptionalDouble.empty(), Cost.of(Workload.LORENZ).limit("AMD EPYC 2 processors", false, false));
    }

    @ParameterizedTest
    @EnumSource
    void workloadsHaveAsManyCellsAsAskedFor(Workload workload) {
        int cells = workload == Workload.ANTENNAL_LOBE ? 240 : 500;
        Experiment e = workload.experiment(cells, "float32", "nothing");
        assertEquals(cells, e.network().neurons() * e.instances());
        assertEquals("float32", e.precision().toString());
        assertTrue(e.recordings().isEmpty());
    }

    @Test
    void everyCaseNamesAScheduleThereIs() {
        List<String> schedules = Backends.choose("opencl", 0).schedules();
        for (boolean isSmall : new boolean[] {true, false}) {
            assertTrue(Case.all(isSmall).stream().allMatch(c -> schedules.contains(c.schedule())));
        }
    }

    @Test
    void statesThatDifferAreCounted() throws IOException {
        Path file = folder.resolve("states.f64");
        StateFile.write(file, new double[] {1, 2, 300, Double.NaN}, new double[] {5, 6, 7, 8});
        double[][] states = {{1, 2.1, 301, 4}, {5, 6, 7, 8}};
        assertEquals(0.25, StateFile.share(file, states, 1e-3));
        assertEquals(0.5, StateFile.share(file, states, 1e-2));
        assertThrows(IOException.class, () -> StateFile.share(file, new double[][] {{1, 2, 3, 4}}, 1));
    }

    @Test
    void mostOfTheSamples() {
        double[] millions = new double[40];
        for (int k = 0; k < millions.length; k++) {
            millions[k] = (40 - k) * 1e6;
        }
        Samples samples = Samples.of(millions);
        assertEquals("20.5", samples.millions());
        assertEquals("3.0–38.0", samples.mostOfThem());
        assertEquals(1e6, samples.ascending()[0]);
        assertArrayEquals(new double[] {1}, Samples.of(1).ascending());
    }

    private Peer peer(String script) throws IOException {
        Path program = folder.resolve("peer");
        Files.writeString(program, "#!/bin/sh\n" + script);
        assertTrue(program.toFile().setExecutable(true));
        return new Peer(program, Case.all(true).getFirst(), folder);
    }

    @Test
    void anotherProgramTakesItsTurn() throws IOException {
        try (Peer peer = peer("echo $* > \"$3/arguments\"; echo ready; while read times; do echo $times.5; done\n")) {
            assertEquals("peer", peer.name());
            assertEquals(7.5, peer.seconds(7));
            assertEquals(8.5, peer.seconds(8));
        }
        assertEquals("uncoupled-cells float32 " + folder + " 512 1000\n", Files.readString(folder.resolve("arguments")));
    }

    @Test
    void anotherProgramThatFails() {
        assertTrue(assertThrows(IOException.class, () -> peer("exit 1\n")).getMessage().contains("ended early"));
        assertTrue(assertThrows(IOException.class, () -> peer("echo hello\n")).getMessage().contains("ready"));
    }
}
