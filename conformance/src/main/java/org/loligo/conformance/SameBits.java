package org.loligo.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.loligo.model.Precision;
import org.loligo.runtime.NetworkState;

/**
 * What must not change a bit: the lengths of chunks, another run, starting a stretch before the one before is finished, going on from a
 * state that another engine had in between; and whatever else two candidates differ in, such as the number of threads. What is recorded
 * must be the states there were, sample by sample.
 *
 * <p>A candidate whose functions are not the same from call to call, because a compiler replaces them while it runs, can only be held to
 * this on networks {@linkplain RandomNetworks#withoutFunctions without functions}.
 *
 * @param one      one candidate
 * @param other    another, or the same
 * @param networks which networks they can run
 * @param steps    how many steps
 */
public record SameBits(Candidate one, Candidate other, RandomNetworks networks, int steps) {
    /** Two runs of one candidate over some hundred steps. */
    public SameBits(Candidate candidate, RandomNetworks networks) {
        this(candidate, candidate, networks, 100);
    }

    /** Checks the network with this number, in all precisions of the devices. */
    public void check(long seed) {
        for (Precision precision : Precision.values()) {
            if (one.supports(precision) && other.supports(precision)) {
                RandomNetwork network = networks.draw(seed, precision);
                try (Trial first = new Trial(one, network, steps); Trial second = new Trial(other, network, steps)) {
                    compare(first, second, new Random(seed));
                }
            }
        }
    }

    private void compare(Trial first, Trial second, Random random) {
        int half = 1 + random.nextInt(steps - 1);
        String what = first.what + " and " + second.what;
        NetworkState start = first.start();
        long from = start.step();
        Recorded whole = new Recorded(first.layout(), from);
        first.advance(from, steps, whole);
        Snapshot end = new Snapshot(first.program(), first.state());
        first.restore(start);
        goAgain(first, start, whole, end);

        new Snapshot(first.program(), start).requireSame(second.start(), what + ", at the start");
        Recorded parts = new Recorded(second.layout(), from);
        second.advanceAhead(from, lengths(half, random), parts);
        NetworkState middle = second.state();
        second.advanceAhead(from + half, lengths(steps - half, random), parts);
        end.requireSame(second.state(), what + ", in chunks");
        whole.requireSame(parts, what + ", in chunks");

        // first stands at the end; its memory of spikes, windows and stimuli must go back too
        Recorded rest = new Recorded(first.layout(), middle.step());
        Recorded same = new Recorded(second.layout(), middle.step());
        first.restore(middle);
        first.advance(middle.step(), steps - half, rest);
        end.requireSame(first.state(), what + ", from step " + middle.step() + " on");
        second.restore(middle);
        second.advanceAhead(middle.step(), lengths(steps - half, random), same);
        end.requireSame(second.state(), what + ", from step " + middle.step() + " on in chunks");
        rest.requireSame(same, what + ", from step " + middle.step() + " on");
    }

    /** From the start step by step: the same states, and what was recorded is what they are. */
    private void goAgain(Trial trial, NetworkState start, Recorded whole, Snapshot end) {
        Recorded again = new Recorded(trial.layout(), start.step());
        for (long step = start.step(); step < end.state().step(); step++) {
            trial.advance(step, 1, again);
            if (step == 0) {
                whole.requireSamplesOf(trial.program(), start, trial.what);
            }
            whole.requireSamplesOf(trial.program(), trial.state(), trial.what);
        }
        end.requireSame(trial.state(), trial.what + ", step by step");
        whole.requireSame(again, trial.what + ", step by step");
    }

    /** Random lengths with this sum, many of them short. */
    private static List<Integer> lengths(int sum, Random random) {
        List<Integer> lengths = new ArrayList<>();
        for (int left = sum; left > 0; left -= lengths.getLast()) {
            lengths.add(Math.min(left, 1 + random.nextInt(1 + random.nextInt(20))));
        }
        return lengths;
    }
}
