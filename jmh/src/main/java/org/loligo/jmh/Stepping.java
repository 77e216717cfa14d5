package org.loligo.jmh;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Objects;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Device;
import org.loligo.runtime.Engine;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.accelerator.AcceleratorEngine;
import org.loligo.runtime.accelerator.Spent;

/**
 * An experiment on a device that can be advanced for ever, in chunks: at its end it goes back to the state it had when it was settled. The
 * samples are written to one chunk, over and over, and nobody reads them.
 */
final class Stepping implements AutoCloseable {
    /** The steps of a chunk where nothing else is asked for. */
    static final int STEPS = 100;

    /** A cell that has not fired for so many steps is silent. */
    private static final long SILENCE = 10_000;

    private final Arena arena = Arena.ofShared();
    private final Simulation simulation;
    private final Engine engine;
    private final Chunk chunk;
    private final int steps;
    private final long end;
    private final NetworkState settled;
    private long step;

    /**
     * Compiles an experiment and steps to where it is settled.
     *
     * @param experiment  the experiment; its length is a whole number of chunks
     * @param device      what runs it
     * @param options     how
     * @param settleSteps how many steps it takes before the measurement, rounded up to a whole number of chunks
     * @param steps       the steps of a chunk
     */
    Stepping(Experiment experiment, Device device, RunOptions options, long settleSteps, int steps) {
        this.steps = steps;
        end = experiment.time().steps() / steps * steps;
        if (settleSteps > end - steps) {
            throw new IllegalArgumentException(settleSteps + " of " + end + " steps, expected less, by a chunk of " + steps);
        }
        simulation = Simulation.prepare(experiment, device, options);
        engine = simulation.load();
        if (engine.maxSteps() < steps) {
            throw new IllegalStateException(device.name() + " takes at most " + engine.maxSteps() + " steps at once, expected " + steps);
        }
        chunk = new Chunk(simulation.layout(), steps, arena);
        advance(Math.ceilDiv(settleSteps, (long) steps));
        settled = engine.state();
    }

    /** Takes the steps of so many chunks; as in a run, each is started before the one before it is finished. */
    void advance(long chunks) {
        for (long left = chunks; left > 0;) {
            if (step == end) {
                engine.restore(settled);
                step = settled.step();
            }
            long together = Math.min(left, (end - step) / steps);
            engine.start(step, step + steps);
            for (long i = 1; i <= together; i++) {
                if (i < together) {
                    engine.start(step + steps, step + 2L * steps);
                }
                chunk.reset(step, step + steps);
                engine.finish(chunk);
                step += steps;
            }
            left -= together;
        }
    }

    /** Where the time of the device went so far; a processor does nothing but compute. */
    Spent spent() {
        return engine instanceof AcceleratorEngine accelerator ? accelerator.spent() : new Spent(0, System.nanoTime(), 0);
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
