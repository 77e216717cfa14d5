package org.loligo.cpu;

import java.util.Arrays;
import java.util.List;
import org.loligo.codegen.Block;
import org.loligo.codegen.Feed;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.emit.VectorKernel;
import org.loligo.codegen.feed.Drive;
import org.loligo.codegen.feed.Ticks;
import org.loligo.model.Precision;
import org.loligo.runtime.Arrangement;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.RunningTally;

/**
 * One thread of an engine and the range of places that it owns in each block, or the groups of instances, which it takes through a chunk
 * one after the other. Only the owner writes an element.
 */
final class Worker {
    private final CpuEngine engine;
    private final StepProgram program;
    private final VectorKernel kernel;
    private final Precision precision;
    private final Ticks ticks;
    private final Cells[] cells;
    private final RunningTally[] tallies;
    /** Whose spikes reach the elements of this thread. */
    private final Worker[] crew;
    private final SpinBarrier barrier;
    private final int firstGroup;
    private final int lastGroup;
    private final int[] from;
    private final int[] to;
    private final int stages;
    private final boolean hasSynapses;
    private final int[] reached;
    private final double[] stimulus;
    private final Fired fired = new Fired();
    private final Object quietPotential;
    private final Object firingPotential;
    private final Object quietThreshold;
    /** By block and stimulated feed: the phases its array holds now. */
    private long[][][] phases;
    private final WindowFeed[][] windows;
    private int firedBeforeStep;

    Worker(CpuEngine engine, int index, SpinBarrier barrier) {
        this.engine = engine;
        boolean alone = engine.schedule().equals(CpuEngine.LANES);
        crew = alone ? new Worker[] {this} : engine.workers();
        this.barrier = alone ? new SpinBarrier(1) : barrier;
        program = engine.program();
        kernel = engine.kernel();
        precision = engine.precision();
        ticks = engine.ticks();
        cells = engine.cells();
        tallies = engine.tallies();
        stages = program.tableau().stages();
        hasSynapses = program.blocks().stream().anyMatch(Block::isSynapses);
        int threads = engine.threads();
        from = new int[cells.length];
        to = new int[cells.length];
        int groups = Math.ceilDiv(program.instances(), CpuEngine.SIDE_BY_SIDE);
        firstGroup = (int) ((long) groups * index / threads);
        lastGroup = (int) ((long) groups * (index + 1) / threads);
        int longest = 0;
        windows = new WindowFeed[cells.length][];
        for (int b = 0; b < cells.length; b++) {
            int vectors = cells[b].length / Cells.PADDING;
            from[b] = (int) ((long) vectors * index / threads) * Cells.PADDING;
            to[b] = (int) ((long) vectors * (index + 1) / threads) * Cells.PADDING;
            int range = alone ? cells[b].arrangement.stride() : to[b] - from[b];
            longest = Math.max(longest, range);
            windows[b] = new WindowFeed[cells[b].windows.length];
            for (int w = 0; w < windows[b].length; w++) {
                windows[b][w] = new WindowFeed(cells[b], w, range, precision);
            }
        }
        reached = new int[Math.clamp(longest, 64, 1 << 16)];
        stimulus = new double[reached.length];
        quietPotential = precision.allocate(64);
        firingPotential = precision.allocate(64);
        quietThreshold = precision.allocate(64);
        for (int k = 0; k < 64; k++) {
            precision.set(quietThreshold, k, 1);
            precision.set(firingPotential, k, k >= 16 && k % 4 == 0 ? 2 : 0);
        }
        forget();
    }

    Fired fired() {
        return fired;
    }

    /** Forgets what the arrays of stimuli and windows hold: the time jumped. */
    void forget() {
        phases = new long[cells.length][][];
        for (int b = 0; b < cells.length; b++) {
            phases[b] = cells[b].stimuli.stream().map(s -> s.drive().noPhases()).toArray(long[][]::new);
            for (WindowFeed w : windows[b]) {
                w.forget();
            }
        }
    }

    void advance(Chunk chunk, int parity) {
        fired.size = 0;
        try {
            switch (engine.schedule()) {
                case CpuEngine.INDEPENDENT -> stepTiles(chunk, parity);
                case CpuEngine.LANES -> stepGroups(chunk, parity);
                default -> stepTogether(chunk, parity);
            }
        } catch (RuntimeException | Error e) {
            barrier.fail();
            throw e;
        }
    }

    private void stepTiles(Chunk chunk, int parity) {
        for (int b = 0; b < cells.length; b++) {
            for (int tile = from[b]; tile < to[b]; tile += engine.tile(b)) {
                stepTile(chunk, b, parity, tile, Math.min(to[b], tile + engine.tile(b)));
            }
        }
    }

