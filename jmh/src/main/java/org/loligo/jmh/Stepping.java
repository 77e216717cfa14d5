package org.loligo.jmh;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Objects;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Engine;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;

/**
 * An experiment on the CPU that can be advanced for ever, a chunk at a time: at its end it goes back to the state it had when it was
 * settled. The samples are written to one chunk, over and over, and nobody reads them.
 */
final class Stepping implements AutoCloseable {
    /** The steps of a chunk. */
    static final int STEPS = 100;

    /** A cell that has not fired for so many steps is silent. */
    private static final long SILENCE = 10_000;

    private final Arena arena = Arena.ofShared();
    private final Simulation simulation;
    private final Engine engine;
    private final Chunk chunk;
    private final long end;
    private final NetworkState settled;
    private long step;

    /**
     * Compiles an experiment and steps to where it is settled.
     *
     * @param experiment  the experiment; its length is a whole number of chunks
     * @param threads     the threads of the engine
     * @param settleSteps how many steps it takes before the measurement, a whole number of chunks
     */
    Stepping(Experiment experiment, int threads, long settleSteps) {
        end = experiment.time().steps();
        if (end % STEPS != 0 || settleSteps % STEPS != 0 || settleSteps >= end) {
            throw new IllegalArgumentException(settleSteps + " of " + end + " steps, expected whole chunks of " + STEPS);
        }
        simulation = Simulation.prepare(experiment, Backends.choose("cpu", 0), RunOptions.DEFAULT.withThreads(threads));
        engine = simulation.load();
        chunk = new Chunk(simulation.layout(), STEPS, arena);
        while (step < settleSteps) {
            advance();
        }
        settled = engine.state();
    }

    /** Takes the steps of one chunk. */
    void advance() {
        if (step == end) {
            engine.restore(settled);
            step = settled.step();
        }
        chunk.reset(step, step + STEPS);
        engine.advance(chunk);
        step += STEPS;
    }

    /** A copy of where it stands. */
    NetworkState state() {
        return engine.state();
    }

    /**
     * Refuses what should not have been measured: numbers that are not finite, or cells at rest, which are cheaper than cells at work.
     *
     * @param leastShare the share of the cells that must have fired lately
     */
    void requireSpiking(double leastShare) {
        NetworkState state = engine.state();
        state.firstNonFinite(simulation.program()).ifPresent(place -> {
            throw new IllegalStateException("at step " + step + " the state is not finite: " + place);
        });
        long[] last = state.lastSpikes().stream().filter(Objects::nonNull).flatMapToLong(Arrays::stream).toArray();
        long spiking = Arrays.stream(last).filter(s -> s >= Math.max(0, step - SILENCE)).count();
        if (spiking < leastShare * last.length) {
            throw new IllegalStateException("at step " + step + " only " + spiking + " of " + last.length + " cells had fired in the last "
                    + SILENCE + " steps");
        }
    }

    @Override
    public void close() {
        simulation.close();
        arena.close();
    }
}
