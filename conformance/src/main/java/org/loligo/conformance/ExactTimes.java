package org.loligo.conformance;

import static org.loligo.expr.Expressions.literal;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.Tableau;
import org.loligo.interpreter.Interpreter;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Stimulus;
import org.loligo.model.Storage;
import org.loligo.model.SynapseModel;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.runtime.Experiment;

/**
 * Windows, stimuli and refractory times begin and end at the right stages. Cells that are always above their level fire as soon as they
 * may; what they integrate is how long pulses, samples and windows were on, where a single stage too many or too few is far above rounding.
 *
 * @param candidate what is checked
 * @param synapses  whether it can run synapses, and so windows
 */
public record ExactTimes(Candidate candidate, boolean synapses) {
    private static final int CELLS = 13;
    private static final int STEPS = 200;
    private static final BigDecimal STEP = new BigDecimal("0.05");

    /** The steps of a run. */
    public enum Steps {
        /** Equal, from a time below 0. */
        EQUAL,
        /** Unequal; some times are those at which something begins or ends. */
        UNEQUAL,
        /** Equal, after more steps than 32 bits can count. */
        LATE;

        TimeGrid grid() {
            return switch (this) {
                case EQUAL -> new TimeGrid.Uniform(new BigDecimal("-1.3"), new BigDecimal("98.7"), STEP);
                case UNEQUAL -> new TimeGrid.Explicit(IntStream.rangeClosed(0, STEPS)
                        .mapToDouble(k -> k % 3 == 0 ? k * 5 / 100.0 : k * 5 / 100.0 + 0.001 * (k % 7 - 3)).toArray());
                case LATE -> new TimeGrid.Uniform(BigDecimal.ZERO, STEP.multiply(BigDecimal.valueOf(10_000_000_000L)), STEP);
            };
        }
    }

    /** Compares some hundred steps with the oracle. */
    public void check(Steps steps, Tableau tableau, Precision precision) {
        TimeGrid time = steps.grid();
        BigDecimal origin = steps == Steps.LATE ? time.exactTime(time.steps() / 2) : BigDecimal.ZERO;
        Experiment experiment = new Experiment("times-" + steps + "-" + tableau, network(origin), time, tableau, precision, 1, 1,
                List.of());
        RandomNetwork network = new RandomNetwork(experiment, StepCompiler.allPasses());
        try (Trial trial = new Trial(candidate, network, STEPS)) {
            Snapshot start = new Snapshot(trial.program(), trial.start());
            Interpreter oracle = new Interpreter(network.written(), Precision.FLOAT64);
            start.into(oracle, network.written());
            long first = start.state().step();
            trial.advance(first, STEPS, new Recorded(trial.layout(), first));
            for (int n = 0; n < STEPS; n++) {
                oracle.advance();
                oracle.exact();
            }
            Snapshot end = new Snapshot(trial.program(), trial.state());
            trial.program().variables().forEach((name, location) -> {
                for (int i = 0; i < Snapshot.count(trial.program(), location); i++) {
                    int element = i;
                    double expected = oracle.value(name, 0, i);
                    boolean isTime = name.endsWith("." + Population.LAST_SPIKE);
                    // some thousand roundings of numbers up to 10; the least weight of a stage is an eighth of a step of 0.04 ms
                    double allowed = isTime ? 0 : 2000 * precision.roundoff() * Math.max(1, Math.abs(expected));
                    Require.near(expected, end.value(name, 0, i), allowed, () -> trial.what + ": " + name + "[" + element + "]");
                }
            });
            long[] fired = oracle.lastSpikes("A").snapshot();
            Require.that(Arrays.stream(fired).allMatch(s -> s >= first), () -> "cells that never fired: " + Arrays.toString(fired));
        }
    }

    /** Times from 0 in steps of 0.05 ms, and some between. */
    private static Value times(double from, int modulus) {
        return Value.each(IntStream.range(0, CELLS).mapToDouble(k -> from + k % modulus * 5 / 100.0 + (k % 4 == 3 ? 0.013 : 0)).toArray());
    }

    private Network network(BigDecimal origin) {
        var m = NeuronModel.define("clock").dimensionless();
        var V = m.state("V", "1", 0.5, "");
        var I = m.input("I", "1", "");
        var rest = m.parameter("t_rest", "ms", 0.5, "");
        NeuronModel clock = m.derivative(V, I.minus(m.synapticCurrent("I_syn", "1"))).level(V, literal(-100), rest).build();
        Population a = new Population("A", clock, CELLS, Map.of("t_rest", times(0.25, 11)), Map.of("V", new Value.Linspace(0, 1)));
        double[][] samples = new double[CELLS][30];
        for (int k = 0; k < CELLS; k++) {
            int cell = k;
            Arrays.setAll(samples[k], i -> (i + cell) % 3 == 0 ? 1 : 0);
        }
        List<Stimulus> stimuli = List.of(
                new Stimulus.Pulses("A", "I", new int[] {0, 3, 12}, List.of(pulse(origin, "0.05", "0.10"), pulse(origin, "0.333", "2.2"),
                        pulse(origin, "2", "3.85"))),
                new Stimulus.Samples("A", "I", null, samples, new BigDecimal("0.17")),
                new Stimulus.Samples("A", "I", new int[] {5}, new double[][] {{0, 1, 0, 1, 1, 0}}, STEP));
        return new Network(List.of(a), synapses ? List.of(windows()) : List.of(), stimuli);
    }

    private static Stimulus.Pulse pulse(BigDecimal origin, String start, String stop) {
        return new Stimulus.Pulse(origin.add(new BigDecimal(start)), origin.add(new BigDecimal(stop)), 1);
    }

    private static Projection windows() {
        var s = SynapseModel.define("window");
        var O = s.state("O", "1", 0, Owner.SELF, "");
        var delay = s.parameter("t_delay", "ms", 0.1, Owner.PRE, "");
        var duration = s.parameter("t_open", "ms", 0.1, Owner.PRE, "");
        var g = s.parameter("g", "1", 0.001, Owner.POST, "");
        var on = s.window("on", delay, duration);
        SynapseModel model = s.derivative(O, on.over(1)).current(g.times(O), "1").build();
        return new Projection("J", "A", "A", model, new Connectivity.AllToAll(true), Storage.AUTO,
                Map.of("t_delay", times(0, 5), "t_open", times(0.05, 7)), Map.of());
    }
}
