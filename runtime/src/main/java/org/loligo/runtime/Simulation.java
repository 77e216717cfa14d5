package org.loligo.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Projection;
import org.loligo.model.Storage;
import org.loligo.model.Synapses;

/**
 * One run of an experiment on a device: compiles it, then steps through it in chunks, computing one chunk while the one before is written.
 * The results do not depend on the length of the chunks or on the number of threads.
 */
public final class Simulation implements AutoCloseable {
    private final Experiment experiment;
    private final Device device;
    private final RunOptions options;
    private final StepCompiler.Compilation compilation;
    private final RunLayout layout;
    private final String hash;
    private Engine engine;
    private double compileSeconds;

    private Simulation(Experiment experiment, Device device, RunOptions options) {
        this.experiment = experiment;
        this.device = device;
        this.options = options;
        if (!device.supports(experiment.precision())) {
            throw new DeviceException("device '" + device.name() + "' cannot compute in " + experiment.precision());
        }
        if (options.fastMath()) {
            device.refusalOfFastMath(experiment.precision()).ifPresent(r -> {
                throw new DeviceException(r);
            });
        }
        long start = System.nanoTime();
        this.compilation = StepCompiler.compile(experiment.network(), experiment.time(), experiment.integrator(), experiment.instances(),
                experiment.seed(), experiment.precision(), options.passes().orElseGet(device::passes));
        this.hash = sha256(compilation.program().toString());
        this.layout = new RunPlan(experiment, compilation.program()).layout(attributes());
        this.compileSeconds = (System.nanoTime() - start) / 1e9;
    }

    /**
     * Checks and compiles an experiment to a program; the device is not touched before {@link #run} or {@link #load}.
     *
     * @throws org.loligo.model.ModelException when the experiment is wrong
     * @throws DeviceException                 when the device cannot run it
     */
    public static Simulation prepare(Experiment experiment, Device device, RunOptions options) {
        return new Simulation(experiment, device, options);
    }

    /** The program that runs. */
    public StepProgram program() {
        return compilation.program();
    }

    /** The program and how it came to be. */
    public StepCompiler.Compilation compilation() {
        return compilation;
    }

    /** The source the device runs. */
    public String source() {
        return device.source(program(), experiment.precision(), layout, options);
    }

    /** What will be recorded. */
    public RunLayout layout() {
        return layout;
    }

    /** Where the memory goes, as text. */
    public String plan() {
        return estimate(ChunkBudget.maxSteps(layout, options)).toString();
    }

    private MemoryEstimate estimate(long chunkSteps) {
        return new MemoryEstimate(device.plan(program(), experiment.precision(), layout, options), layout, chunkSteps);
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("backend", device.backend());
        attributes.put("device", device.name());
        attributes.put("precision", experiment.precision().toString());
        attributes.put("integrator", experiment.integrator().name());
        attributes.put("seed", Long.toString(experiment.seed()));
        attributes.put("passes", String.join(",", compilation.passes()));
        if (options.fastMath()) {
            attributes.put("fast_math", "true");
        }
        attributes.put("program_sha256", hash);
        return attributes;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compiles the kernel and puts the state on the device, if that is not done yet. */
    public Engine load() {
        if (engine == null) {
            long start = System.nanoTime();
            try {
                engine = device.load(program(), experiment.precision(), layout, options);
            } catch (OutOfMemoryError e) {
                throw new CapacityException("the memory does not suffice for " + estimate(1).inWords() + "; Java's heap has "
                        + Runtime.getRuntime().maxMemory() + " bytes; use fewer neurons or instances, float32, or a larger heap");
            } catch (ArithmeticException e) {
                throw new CapacityException("the network is too large, an array would need more than 2^31 entries: "
                        + estimate(1).inWords() + "; use fewer neurons or instances");
            }
            compileSeconds += (System.nanoTime() - start) / 1e9;
        }
        return engine;
    }

    /**
     * Runs to the end.
     *
     * @param sinks    where samples and spikes go
     * @param progress told how far it is
     * @return what it took
     * @throws NonFiniteException when the state stops being finite; what was computed before is in the sinks
     * @throws IOException        when a sink fails; what it has so far is kept
     */
    public RunReport run(List<Sink> sinks, Progress progress) throws IOException {
        Engine running = load();
        long chunkSteps = ChunkBudget.maxSteps(layout, options);
        long computedBefore = running.computeNanos().orElse(0);
        long begin;
        HostLoop loop;
        try (Arena arena = Arena.ofShared(); SinkThread writer = new SinkThread(sinks)) {
            Throwable failure = null;
            try {
                writer.open(layout);
                loop = new HostLoop(running, program(), layout, chunkSteps, writer, progress, arena);
                begin = System.nanoTime();
                NetworkState end = loop.run();
                writer.finish(new RunPlan(experiment, program()).finalState(end));
            } catch (RuntimeException | IOException e) {
                failure = e;
                throw e;
            } finally {
                writer.closeSinks(failure);
            }
        }
        double runSeconds = (System.nanoTime() - begin) / 1e9;
        OptionalLong computed = running.computeNanos();
        double computeSeconds = computed.isPresent() ? (computed.getAsLong() - computedBefore) / 1e9 : loop.computeSeconds();
        long steps = experiment.time().steps();
        double neuronSteps = (double) experiment.network().neurons() * experiment.instances() * steps;
        return new RunReport(experiment.name(), device.backend(), device.name(), experiment.precision(), running.schedule(),
                experiment.instances(), experiment.network().neurons(), synapses(), steps, storage(), compilation.passes(),
                options.fastMath(), running.width(), running.threads(), hash, compileSeconds, computeSeconds, runSeconds,
                computeSeconds > 0 ? neuronSteps / computeSeconds : 0, loop.spikes());
    }

    private long synapses() {
        long n = 0;
        for (Block b : compilation.lowered().blocks()) {
            n += b.isSynapses() ? b.count() : 0;
        }
        List<Synapses> counted = new ArrayList<>();
        compilation.lowered().blocks().forEach(b -> b.wiring().ifPresent(w -> counted.add(w.synapses())));
        for (var d : compilation.lowered().deliveries()) {
            if (counted.stream().noneMatch(s -> s == d.synapses())) {
                counted.add(d.synapses());
                n += d.synapses().size();
            }
        }
        return n;
    }

    private Map<String, Storage> storage() {
        Map<String, Storage> storage = new LinkedHashMap<>();
        Map<String, Storage> used = program().storage();
        for (Projection p : experiment.network().projections()) {
            storage.put(p.name(), used.getOrDefault(p.name(), Storage.SPARSE));
        }
        return storage;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }
}
