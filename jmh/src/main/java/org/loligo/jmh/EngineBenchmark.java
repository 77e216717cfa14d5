package org.loligo.jmh;

import java.util.concurrent.TimeUnit;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.RunOptions;
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

/** What the benchmarks of an engine share. An operation is one step of one neuron, so JMH's score is neuron-steps per second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 3, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public abstract class EngineBenchmark {
    /** The format of the state and the arithmetic. */
    @Param({"float32", "float64"})
    public String precision;

    /** The threads of the engine; JMH itself calls it from one. */
    @Param({"1", "2"})
    public int threads;

    /** {@code nothing}, or {@code V}: the potential of every cell each 0.1 ms. */
    @Param({"nothing", "V"})
    public String recorded;

    private Stepping stepping;

    /** Only the subclasses here. */
    EngineBenchmark() {}

    /** What runs, with these parameters. */
    abstract Experiment experiment();

    /** What it is a case of. */
    abstract Workload workload();

    /** Compiles the experiment and brings the network into the state that is measured. */
    @Setup(Level.Trial)
    public void load() {
        stepping = new Stepping(experiment(), Backends.choose("cpu", 0), RunOptions.DEFAULT.withThreads(threads),
                workload().settleSteps(), Stepping.STEPS);
    }

    /** Takes so many chunks of {@link Stepping#STEPS} steps. */
    final void advanceChunks(int n) {
        stepping.advance(n);
    }

    /** Fails the measurement if the cells fell silent or are no longer finite. */
    @TearDown(Level.Trial)
    public void close() {
        try (Stepping ending = stepping) {
            ending.requireSpiking(workload().spikingShare());
        }
    }
}
