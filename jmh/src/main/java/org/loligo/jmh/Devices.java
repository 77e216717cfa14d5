package org.loligo.jmh;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.loligo.runtime.Device;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.accelerator.Spent;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same workload on any device. What is measured stands in the counters; the score itself counts calls. {@link DeviceRun} knows which
 * devices there are and which schedules they have.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Devices {
    /** So many chunks are taken in a call: the device must have the next one to compute while this one is read. */
    private static final int CHUNKS = 10;

    /** The name of a {@link Workload}. */
    @Param("uncoupled-cells")
    public String workload;

    /** How many cells; those of the antennal lobe are a multiple of 120. */
    @Param("65536")
    public int cells;

    /** A {@link DeviceName}. */
    @Param("cpu:0")
    public String device;

    /** The name of that device; it stands here only to be told with the results. */
    @Param("")
    public String name;

    /** One of the device's schedules. */
    @Param("staged")
    public String schedule;

    /** The threads of a processor; other devices choose themselves. */
    @Param("1")
    public int threads;

    /** The format of the state and the arithmetic. */
    @Param("float32")
    public String precision;

    private Workload running;
    private Stepping stepping;

    /** What JMH adds up in an iteration and gives for each second of it. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counters {
        /** Steps times neurons. */
        public double neuronSteps;
        /** Seconds in which the host put kernels on a queue. */
        public double launching;
        /** Seconds in which the device ran kernels. */
        public double computing;
        /** Seconds in which the device copied from and to the host. */
        public double transferring;

        private void add(Spent before, Spent after) {
            launching += (after.launching() - before.launching()) / 1e9;
            computing += (after.computing() - before.computing()) / 1e9;
            transferring += (after.transferring() - before.transferring()) / 1e9;
        }
    }

    /** Compiles the experiment and brings the network into the state that is measured. */
    @Setup(Level.Trial)
    public void load() {
        running = Workload.named(workload);
        Device on = DeviceName.parse(device).device();
        RunOptions options = new RunOptions(threads, 0, Optional.of(schedule), Optional.empty());
        stepping = new Stepping(running.experiment(cells, precision, "nothing"), on, options, running.settleSteps(), Stepping.STEPS);
    }

    /** Takes ten chunks of {@link Stepping#STEPS} steps. */
    @Benchmark
    public void advance(Counters counters) {
        Spent before = stepping.spent();
        stepping.advance(CHUNKS);
        counters.add(before, stepping.spent());
        counters.neuronSteps += (double) cells * CHUNKS * Stepping.STEPS;
    }

    /** Fails the measurement if the cells fell silent or are no longer finite. */
    @TearDown(Level.Trial)
    public void close() {
        try (Stepping ending = stepping) {
            ending.requireSpiking(running.spikingShare());
        }
    }
}
