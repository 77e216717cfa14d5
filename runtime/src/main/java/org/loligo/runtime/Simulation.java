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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    private static final long DEFAULT_CHUNK_BYTES = 64L << 20;
    /** A chunk should take about this long: short enough to show progress, long enough that its overhead does not count. */
    private static final double CHUNK_SECONDS = 0.2;

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
        long start = System.nanoTime();
        this.compilation = StepCompiler.compile(experiment.network(), experiment.time(), experiment.integrator(), experiment.instances(),
                experiment.seed(), experiment.precision(), options.passNames());
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
        return device.source(program(), experiment.precision(), options);
    }

    /** What will be recorded. */
    public RunLayout layout() {
        return layout;
    }

    /** Where the memory goes, as text. */
    public String plan() {
        return new MemoryEstimate(program(), layout, maxChunkSteps()).toString();
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("backend", device.backend());
        attributes.put("device", device.name());
        attributes.put("precision", experiment.precision().toString());
        attributes.put("integrator", experiment.integrator().name());
        attributes.put("seed", Long.toString(experiment.seed()));
        attributes.put("passes", String.join(",", compilation.passes()));
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
            MemoryEstimate estimate = new MemoryEstimate(program(), layout, 1);
            try {
                engine = device.load(program(), experiment.precision(), layout, options);
            } catch (OutOfMemoryError e) {
                throw new CapacityException("the memory does not suffice: " + estimate.inWords() + "; Java's heap has "
                        + Runtime.getRuntime().maxMemory() + " bytes; use fewer neurons or instances, float32, or a larger heap");
            } catch (ArithmeticException e) {
                throw new CapacityException("the network is too large, an array would need more than 2^31 entries: " + estimate.inWords()
                        + "; use fewer neurons or instances");
            }
            compileSeconds += (System.nanoTime() - start) / 1e9;
        }
        return engine;
    }

    /** The most steps whose samples fit one of the two chunk buffers. */
    private long maxChunkSteps() {
        long budget = (options.memoryBytes() > 0 ? options.memoryBytes() : 2 * DEFAULT_CHUNK_BYTES) / 2;
        double bytesPerStep = 0;
        long leastBytes = 0;
        for (Series s : layout.series()) {
            long sample = (long) layout.instances() * s.count() * s.type().bytes();
            bytesPerStep += (double) sample / s.every();
            leastBytes += 2 * sample;
        }
        if (leastBytes > budget) {
            throw new CapacityException("one chunk of samples needs " + leastBytes + " bytes, but the budget for each of the two chunk buffers"
                    + " is " + budget + "; record fewer variables or neurons, or give more memory");
        }
        long steps = bytesPerStep == 0 ? Long.MAX_VALUE : (long) ((budget - leastBytes) / bytesPerStep);
        return Math.clamp(steps, 1, Math.max(1, experiment.time().steps()));
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
        long maxSteps = maxChunkSteps();
        long steps = experiment.time().steps();
        Totals totals = new Totals();
        try (Arena arena = Arena.ofShared(); ExecutorService writer = Executors.newSingleThreadExecutor(r -> {
            Thread t = new Thread(r, "loligo-writer");
            t.setDaemon(true);
            return t;
        })) {
            Throwable failure = null;
            try {
                inWriter(writer, () -> {
                    for (Sink s : sinks) {
                        s.open(layout);
                    }
                });
                Chunk[] chunks = {new Chunk(layout, maxSteps, arena), new Chunk(layout, maxSteps, arena)};
                totals.begin = System.nanoTime();
                stepThrough(running, chunks, maxSteps, sinks, writer, progress, totals);
                NetworkState end = running.state();
                FinalState last = new RunPlan(experiment, program()).finalState(end);
                inWriter(writer, () -> {
                    for (Sink s : sinks) {
                        s.finish(last);
                    }
                });
            } catch (RuntimeException | IOException e) {
                failure = e;
                throw e;
            } finally {
                Throwable before = failure;
                inWriter(writer, () -> close(sinks, before));
            }
        }
        double runSeconds = (System.nanoTime() - totals.begin) / 1e9;
        double neuronSteps = (double) experiment.network().neurons() * experiment.instances() * steps;
        return new RunReport(experiment.name(), device.backend(), device.name(), experiment.precision(), running.schedule(),
                experiment.instances(), experiment.network().neurons(), synapses(), steps, storage(), compilation.passes(), running.width(),
                running.threads(), hash, compileSeconds, totals.computeSeconds, runSeconds,
                totals.computeSeconds > 0 ? neuronSteps / totals.computeSeconds : 0, totals.spikes);
    }

    private static final class Totals {
        /** When the first step began. */
        private long begin;
        private double computeSeconds;
        private long spikes;
    }

    private static void close(List<Sink> sinks, Throwable failure) throws IOException {
        IOException first = null;
        for (Sink s : sinks) {
            try {
                s.close();
            } catch (IOException e) {
                if (failure != null) {
                    failure.addSuppressed(e);
                } else if (first == null) {
                    first = e;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void stepThrough(Engine running, Chunk[] chunks, long maxSteps, List<Sink> sinks, ExecutorService writer, Progress progress,
            Totals totals) throws IOException {
        long steps = experiment.time().steps();
        Future<?>[] written = new Future<?>[2];
        NetworkState good = running.state();
        long step = 0;
        long length = Math.min(maxSteps, 64);
        int turn = 0;
        do {
            Chunk chunk = chunks[turn];
            await(written[turn]);
            chunk.reset(step, Math.min(steps, step + length));
            long begin = System.nanoTime();
            running.advance(chunk);
            double seconds = (System.nanoTime() - begin) / 1e9;
            totals.computeSeconds += seconds;
            NetworkState next = running.state();
            Optional<NetworkState.Place> bad = next.firstNonFinite(program());
            if (bad.isPresent()) {
                NonFiniteException stop = keepGoodSamples(running, good, chunk, bad.get());
                await(written[1 - turn]);
                inWriter(writer, () -> write(sinks, chunk));
                throw stop;
            }
            for (int p = 0; p < layout.spikes().size(); p++) {
                totals.spikes += chunk.spikes(p).size();
            }
            written[turn] = writer.submit(() -> {
                write(sinks, chunk);
                return null;
            });
            good = next;
            step = chunk.toStep();
            progress.update(step, steps, experiment.time().time(step));
            length = Math.clamp((long) (length * Math.clamp(CHUNK_SECONDS / Math.max(seconds, 1e-9), 0.5, 4)), 1, maxSteps);
            turn = 1 - turn;
        } while (step < steps);
        await(written[turn]);
        await(written[1 - turn]);
    }

    private static void write(List<Sink> sinks, Chunk chunk) throws IOException {
        for (Sink s : sinks) {
            s.write(chunk);
        }
    }

    /** Something done to sinks. */
    private interface Task {
        void run() throws IOException;
    }

    private static void inWriter(ExecutorService writer, Task task) throws IOException {
        await(writer.submit(() -> {
            task.run();
            return null;
        }));
    }

    private static void await(Future<?> written) throws IOException {
        if (written == null) {
            return;
        }
        try {
            written.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException r -> throw r;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing", e);
        }
    }

    /** Finds, by bisection from the last good state, the step at whose end the state stops being finite, and ends the chunk before it. */
    private NonFiniteException keepGoodSamples(Engine running, NetworkState good, Chunk chunk, NetworkState.Place found) {
        long from = chunk.fromStep();
        long finite = from;
        long broken = chunk.toStep();
        NetworkState.Place place = found;
        while (broken - finite > 1) {
            long middle = (finite + broken) >>> 1;
            running.restore(good);
            chunk.reset(from, middle);
            running.advance(chunk);
            Optional<NetworkState.Place> bad = running.state().firstNonFinite(program());
            if (bad.isPresent()) {
                broken = middle;
                place = bad.get();
            } else {
                finite = middle;
            }
        }
        running.restore(good);
        chunk.reset(from, finite);
        running.advance(chunk);
        String owner = place.synapse() ? "projection '" + place.block() + "', synapse " : "population '" + place.block() + "', neuron ";
        return new NonFiniteException("at " + experiment.time().time(broken) + " ms " + owner + place.element()
                + (experiment.instances() > 1 ? " of instance " + place.instance() : "") + ": " + place.state() + " became " + place.value()
                + "; the samples up to " + experiment.time().time(finite)
                + " ms are kept; a smaller step or other parameters may help");
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
