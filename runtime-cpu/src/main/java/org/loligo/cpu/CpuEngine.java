package org.loligo.cpu;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.emit.VectorKernel;
import org.loligo.codegen.feed.Ticks;
import org.loligo.model.Precision;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Engine;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.RunningTally;
import org.loligo.runtime.Spikes;
import org.loligo.runtime.Stretches;

/** A program on the CPU: its arrays, and threads that each own a range of every block. */
final class CpuEngine implements Engine {
    /** Neurons that see nothing of each other: many steps on a tile that stays in the first-level cache. */
    static final String INDEPENDENT = "independent";
    /** Coupled neurons: all threads meet at every stage. */
    static final String STAGED = "staged";
    /** Many instances: a group of them side by side goes through many steps on one thread, which meets no other. */
    static final String LANES = "lanes";

    /** The instances of a group: a multiple of the elements of any vector, so few that a small network stays in the second-level cache. */
    static final int SIDE_BY_SIDE = Cells.PADDING;

    /** Bytes of a tile of elements: most of a first-level cache. */
    private static final int TILE_BYTES = 24 << 10;
    private static final long REHEARSAL_NANOS = 300_000_000L;

    private final StepProgram program;
    private final Precision precision;
    private final RunLayout layout;
    private final VectorKernel kernel;
    private final String schedule;
    private final int threads;
    private final Ticks ticks;
    private final Cells[] cells;
    private final int[] tiles;
    private final List<Summation> sums = new ArrayList<>();
    private final List<SpikeDelivery> deliveries = new ArrayList<>();
    private final List<Recorder> recorders = new ArrayList<>();
    private final RunningTally[] tallies;
    private final Worker[] workers;
    private final ExecutorService pool;
    private final Stretches stretches = new Stretches();
    private long step;
    private int parity;

