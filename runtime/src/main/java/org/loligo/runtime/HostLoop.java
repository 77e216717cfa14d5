package org.loligo.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.concurrent.Future;
import org.loligo.codegen.StepProgram;

/**
 * Takes an engine through the steps of a run, in stretches. The next stretch is always started before this one is finished, so that up to
 * three things go on at once: a device computes the next, this one is read into one of two chunk buffers, and the sinks write the other.
 */
final class HostLoop {
    /** A chunk should take about this long: short enough to show progress, long enough that its overhead does not count. */
    private static final double CHUNK_SECONDS = 0.2;
    /** The steps of the first chunk, before it is known how long a step takes. */
    private static final long FIRST_STEPS = 64;

    private final Engine engine;
    private final StepProgram program;
    private final RunLayout layout;
    private final SinkThread sinks;
    private final Checkpoints checkpoints;
    private final Progress progress;
    private final long steps;
    private final long maxSteps;
    private final Chunk[] chunks;
    /** What each chunk waits for before it can be filled again. */
    private final Future<?>[] written = new Future<?>[2];
    /** The state behind all chunks that the sinks were given. */
    private NetworkState good;
    private long spikes;
    private long computeNanos;
    private long outputNanos;

    /** @param spikes how many there were before this run began, if it goes on where another stopped */
    HostLoop(Engine engine, StepProgram program, RunLayout layout, long budgetSteps, SinkThread sinks, Checkpoints checkpoints,
            long spikes, Progress progress, Arena arena) {
        this.engine = engine;
        this.program = program;
        this.layout = layout;
        this.sinks = sinks;
        this.checkpoints = checkpoints;
        this.spikes = spikes;
        this.progress = progress;
        steps = layout.time().steps();
        maxSteps = Math.min(budgetSteps, engine.maxSteps());
        chunks = new Chunk[] {new Chunk(layout, maxSteps, arena), new Chunk(layout, maxSteps, arena)};
    }

    /** Seconds spent in the engine, without those in which the sinks held it up. */
    double computeSeconds() {
        return computeNanos / 1e9;
    }

    /** Seconds in which nothing could be computed because the sinks were not done. */
    double outputSeconds() {
        return outputNanos / 1e9;
    }

    /** Spikes of all recorded populations. */
    long spikes() {
        return spikes;
    }

    /**
     * Takes all steps from where the engine stands; everything is written on return.
     *
     * @return the state at the end
     * @throws NonFiniteException when the state stops being finite; the samples before are written
     * @throws StoppedException   when the run is asked to stop; a checkpoint is written
     * @throws DeviceException    when the device fails; a checkpoint of what was good is written, if that is possible
     */
    NetworkState run() throws IOException {
        good = engine.state();
        long began = good.step();
        if (began == steps && steps > 0) {
            return good; // only the sinks had not come to their end
        }
        try {
            return runFrom(began);
        } catch (DeviceException e) {
            try {
                if (good.step() > began) {
                    writeCheckpoint();
                }
            } catch (IOException | RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private NetworkState runFrom(long began) throws IOException {
        long length = Math.min(maxSteps, FIRST_STEPS);
        long from = began;
        long to = Math.min(steps, from + length);
        long counted = 0;
        int turn = 0;
        start(from, to);
        while (true) {
            Chunk chunk = chunks[turn];
            long next = Math.min(steps, to + length);
            if (next > to) {
                start(to, next);
            }
            awaitOutput(written[turn]);
            chunk.reset(from, to);
            NetworkState state = finish(chunk);
            Optional<NetworkState.Place> bad = state.firstNonFinite(program);
            if (bad.isPresent()) {
                awaitOutput(written[1 - turn]);
                if (next > to) {
                    // the engine goes back only when nothing is under way; these samples nobody wants
                    chunks[1 - turn].reset(to, next);
                    engine.finish(chunks[1 - turn]);
                }
                NonFiniteException stop = keepGoodSamples(good, chunk, bad.get());
                awaitOutput(sinks.write(chunk));
                throw stop;
            }
            for (int p = 0; p < layout.spikes().size(); p++) {
                spikes += chunk.spikes(p).size();
            }
            good = state;
            written[turn] = checkpoints.due() ? sinks.write(chunk, checkpoints.of(good, spikes)) : sinks.write(chunk);
            progress.update(to, steps, layout.time().time(to));
            if (to == steps) {
                awaitOutput(written[1 - turn]);
                awaitOutput(written[turn]);
                if (checkpoints.anyToReplace()) {
                    writeCheckpoint();
                }
                return state;
            }
            if (checkpoints.stopWanted()) {
                writeCheckpoint();
                throw new StoppedException("stopped at " + layout.time().time(to) + " ms of " + layout.time().time(steps) + " ms");
            }
            length = lengthAfter(length, to - from, (computeNanos - counted) / 1e9);
            counted = computeNanos;
            from = to;
            to = next;
            turn = 1 - turn;
        }
    }

    /** Writes a checkpoint of all that the sinks were given, and waits for it. */
    private void writeCheckpoint() throws IOException {
        awaitOutput(written[0]);
        awaitOutput(written[1]);
        awaitOutput(sinks.submit(checkpoints.of(good, spikes)));
    }

    private void awaitOutput(Future<?> task) throws IOException {
        long begin = System.nanoTime();
        SinkThread.await(task);
        outputNanos += System.nanoTime() - begin;
    }

    /** How many steps to start next, from how long the last finished ones took; one odd measurement must not change it much. */
    private long lengthAfter(long length, long finished, double seconds) {
        double wanted = finished * CHUNK_SECONDS / Math.max(seconds, 1e-9);
        return Math.clamp((long) Math.clamp(wanted, 0.5 * length, 4.0 * length), 1, maxSteps);
    }

    private void start(long from, long to) {
        long begin = System.nanoTime();
        engine.start(from, to);
        computeNanos += System.nanoTime() - begin;
    }

    private NetworkState finish(Chunk chunk) {
        long begin = System.nanoTime();
        NetworkState state = engine.finish(chunk);
        computeNanos += System.nanoTime() - begin;
        return state;
    }

    /** Finds, by bisection from the last good state, the step at whose end the state stops being finite, and ends the chunk before it. */
    private NonFiniteException keepGoodSamples(NetworkState good, Chunk chunk, NetworkState.Place found) {
        long from = chunk.fromStep();
        long finite = from;
        long broken = chunk.toStep();
        NetworkState.Place place = found;
        while (broken - finite > 1) {
            long middle = (finite + broken) >>> 1;
            Optional<NetworkState.Place> bad = again(good, chunk, from, middle).firstNonFinite(program);
            if (bad.isPresent()) {
                broken = middle;
                place = bad.get();
            } else {
                finite = middle;
            }
        }
        again(good, chunk, from, finite);
        String owner = place.synapse() ? "projection '" + place.block() + "', synapse " : "population '" + place.block() + "', neuron ";
        return new NonFiniteException("at " + layout.time().time(broken) + " ms " + owner + place.element()
                + (layout.instances() > 1 ? " of instance " + place.instance() : "") + ": " + place.state() + " became " + place.value()
                + "; the samples up to " + layout.time().time(finite)
                + " ms are kept; a smaller step or other parameters may help", place.instance());
    }

    private NetworkState again(NetworkState start, Chunk chunk, long from, long to) {
        engine.restore(start);
        chunk.reset(from, to);
        engine.start(from, to);
        return engine.finish(chunk);
    }
}