    /** All steps of a chunk on one group of instances after the other, while its state is in a cache. */
    private void stepGroups(Chunk chunk, int parity) {
        for (int g = firstGroup; g < lastGroup; g++) {
            for (int b = 0; b < cells.length; b++) {
                from[b] = g * cells[b].arrangement.stride();
                to[b] = from[b] + cells[b].arrangement.stride();
            }
            forget();
            stepTogether(chunk, parity);
        }
    }

    /** All steps of a chunk on one tile. */
    private void stepTile(Chunk chunk, int b, int parity, int lo, int hi) {
        Cells c = cells[b];
        for (long[] p : phases[b]) {
            Arrays.fill(p, Long.MIN_VALUE);
        }
        for (WindowFeed w : windows[b]) {
            w.forget();
        }
        int p = parity;
        if (chunk.fromStep() == 0) {
            sample(chunk, 0, b, p, lo, hi);
        }
        for (long step = chunk.fromStep(); step < chunk.toStep(); step++, p = 1 - p) {
            double dt = program.time().stepLength(step);
            tally(b, step, p, lo, hi);
            for (int stage = 0; stage < stages; stage++) {
                feed(b, step, stage, lo, hi);
                derive(b, step, stage, p, lo, hi);
                kernel.combine(stage + 1, c.states[p], c.slopes, c.states[1 - p], dt, lo, hi);
            }
            fire(b, step, p, lo, hi);
            sample(chunk, step + 1, b, 1 - p, lo, hi);
        }
    }

    /** All steps of a chunk on this thread's ranges of all blocks, meeting the other threads wherever they read each other's numbers. */
    private void stepTogether(Chunk chunk, int parity) {
        int p = parity;
        if (chunk.fromStep() == 0) {
            sampleAll(chunk, 0, p);
        }
        List<Summation> sums = engine.sums();
        for (long step = chunk.fromStep(); step < chunk.toStep(); step++, p = 1 - p) {
            double dt = program.time().stepLength(step);
            for (int b = 0; b < cells.length; b++) {
                tally(b, step, p, from[b], to[b]);
            }
            for (int stage = 0; stage < stages; stage++) {
                for (int b = 0; b < cells.length; b++) {
                    if (!cells[b].block.isSynapses()) {
                        feed(b, step, stage, from[b], to[b]);
                        export(b, step, stage, p);
                    }
                }
                if (!sums.isEmpty() || hasSynapses) {
                    barrier.await();
                }
                if (hasSynapses) {
                    for (int b = 0; b < cells.length; b++) {
                        if (cells[b].block.isSynapses()) {
                            gather(b);
                            export(b, step, stage, p);
                        }
                    }
                    barrier.await();
                }
                for (int b = 0; b < cells.length; b++) {
                    Cells c = cells[b];
                    for (Summation s : sums) {
                        if (s.isFor(c)) {
                            s.run(kernel, from[b], to[b]);
                        }
                    }
                    for (int lo = from[b]; lo < to[b]; lo += engine.tile(b)) {
                        int hi = Math.min(to[b], lo + engine.tile(b));
                        derive(b, step, stage, p, lo, hi);
                        kernel.combine(stage + 1, c.states[p], c.slopes, c.states[1 - p], dt, lo, hi);
                    }
                }
                if (!sums.isEmpty() || hasSynapses) {
                    barrier.await();
                }
            }
            firedBeforeStep = fired.size;
            for (int b = 0; b < cells.length; b++) {
                fire(b, step, p, from[b], to[b]);
            }
            if (!engine.deliveries().isEmpty()) {
                deliver(p);
            }
            sampleAll(chunk, step + 1, 1 - p);
        }
    }

    /** Adds the states at the start of a step to what is tallied of them. */
    private void tally(int b, long step, int p, int lo, int hi) {
        for (RunningTally t : tallies) {
            if (t.tally().block() == b && !t.tally().isOfSpikes()) {
                t.add(step, cells[b].states[p][t.tally().state()], lo, hi);
            }
        }
    }

    private Object[] stageStates(Cells c, int stage, int p) {
        return stage == 0 ? c.states[p] : c.states[1 - p];
    }

    private void derive(int b, long step, int stage, int p, int lo, int hi) {
        Cells c = cells[b];
        kernel.derive(b, stageStates(c, stage, p), c.constants, c.uniforms, c.feeds, c.slopes[stage], ticks.time(step, stage), lo, hi);
    }

    private void export(int b, long step, int stage, int p) {
        Cells c = cells[b];
        if (c.exports.length > 0) {
            kernel.export(b, stageStates(c, stage, p), c.constants, c.uniforms, c.feeds, c.exports, ticks.time(step, stage),
                    from[b], to[b]);
        }
    }

    /** Brings the arrays of stimuli and windows up to a stage. */
    private void feed(int b, long step, int stage, int lo, int hi) {
        Cells c = cells[b];
        if (c.stimuli.isEmpty() && c.windows.length == 0) {
            return;
        }
        long tick = ticks.tick(step, stage);
        for (int s = 0; s < c.stimuli.size(); s++) {
            Drive drive = c.stimuli.get(s).drive();
            if (drive.advance(tick, ticks.time(step, stage), phases[b][s])) {
                fill(c, c.feeds[c.stimuli.get(s).feed()], drive, phases[b][s], lo, hi);
            }
        }
        for (WindowFeed w : windows[b]) {
            w.advance(tick, lo, hi);
        }
    }

