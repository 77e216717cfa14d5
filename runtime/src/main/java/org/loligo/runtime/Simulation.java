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
import java.util.Optional;
import java.util.OptionalLong;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.model.ModelException;
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
        this.layout = new RunPlan(experiment, compilation).layout(attributes());
        this.compileSeconds = (System.nanoTime() - start) / 1e9;
    }

    /**
     * Checks and compiles an experiment to a program; the device is not touched before {@link #run} or {@link #load}.
     *
     * @throws ModelException  when the experiment is wrong
     * @throws DeviceException when the device cannot run it
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

    /** What runs it. */
    public Device device() {
        return device;
    }

    /** What will be recorded. */
    public RunLayout layout() {
        return layout;
    }

    /**
     * Where the memory goes, as text.
     *
     * @throws CapacityException when not one sample fits the budget; it lists what each part needs
     */
    public String plan() {
        long chunkSteps;
        try {
            chunkSteps = ChunkBudget.maxSteps(layout, options);
        } catch (CapacityException e) {
            throw new CapacityException(e.getMessage() + " (the network itself needs "
                    + new MemoryEstimate(MemoryEstimate.ofProgram(program(), experiment.precision(), layout), 0, 0).inWords() + ")");
        }
        return estimate(chunkSteps).toString();
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
    public RunReport run(List<? extends Sink> sinks, Progress progress) throws IOException {
        return run(sinks, progress, List.of(leg(0)), Optional.empty(), Checkpoints.none());
    }

    /**
     * Runs to the end, or until asked to stop, and writes checkpoints on the way.
     *
     * @param sinks         where samples and spikes go: the same in the same order each time
     * @param progress      told how far it is
     * @param checkpointing where to begin and when to stop
     * @return what it took
     * @throws ModelException     when the checkpoint to go on from is that of another experiment or program
     * @throws StoppedException   when it was asked to stop and has not reached the end
     * @throws NonFiniteException when the state stops being finite; what was computed before is in the sinks
     * @throws IOException        when a sink fails or a checkpoint cannot be written; what there is so far is kept
     */
    public RunReport run(List<? extends ResumableSink> sinks, Progress progress, Checkpointing checkpointing) throws IOException {
        Optional<Checkpoint> from = checkpointing.from();
        from.ifPresent(c -> requireFits(c, checkpointing.experiment(), sinks.size()));
        Engine running = load();
        from.ifPresent(c -> running.restore(c.state()));
        List<Leg> legs = new ArrayList<>(from.map(Checkpoint::legs).orElse(List.of()));
        legs.add(leg(from.map(Checkpoint::step).orElse(0L)));
        return run(sinks, progress, legs, from, new Checkpoints(checkpointing, sinks, legs));
    }

    private RunReport run(List<? extends Sink> sinks, Progress progress, List<Leg> legs, Optional<Checkpoint> from,
            Checkpoints checkpoints) throws IOException {
        long chunkSteps = ChunkBudget.maxSteps(layout, options);
        long computedBefore = engine.computeNanos().orElse(0);
        long begin;
        long ending;
        HostLoop loop;
        FinalState end;
        try (Arena arena = Arena.ofShared(); SinkThread writer = new SinkThread(sinks)) {
            Throwable failure = null;
            try {
                if (from.isPresent()) {
                    writer.reopen(checkpoints, from.get(), layout);
                } else {
                    writer.open(layout);
                }
                loop = new HostLoop(engine, program(), layout, chunkSteps, writer, checkpoints, from.map(Checkpoint::spikes).orElse(0L),
                        progress, arena);
                begin = System.nanoTime();
                end = new RunPlan(experiment, compilation).finalState(loop.run());
                ending = System.nanoTime();
                writer.finish(end);
            } catch (RuntimeException | IOException e) {
                failure = e;
                throw e;
            } finally {
                writer.closeSinks(failure);
            }
        }
        long now = System.nanoTime();
        OptionalLong computed = engine.computeNanos();
        double computeSeconds = computed.isPresent() ? (computed.getAsLong() - computedBefore) / 1e9 : loop.computeSeconds();
        long steps = experiment.time().steps();
        double neuronSteps = (double) experiment.network().neurons() * experiment.instances() * (steps - legs.getLast().fromStep());
        return new RunReport(experiment.name(), experiment.instances(), experiment.network().neurons(), synapses(), steps, storage(),
                engine.threads(), compileSeconds, computeSeconds, (now - begin) / 1e9, loop.outputSeconds() + (now - ending) / 1e9,
                computeSeconds > 0 ? neuronSteps / computeSeconds : 0, loop.spikes(), legs, end.summaries());
    }

    /** What computes the steps from one on; compiles it, if that is not done yet. */
    public Leg leg(long fromStep) {
        load();
        return new Leg(fromStep, device.backend(), device.name(), engine.schedule(), experiment.precision(), compilation.passes(),
                options.fastMath(), engine.width(), hash);
    }

    private void requireFits(Checkpoint checkpoint, String described, int sinks) {
        String where = "the checkpoint at step " + checkpoint.step();
        Leg last = checkpoint.legs().getLast();
        if (!checkpoint.experiment().equals(described) || checkpoint.sinks().size() != sinks
                || checkpoint.step() > experiment.time().steps()) {
            throw new ModelException(where + " is that of another experiment");
        }
        if (checkpoint.state().precision() != experiment.precision()) {
            throw new ModelException(where + " holds numbers in " + checkpoint.state().precision() + ", not in " + experiment.precision());
        }
        if (!last.passes().equals(compilation.passes())) {
            throw new ModelException(where + " holds the state after the passes " + last.passes() + ", not after " + compilation.passes()
                    + "; go on with the same passes");
        }
        if (!last.program().equals(hash) || !checkpoint.state().fits(program(), layout.tallies())) {
            throw new ModelException(where + " is that of another program, which another version of Loligo has made");
        }
    }

    /**
     * The summaries as far as they have come.
     *
     * @param state a state of this simulation's engine
     */
    public List<SummaryValues> summaries(NetworkState state) {
        return new SummaryPlan(experiment, program()).values(state);
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