    CpuEngine(StepProgram program, Precision precision, RunLayout layout, VectorKernel kernel, String schedule, int threads) {
        this.program = program;
        this.precision = precision;
        this.layout = layout;
        this.kernel = kernel;
        this.schedule = schedule;
        this.threads = threads;
        ticks = new Ticks(program.time(), program.tableau());
        cells = program.blocks().stream().map(b -> new Cells(b, program, precision, ticks, lanes(schedule))).toArray(Cells[]::new);
        tiles = Arrays.stream(cells).mapToInt(this::tile).toArray();
        program.sums().forEach(s -> sums.add(new Summation(s, program, cells, precision)));
        program.deliveries().forEach(d -> deliveries.add(new SpikeDelivery(d, program, cells, precision)));
        for (int s = 0; s < layout.series().size(); s++) {
            recorders.add(new Recorder(s, layout.series().get(s), program, cells));
        }
        tallies = layout.tallies().stream().map(t -> new RunningTally(t, precision, cells[t.block()].length,
                cells[t.block()].arrangement)).toArray(RunningTally[]::new);
        workers = new Worker[threads];
        SpinBarrier barrier = new SpinBarrier(threads);
        for (int w = 0; w < threads; w++) {
            workers[w] = new Worker(this, w, barrier);
        }
        pool = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, r -> {
            Thread t = new Thread(r, "loligo-cpu");
            t.setDaemon(true);
            return t;
        });
    }

    /** How many instances stand side by side in a schedule. */
    static int lanes(String schedule) {
        return schedule.equals(LANES) ? SIDE_BY_SIDE : 1;
    }

    /** How many elements of a block fit the first-level cache with all that a step touches. */
    private int tile(Cells c) {
        int arrays = c.block.states().size() * (2 + program.tableau().stages()) + c.constants.length + c.feeds.length + c.exports.length;
        int fitting = TILE_BYTES / precision.bytes() / Math.max(1, arrays);
        return Math.clamp(fitting / 16 * 16, 32, 1024);
    }

    StepProgram program() {
        return program;
    }

    VectorKernel kernel() {
        return kernel;
    }

    Precision precision() {
        return precision;
    }

    Ticks ticks() {
        return ticks;
    }

    Cells[] cells() {
        return cells;
    }

    int tile(int block) {
        return tiles[block];
    }

    List<Summation> sums() {
        return sums;
    }

    List<SpikeDelivery> deliveries() {
        return deliveries;
    }

    List<Recorder> recorders() {
        return recorders;
    }

    RunningTally[] tallies() {
        return tallies;
    }

    Worker[] workers() {
        return workers;
    }

    @Override
    public String schedule() {
        return schedule;
    }

    @Override
    public int width() {
        return kernel.width();
    }

    @Override
    public int threads() {
        return threads;
    }

    /** Does nothing yet: the threads write samples straight into the chunk, which is there when the stretch is finished. */
    @Override
    public void start(long fromStep, long toStep) {
        stretches.start(step, fromStep, toStep);
    }

    @Override
    public NetworkState finish(Chunk chunk) {
        advanceOldest(chunk);
        return copy();
    }

    /** Spares the copy of the state, which would count in a benchmark of short chunks. */
    @Override
    public void advance(Chunk chunk) {
        start(chunk.fromStep(), chunk.toStep());
        advanceOldest(chunk);
    }

    private void advanceOldest(Chunk chunk) {
        stretches.finish(chunk);
        List<Future<?>> others = new ArrayList<>();
        for (int w = 1; w < threads; w++) {
            Worker worker = workers[w];
            others.add(pool.submit(() -> worker.advance(chunk, parity)));
        }
        List<Throwable> failures = new ArrayList<>();
        try {
            workers[0].advance(chunk, parity);
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
        // all threads are waited for, whatever happened: they write into the chunk
        for (Future<?> other : others) {
            try {
                other.get();
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failures.add(e);
            }
        }
        rethrow(failures);
        parity = (int) ((parity + chunk.toStep() - step) & 1);
        collectSpikes(chunk);
        step = chunk.toStep();
    }

    /** Throws the failure that made the others give up, if there is one. */
    private static void rethrow(List<Throwable> failures) {
        Throwable first = failures.stream().filter(f -> !(f instanceof SpinBarrier.Broken)).findFirst()
                .orElse(failures.isEmpty() ? null : failures.getFirst());
        switch (first) {
            case null -> { }
            case RuntimeException r -> throw r;
            case Error e -> throw e;
            default -> throw new IllegalStateException(first);
        }
    }

    /** Hands the recorded spikes over by step, then instance, then neuron, whichever thread found them. */
    private void collectSpikes(Chunk chunk) {
        for (int p = 0; p < layout.spikes().size(); p++) {
            int b = program.blockIndex(layout.spikes().get(p).population());
            long elements = (long) cells[b].count * program.instances();
            long[] keys = new long[Arrays.stream(workers).mapToInt(w -> w.fired().size).sum()];
            int n = 0;
            for (Worker w : workers) {
                Fired f = w.fired();
                for (int k = 0; k < f.size; k++) {
                    if (f.block[k] == b) {
                        keys[n++] = (f.step[k] - chunk.fromStep()) * elements + f.element[k];
                    }
                }
            }
            Arrays.sort(keys, 0, n);
            Spikes spikes = chunk.spikes(p);
            for (int k = 0; k < n; k++) {
                int element = (int) (keys[k] % elements);
                spikes.add(element / cells[b].count, chunk.fromStep() + keys[k] / elements, element % cells[b].count);
            }
        }
    }

    @Override
    public NetworkState state() {
        stretches.requireNone();
        return copy();
    }

    private NetworkState copy() {
        List<Object[]> states = new ArrayList<>();
        List<long[]> lastSpikes = new ArrayList<>();
        for (Cells c : cells) {
            Object[] copies = new Object[c.block.states().size()];
            for (int s = 0; s < copies.length; s++) {
                copies[s] = c.arrangement.packed(c.states[parity][s], precision);
            }
            states.add(copies);
            lastSpikes.add(c.spikes == null ? null : c.spikes.snapshot());
        }
        return new NetworkState(step, precision, states, lastSpikes,
                Arrays.stream(tallies).map(RunningTally::snapshot).toList());
    }

    @Override
    public void restore(NetworkState state) {
        stretches.requireNone();
        step = state.step();
        for (int b = 0; b < cells.length; b++) {
            Cells c = cells[b];
            for (int s = 0; s < c.block.states().size(); s++) {
                c.arrangement.unpack(state.states().get(b)[s], state.precision(), c.states[parity][s], precision, c.length);
            }
            if (c.spikes != null) {
                c.spikes.restore(state.lastSpikes().get(b));
            }
        }
        for (int t = 0; t < tallies.length; t++) {
            tallies[t].restore(state.tallies().get(t), state.precision());
        }
        for (Worker w : workers) {
            w.forget();
        }
    }

    /**
     * Runs the kernel on scratch arrays until the JIT compiler has taken it: before that, every vector operation allocates its result. Then
     * takes steps for a moment, for the methods around the kernel, and goes back to the state before.
     */
    void warmUp() {
        NetworkState start = state();
        var thread = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long deadline = System.nanoTime() + 20_000_000_000L;
        int quiet = 0;
        while (quiet < 3 && System.nanoTime() < deadline) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                workers[0].rehearse();
            }
            quiet = thread.getCurrentThreadAllocatedBytes() - before < 20_000 ? quiet + 1 : 0;
        }
        long steps = program.time().steps();
        long longest = Math.min(64, steps);
        try (Arena arena = Arena.ofShared()) {
            Chunk chunk = new Chunk(layout, Math.max(1, longest), arena);
            long until = System.nanoTime() + REHEARSAL_NANOS;
            for (long n = 1; steps > 0 && System.nanoTime() < until; n = Math.min(2 * n, longest)) {
                if (step + n > steps) {
                    restore(start);
                }
                chunk.reset(step, step + n);
                advance(chunk);
            }
        }
        restore(start);
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }
}
