package org.loligo.conformance;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Engine;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.SummaryValues;

/** A random network on a candidate's engine, with a chunk to advance it by. */
final class Trial implements AutoCloseable {
    final RandomNetwork network;
    final String what;
    private final Simulation simulation;
    private final Engine engine;
    private final Arena arena = Arena.ofShared();
    private final Chunk chunk;

    Trial(Candidate candidate, RandomNetwork network, long longest) {
        this.network = network;
        what = network.experiment().name() + " " + network.experiment().precision() + " on " + candidate;
        simulation = candidate.withPasses(network.passes()).prepare(network.experiment());
        engine = simulation.load();
        chunk = new Chunk(simulation.layout(), longest, arena);
    }

    StepProgram program() {
        return simulation.program();
    }

    RunLayout layout() {
        return simulation.layout();
    }

    Chunk chunk() {
        return chunk;
    }

    /** What is summarised as far as a state has come. */
    List<SummaryValues> summaries(NetworkState of) {
        return simulation.summaries(of);
    }

    NetworkState state() {
        return engine.state();
    }

    void restore(NetworkState state) {
        engine.restore(state);
    }

    /** Takes steps in one chunk, or as many as the engine wants. */
    void advance(long from, long steps, Recorded recorded) {
        long to = from + steps;
        for (long at = from; at < to; at = chunk.toStep()) {
            chunk.reset(at, at + Math.min(to - at, engine.maxSteps()));
            engine.advance(chunk);
            recorded.add(chunk);
        }
    }

    /** Takes steps in chunks of these lengths, each started before the one before is finished. */
    void advanceAhead(long from, List<Integer> lengths, Recorded recorded) {
        Deque<long[]> started = new ArrayDeque<>();
        long at = from;
        for (int length : lengths) {
            for (long to = at + length; at < to; at = started.getLast()[1]) {
                started.add(new long[] {at, at + Math.min(to - at, engine.maxSteps())});
                engine.start(started.getLast()[0], started.getLast()[1]);
                if (started.size() == 2) {
                    finish(started.remove(), recorded);
                }
            }
        }
        started.forEach(s -> finish(s, recorded));
    }

    private void finish(long[] stretch, Recorded recorded) {
        chunk.reset(stretch[0], stretch[1]);
        NetworkState end = engine.finish(chunk);
        recorded.add(chunk);
        recorded.requireSamplesOf(program(), end, what);
    }

    /** Goes to the first step: where the network starts; or into an age, with that state and some spikes not long before. */
    NetworkState start() {
        NetworkState start = engine.state();
        requireInitial(start);
        long first = network.firstStep();
        if (first > 0) {
            Random random = new Random(first);
            List<long[]> spikes = start.lastSpikes().stream().map(s -> s == null ? null : random.longs(s.length, -1, 20)
                    .map(back -> back < 0 ? -1 : first - 1 - back).toArray()).toList();
            engine.restore(new NetworkState(first, start.precision(), start.states(), spikes, start.tallies()));
            start = engine.state();
        }
        return start;
    }

    private void requireInitial(NetworkState start) {
        Require.equal(0L, start.step(), () -> what + ": the first step");
        for (int b = 0; b < program().blocks().size(); b++) {
            Block block = program().blocks().get(b);
            for (int s = 0; s < block.states().size(); s++) {
                Block.StateVariable variable = block.states().get(s);
                for (int k = 0; k < block.count() * program().instances(); k++) {
                    int element = k;
                    double expected = start.precision().round(variable.initial().at(k / block.count(), k % block.count()));
                    double actual = start.precision().get(start.states().get(b)[s], k);
                    Require.that(expected == actual, () -> what + ": at the start " + block.name() + "." + variable.name() + " of element "
                            + element + " is " + actual + ", expected " + expected);
                }
            }
        }
    }

    @Override
    public void close() {
        simulation.close();
        arena.close();
    }
}
