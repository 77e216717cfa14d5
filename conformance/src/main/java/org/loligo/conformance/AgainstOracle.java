package org.loligo.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.loligo.codegen.StepProgram;
import org.loligo.interpreter.Interpreter;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.SpikeSeries;

/**
 * Random models and networks: one step of the candidate against one step of the oracle, which interprets the network as it was written,
 * from the same state. They may differ by the rounding errors that interpreters of both programs bound, and by no more; spikes must be the
 * same. What is recorded at the ends of stretches must be the state there, to the bit; {@link SameBits} looks at what is between.
 *
 * @param candidate      what is checked
 * @param networks       which networks it can run
 * @param longestStretch the most steps between two comparisons; there are 136 in all when it is 50, and 13 when it is 7
 */
public record AgainstOracle(Candidate candidate, RandomNetworks networks, int longestStretch) {
    private static final int[] STRETCHES = {0, 1, 2, 7, 30, 40, 50};

    /** Over some hundred steps. */
    public AgainstOracle(Candidate candidate, RandomNetworks networks) {
        this(candidate, networks, 50);
    }

    /** Checks the network with this number, in all precisions of the device. */
    public void check(long seed) {
        for (Precision precision : Precision.values()) {
            if (!candidate.supports(precision)) {
                continue;
            }
            // where a comparison sits on its branch for good, as in x < x, or the state runs away at once, nothing can be compared:
            // another network takes its place
            boolean compared = false;
            for (int attempt = 0; attempt < 5 && !compared; attempt++) {
                RandomNetwork network = networks.draw(seed + 1_000_000_000L * attempt, precision);
                try (Trial trial = new Trial(candidate, network, longestStretch)) {
                    compared = new Run(trial).compare();
                }
            }
            Require.that(compared, () -> "five networks in turn, from number " + seed + ", had no step to compare");
        }
    }

    private final class Run {
        private final Trial trial;
        private final StepProgram written;
        private final StepProgram program;
        private final Precision precision;
        private int compared;

        Run(Trial trial) {
            this.trial = trial;
            written = trial.network.written();
            program = trial.program();
            precision = trial.network.experiment().precision();
        }

        /** Whether at least one step could be compared. */
        boolean compare() {
            long step = trial.start().step();
            Recorded recorded = new Recorded(trial.layout(), step);
            for (int stretch : IntStream.of(STRETCHES).filter(s -> s <= longestStretch).toArray()) {
                if (stretch > 0) {
                    trial.advance(step, stretch, recorded);
                    step += stretch;
                }
                compareOneStep(step++, recorded);
            }
            return compared > 0;
        }

        private void compareOneStep(long step, Recorded recorded) {
            Snapshot common = new Snapshot(program, trial.state());
            if (step > trial.network.firstStep()) {
                recorded.requireSamplesOf(program, common.state(), trial.what);
            }
            Require.equal(step, common.state().step(), () -> trial.what + ": the step");
            // the oracle errs as doubles do; the candidate as its own program does in its own precision
            Interpreter oracle = new Interpreter(written, Precision.FLOAT64);
            Interpreter bound = new Interpreter(program, precision, candidate.accuracy());
            common.into(oracle, written);
            common.into(bound, program);
            oracle.advance();
            bound.advance();
            trial.advance(step, 1, recorded);
            Snapshot after = new Snapshot(program, trial.state());
            recorded.requireSamplesOf(program, after.state(), trial.what);
            if (step == 0) {
                recorded.requireSamplesOf(program, common.state(), trial.what);
            }
            boolean finite = common.state().firstNonFinite(program).isEmpty() && after.state().firstNonFinite(program).isEmpty();
            if (oracle.isAmbiguous() || bound.isAmbiguous() || !finite) {
                return;
            }
            int[] values = new int[2];
            program.variables().forEach((name, location) -> {
                int count = Snapshot.count(program, location);
                for (int k = 0; k < program.instances() * count; k++) {
                    values[compareOneNumber(step, name, k / count, k % count, oracle, bound, after)]++;
                }
            });
            compareSpikes(step, oracle, after.state());
            // a bound that allows everything compares nothing
            compared += values[1] <= values[0] / 10 ? 1 : 0;
        }

        /** 0 where the bound says something, 1 where it is so wide that it says nothing. */
        private int compareOneNumber(long step, String name, int r, int i, Interpreter oracle, Interpreter bound, Snapshot after) {
            double expected = oracle.value(name, r, i);
            double actual = after.value(name, r, i);
            if (name.endsWith("." + Population.LAST_SPIKE)) {
                Require.that(expected == actual, () -> describe(step, name, r, i, actual, expected));
                return 0;
            }
            double allowed = oracle.error(name, r, i) + bound.error(name, r, i);
            Require.that(Math.abs(actual - expected) <= allowed, () -> describe(step, name, r, i, actual, expected) + ", the difference "
                    + Math.abs(actual - expected) + " is more than " + allowed + "\n" + program);
            return allowed < 1e-2 * Math.max(1, Math.abs(expected)) ? 0 : 1;
        }

        private String describe(long step, String name, int r, int i, double actual, double expected) {
            return trial.what + ": after step " + step + " " + name + "[" + r + "][" + i + "] is " + actual + ", the oracle has "
                    + expected;
        }

        private void compareSpikes(long step, Interpreter oracle, NetworkState after) {
            for (int p = 0; p < trial.layout().spikes().size(); p++) {
                SpikeSeries series = trial.layout().spikes().get(p);
                List<Long> expected = oracle.spikes().stream()
                        .filter(s -> written.blocks().get(s.block()).name().equals(series.population()))
                        .map(s -> (long) s.element()).toList();
                List<Long> actual = new ArrayList<>();
                var spikes = trial.chunk().spikes(p);
                for (int k = 0; k < spikes.size(); k++) {
                    Require.equal(step, spikes.step(k), () -> trial.what + ": the step of a spike of " + series.population());
                    actual.add((long) spikes.instance(k) * series.neurons() + spikes.neuron(k));
                }
                Require.equal(expected, actual, () -> trial.what + ": the spikes of " + series.population() + " in step " + step);
            }
            for (int b = 0; b < program.blocks().size(); b++) {
                String name = program.blocks().get(b).name();
                long[] actual = after.lastSpikes().get(b);
                if (actual != null) {
                    long[] expected = oracle.lastSpikes(name).snapshot();
                    Require.that(Arrays.equals(expected, actual), () -> trial.what + ": after step " + step + " the last spikes of " + name
                            + " are in the steps " + Arrays.toString(actual) + ", expected " + Arrays.toString(expected));
                }
            }
        }
    }
}