    private void fill(Cells c, Object array, Drive drive, long[] phase, int lo, int hi) {
        Arrangement places = c.arrangement;
        int lanes = places.lanes();
        for (int at = lo; at < hi;) {
            int group = places.group(at);
            int i = places.element(group, at);
            if (i >= c.count) {
                at = (group + 1) * places.stride();
                continue;
            }
            int n = Math.min(Math.min(c.count, places.element(group, hi)) - i, stimulus.length);
            drive.values(phase, i, i + n, stimulus);
            for (int k = 0; k < n; k++) {
                precision.fill(array, at + k * lanes, at + (k + 1) * lanes, stimulus[k]);
            }
            at += n * lanes;
        }
    }

    private void gather(int b) {
        Cells c = cells[b];
        for (int f = 0; f < c.feeds.length; f++) {
            if (c.block.feeds().get(f) instanceof Feed.Gathered g) {
                Cells source = cells[program.blockIndex(g.block())];
                Object shown = source.exports[source.export(g.export())];
                Arrangement places = c.arrangement;
                for (int r = places.group(from[b]); r < places.groups() && r * places.stride() < to[b]; r++) {
                    kernel.gather(g.index(), shown, r * source.arrangement.stride(), c.feeds[f], r * places.stride(),
                            Math.max(0, places.element(r, from[b])), Math.min(c.count, places.element(r, to[b])));
                }
            }
        }
    }

    private void fire(int b, long step, int p, int lo, int hi) {
        Cells c = cells[b];
        if (c.spikes == null) {
            return;
        }
        Block.Firing firing = c.block.firing().orElseThrow();
        int watched = c.block.stateIndex(firing.state());
        for (int first = lo; first < hi; first += reached.length) {
            int n = kernel.events(firing.level(), c.states[p][watched], c.states[1 - p][watched], c.threshold, first,
                    Math.min(hi, first + reached.length), reached);
            for (int e = 0; e < n; e++) {
                int k = c.arrangement.number(reached[e]);
                if (k >= 0 && (!firing.level() || c.spikes.mayFire(k, step))) {
                    c.spikes.fire(k, step);
                    fired.add(b, k, step);
                    for (RunningTally t : tallies) {
                        if (t.tally().block() == b && t.tally().isOfSpikes()) {
                            t.fired(step, k);
                        }
                    }
                    for (WindowFeed w : windows[b]) {
                        w.fired(reached[e] - lo);
                    }
                }
            }
        }
    }

    private void deliver(int p) {
        barrier.await();
        for (SpikeDelivery d : engine.deliveries()) {
            int b = Arrays.asList(cells).indexOf(d.target());
            // the threads own ascending ranges: in their order, spikes come by presynaptic neuron however many threads there are
            for (Worker w : crew) {
                d.run(w.fired, w.firedBeforeStep, d.target().states[1 - p], from[b], to[b]);
            }
        }
        barrier.await();
    }

    private void sampleAll(Chunk chunk, long step, int p) {
        for (int b = 0; b < cells.length; b++) {
            sample(chunk, step, b, p, from[b], to[b]);
        }
    }

    private void sample(Chunk chunk, long step, int b, int p, int lo, int hi) {
        for (Recorder r : engine.recorders()) {
            if (r.cells() == cells[b] && r.isDue(step)) {
                r.sample(chunk, step, cells[b].states[p], precision, lo, hi);
            }
        }
    }

    /** Calls every kernel method on scratch arrays, as a step would. */
    void rehearse() {
        for (int b = 0; b < cells.length; b++) {
            Cells c = cells[b];
            int hi = Math.min(c.length, engine.tile(b));
            for (int stage = 0; stage < stages; stage++) {
                if (c.exports.length > 0) {
                    kernel.export(b, c.states[stage == 0 ? 0 : 1], c.constants, c.uniforms, c.feeds, c.exports, 0, 0, hi);
                }
                kernel.derive(b, c.states[stage == 0 ? 0 : 1], c.constants, c.uniforms, c.feeds, c.slopes[stage], 0, 0, hi);
                kernel.combine(stage + 1, c.states[0], c.slopes, c.states[1], 0, 0, hi);
            }
            for (Summation s : engine.sums()) {
                if (s.isFor(c)) {
                    s.run(kernel, 0, hi);
                }
            }
            if (c.spikes != null) {
                // an element of each vector but the first fires, so that the compiler has seen both
                kernel.events(c.block.firing().orElseThrow().level(), quietPotential, firingPotential, quietThreshold, 0, 64, reached);
            }
        }
    }
}
