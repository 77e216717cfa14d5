package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is one sentence that names the place, the key and what was expected; nothing is written. */
class BadInputTest {
    private static final String GOOD = """
            name: good
            time: {start: 0, stop: 1, step: 0.01}
            integrator: rk4
            populations:
              X:
                model: hodgkin-huxley
                size: 3
                parameters: {g_K: 10.0}
                initial: {V: -71}
            projections:
              ach:
                from: X
                to: X
                model: acetylcholine
                connectivity: {edges: edges.csv}
                parameters: {g: 0.35}
            stimuli:
              - {to: X, input: I, neurons: [0], pulse: {start: 0.1, stop: 0.2, amplitude: 2.5}}
            record:
              - {population: X, variables: [V], every: 0.1}
              - {spikes: X}
            """;

    @TempDir
    private Path folder;

    /** A change of the good file and what the message must hold. */
    private record Case(String from, String to, List<String> fragments) {
        static Case of(String from, String to, String... fragments) {
            return new Case(from, to, List.of(fragments));
        }

        @Override
        public String toString() {
            return from.strip() + " → " + to.strip();
        }
    }

    static Stream<Case> mistakes() {
        return Stream.of(
                // YAML itself
                Case.of("name: good", "name: [good", "bad.yaml:2:", "not YAML"),
                Case.of("name: good", "name: good\nname: other", "bad.yaml:2:1", "'name' is written twice", "line 1"),
                Case.of("    size: 3", "    size: 3\n    size: 4", "bad.yaml:8:5", "populations.X.size", "written twice"),
                Case.of("name: good", "name: \"g\0d\"", "not YAML"),
                Case.of(GOOD, "", "the file is empty", "time and populations"),
                Case.of(GOOD, "- a\n- b\n", "bad.yaml:1:1", "expected a section for an experiment", "got a list"),
                Case.of(GOOD, "just text\n", "bad.yaml:1:1", "expected a section for an experiment", "got 'just text'"),
                Case.of(GOOD, GOOD + "---\nname: second\n", "not YAML"),
                Case.of("name: good", "name: &a [*a]", "bad.yaml:1:", "alias"),
                // keys
                Case.of("integrator: rk4", "integrater: rk4", "bad.yaml:3:1", "'integrater' is not a key", "did you mean 'integrator'?"),
                Case.of("    size: 3", "    siez: 3", "bad.yaml:7:5", "populations.X.siez", "did you mean 'size'?"),
                Case.of("g_K: 10.0", "g_k: 10.0", "bad.yaml:8:18", "populations.X.parameters.g_k", "did you mean 'g_K'?"),
                Case.of("V: -71", "v: -71", "bad.yaml:9:15", "populations.X.initial.v", "did you mean 'V'?"),
                Case.of("g: 0.35", "gg: 0.35", "bad.yaml:16:18", "projections.ach.parameters.gg", "acetylcholine"),
                Case.of("start: 0, ", "begin: 0, ", "bad.yaml:2:8", "time.begin", "is not a key of the time"),
                Case.of("amplitude: 2.5", "height: 2.5", "bad.yaml:18:", "stimuli.0.pulse.height"),
                Case.of("variables: [V]", "variable: [V]", "bad.yaml:20:", "record.0.variable", "did you mean 'variables'?"),
                Case.of("    model: hodgkin-huxley\n", "", "bad.yaml:6:5", "populations.X", "'model' is missing"),
                Case.of("    size: 3\n", "", "bad.yaml:6:5", "'size' is missing", "the number of neurons"),
                Case.of("time: {start: 0, stop: 1, step: 0.01}\n", "", "bad.yaml:1:1", "'time' is missing"),
                Case.of("stop: 1, ", "", "bad.yaml:2:7", "time", "'stop' is missing"),
                Case.of("    connectivity: {edges: edges.csv}\n", "", "bad.yaml:12:5", "projections.ach", "'connectivity' is missing"),
                Case.of("amplitude: 2.5", "", "'amplitude' is missing"),
                Case.of("name: good", "? [a, b]\n: good", "bad.yaml", "not YAML"),
                // kinds
                Case.of("size: 3", "size: three", "bad.yaml:7:11", "populations.X.size", "whole number", "got 'three'"),
                Case.of("size: 3", "size: 2.5", "bad.yaml:7:11", "whole number", "got '2.5'"),
                Case.of("size: 3", "size: 0", "bad.yaml:7:11", "at least 1", "got '0'"),
                Case.of("size: 3", "size: -3", "at least 1"),
                Case.of("size: 3", "size: [3]", "got a list"),
                Case.of("size: 3", "size: 99999999999", "the number of neurons, 1 to 2147483647"),
                Case.of("size: 3", "size: 1e400000000", "whole number"),
                Case.of("g_K: 10.0", "g_K: much", "bad.yaml:8:23", "populations.X.parameters.g_K", "expected a number in mS/cm^2",
                        "got 'much'"),
                Case.of("g_K: 10.0", "g_K: ", "populations.X.parameters.g_K", "got nothing"),
                Case.of("g_K: 10.0", "g_K: [1, 2, 3]", "populations.X.parameters.g_K", "{values: [...]}"),
                Case.of("g_K: 10.0", "g_K: true", "got 'true'"),
                Case.of("g_K: 10.0", "g_K: .nan", "got '.nan'"),
                Case.of("g_K: 10.0", "g_K: .inf", "got '.inf'"),
                Case.of("g_K: 10.0", "g_K: 1e999", "that a computer can hold"),
                Case.of("parameters: {g_K: 10.0}", "parameters: 10", "bad.yaml:8:17", "expected a section", "got '10'"),
                Case.of("populations:\n  X:\n", "populations: 5\nother:\n  X:\n", "'other' is not a key"),
                Case.of("stimuli:\n  - {", "stimuli:\n  {", "stimuli", "expected a list of stimuli", "got a section"),
                Case.of("variables: [V]", "variables: V", "record.0.variables", "expected a list of states", "got 'V'"),
                Case.of("integrator: rk4", "integrator: rk5", "bad.yaml:3:13", "'rk5' is not an integrator", "did you mean 'rk4'?"),
                Case.of("integrator: rk4", "precision: float46", "bad.yaml:3:12", "did you mean 'float64'?"),
                Case.of("integrator: rk4", "seed: pi", "bad.yaml:3:7", "a seed, a whole number"),
                Case.of("name: good", "name: a/b", "bad.yaml:1:7", "is not a name for an experiment"),
                // units
                Case.of("g_K: 10.0", "g_K: \"20 mV\"", "populations.X.parameters.g_K", "has the unit mV, which does not fit", "mS/cm^2"),
                Case.of("g_K: 10.0", "g_K: \"20 wombats\"", "'wombats' is not a unit"),
                Case.of("stop: 1,", "stop: \"1 mV\",", "time.stop", "has the unit mV", "in ms"),
                // time
                Case.of("step: 0.01", "step: -0.01", "bad.yaml:2:33", "time.step", "more than 0", "got '-0.01'"),
                Case.of("step: 0.01", "step: 0", "time.step", "more than 0"),
                Case.of("step: 0.01", "step: 0.03", "bad.yaml:2:24", "whole number of steps", "the nearest stop that fits is 0.99"),
                Case.of("stop: 1,", "stop: -1,", "is before start"),
                Case.of("every: 0.1", "every: 0.015", "bad.yaml:20:44", "record.0.every", "whole number of steps",
                        "the nearest that fits is 0.01"),
                Case.of("every: 0.1", "every: 0.004", "the nearest that fits is 0.01"),
                Case.of("every: 0.1", "every: -1", "record.0.every", "more than 0"),
                Case.of("{start: 0.1, stop", "{start: 0.107, stop", "bad.yaml:18:", "stimuli.0.pulse.start", "whole number of steps",
                        "the nearest that fits is 0.11"),
                Case.of("stop: 0.2", "stop: 0.05", "stimuli.0.pulse", "stops (0.05 ms) before it starts (0.1 ms)"),
                Case.of("{start: 0, stop: 1, step: 0.01}", "{grid: t.npy, step: 1}", "time.step", "a grid gives all the times"),
                Case.of("{start: 0, stop: 1, step: 0.01}", "{grid: none.npy}", "bad.yaml:2:14", "none.npy' does not exist"),
                Case.of("{start: 0, stop: 1, step: 0.01}", "{grid: falling.npy}", "finite and increasing"),
                Case.of("{start: 0, stop: 1, step: 0.01}", "{grid: matrix.npy}", "has the shape [3, 2]", "one dimension"),
                Case.of("{start: 0, stop: 1, step: 0.01}", "{grid: edges.csv}", "is not a NumPy .npy file"),
                // models and names
                Case.of("model: hodgkin-huxley", "model: hodgkin-huxly", "bad.yaml:6:12", "did you mean 'hodgkin-huxley'?"),
                Case.of("model: hodgkin-huxley", "model: gaba-a", "is a synapse model, expected a neuron model"),
                Case.of("model: acetylcholine", "model: lorenz", "is a neuron model, expected a synapse model"),
                Case.of("model: acetylcholine", "model: acetilcholine", "did you mean 'acetylcholine'?"),
                Case.of("model: acetylcholine\n    connectivity: {edges: edges.csv}\n    parameters: {g: 0.35}",
                        "model: exponential-conductance\n    connectivity: {edges: edges.csv}", "bad.yaml:14:12", "projection 'ach'", "pA"),
                Case.of("  X:\n    model", "  time:\n    model", "'time' is reserved"),
                Case.of("  X:\n    model", "  9X:\n    model", "bad.yaml:5:3", "'9X' is not a name"),
                Case.of("  ach:", "  X:", "bad.yaml:11:3", "the name of a population"),
                Case.of("    to: X", "    to: Y", "bad.yaml:13:9", "projections.ach.to", "'Y' is not a population", "X"),
                Case.of("{to: X, input: I", "{to: Z, input: I", "stimuli.0.to", "'Z' is not a population"),
                Case.of("input: I", "input: J", "stimuli.0.input", "is not an input of model 'hodgkin-huxley'", "I"),
                Case.of("variables: [V]", "variables: [W]", "bad.yaml:20:33", "record.0.variables.0", "did you mean 'V'?"),
                Case.of("variables: [V]", "variables: []", "at least one state"),
                Case.of("variables: [V]", "variables: [V, V]", "record.0.variables.1", "is recorded twice"),
                Case.of("spikes: X", "spikes: Y", "record.1.spikes", "'Y' is not a population"),
                Case.of("spikes: X", "spikes: X, every: 1", "record.1.every"),
                Case.of("population: X", "projection: axh", "'axh' is not a projection", "did you mean 'ach'?"),
                Case.of("population: X", "population: X, projection: ach", "expected only one of population, projection"),
                // neurons
                Case.of("neurons: [0]", "neurons: [3]", "bad.yaml:18:33", "stimuli.0.neurons.0", "0 to 2", "got '3'"),
                Case.of("neurons: [0]", "neurons: [-1]", "0 to 2"),
                Case.of("neurons: [0]", "neurons: [0, 0]", "neuron 0 is listed twice"),
                Case.of("neurons: [0]", "neurons: []", "lists no neurons"),
                Case.of("neurons: [0]", "neurons: {file: falling.npy}", "neuron 5, expected 0 to 2"),
                Case.of("neurons: [0]", "neurons: 0", "expected a list of neuron numbers"),
                // values
                Case.of("V: -71", "V: {values: [-71, -70]}", "populations.X.initial.V", "has 2 values, expected 3"),
                Case.of("V: -71", "V: {file: two.npy}", "has 2 values, expected 3"),
                Case.of("V: -71", "V: {file: tow.npy}", "tow.npy' does not exist", "did you mean 'two.npy'?"),
                Case.of("V: -71", "V: {file: matrix.npy}", "has the shape [3, 2]"),
                Case.of("V: -71", "V: {file: nan.npy}", "entry 1 of the file is NaN"),
                Case.of("V: -71", "V: {valeus: [1]}", "did you mean 'values'?"),
                Case.of("V: -71", "V: {values: [1, 2, 3], linspace: [0, 1]}", "expected only one of values, linspace"),
                Case.of("V: -71", "V: {}", "expected one of values, file"),
                Case.of("V: -71", "V: {linspace: [1]}", "expected two numbers"),
                Case.of("V: -71", "V: {uniform: [2, 1]}", "[least, most]"),
                Case.of("V: -71", "V: {normal: {mean: 0, sd: -1}}", "populations.X.initial.V.normal.sd", "at least 0"),
                Case.of("V: -71", "V: {normal: {mean: 0}}", "'sd' is missing"),
                Case.of("g: 0.35", "g: {values: [1, 2]}", "projections.ach.parameters.g", "expected 3"),
                Case.of("g: 0.35", "alpha: {values: [1, 2]}", "projections.ach.parameters.alpha", "expected 1"),
                // connectivity
                Case.of("{edges: edges.csv}", "{edges: none.csv}", "projections.ach.connectivity.edges", "none.csv' does not exist"),
                Case.of("{edges: edges.csv}", "{edges: outside.csv}", "outside.csv:3", "post is 3", "0 to 2"),
                Case.of("{edges: edges.csv}", "{edges: words.csv}", "words.csv:2", "pre: expected a number, got 'one'"),
                Case.of("{edges: edges.csv}", "{edges: short.csv}", "short.csv:2", "has 1 cell, expected 2"),
                Case.of("{edges: edges.csv}", "{edges: headless.csv}", "headless.csv:1", "expected pre,post or pre,post,weight"),
                Case.of("{edges: edges.csv}", "{edges: {pre: two.npy}}", "'post' is missing"),
                Case.of("{edges: edges.csv}", "{edges: {pre: one.npy, post: two.npy}}", "have 1, 2 and 1 entries"),
                Case.of("{edges: edges.csv}", "{edges: {pre: falling.npy, post: falling.npy}}", "entry 0 of the file is 5", "0 to 2"),
                Case.of("{edges: edges.csv}", "{edges: {pre: half.npy, post: one.npy}}", "0.5", "whole number"),
                Case.of("{edges: edges.csv}", "{matrix: matrix.npy}", "shape [3, 2]", "[post, pre] = [3, 3]"),
                Case.of("{edges: edges.csv}", "{matrix: two.npy}", "has the shape [2]"),
                Case.of("{edges: edges.csv}", "{probability: 1.5}", "from 0 to 1", "got '1.5'"),
                Case.of("{edges: edges.csv}", "{all-to-all: yes}", "expected true or false"),
                Case.of("{edges: edges.csv}", "{one-to-one: true}", "self: true"),
                Case.of("{edges: edges.csv}", "{all-to-all: true, probability: 0.5}", "expected only one of probability, all-to-all"),
                Case.of("{edges: edges.csv}", "{all-to-all: true, storage: dnse}", "did you mean 'dense'?"),
                Case.of("{edges: edges.csv}", "{al-to-all: true}", "did you mean 'all-to-all'?"),
                // stimuli
                Case.of("pulse: {start: 0.1, stop: 0.2, amplitude: 2.5}", "samples: matrix.npy, interval: 1", "[3, 2]", "1 neuron"),
                Case.of("pulse: {start: 0.1, stop: 0.2, amplitude: 2.5}", "samples: two.npy", "'interval' is missing"),
                Case.of("pulse: {start: 0.1, stop: 0.2, amplitude: 2.5}", "samples: two.npy, interval: 0", "more than 0"),
                Case.of("pulse: {start: 0.1, stop: 0.2, amplitude: 2.5}", "expression: \"10*(1-exp(t)\"", "column 13", "expected ')'"),
                Case.of("pulse: {start: 0.1, stop: 0.2, amplitude: 2.5}", "expression: \"2*V\"", "uses 'V', expected only t"),
                Case.of("pulse: {start: 0.1, stop: 0.2, amplitude: 2.5}", "expression: \"sni(t)\"", "did you mean 'sin'?"),
                Case.of("pulse: {start: 0.1, stop: 0.2, amplitude: 2.5}", "", "expected one of pulse, pulses, samples, expression"),
                Case.of("stop: 0.2, amplitude: 2.5}", "stop: 0.2, amplitude: 2.5}, interval: 1", "only 'samples' have an interval"),
                Case.of("amplitude: 2.5", "amplitude: \"2.5 nA\"", "which does not fit", "uA/cm^2"),
                // sweep and output
                Case.of("integrator: rk4", "sweep: {instances: 0}", "bad.yaml:3:20", "at least 1"),
                Case.of("integrator: rk4", "sweep: {values: {populations.X.parameters.g_k: {grid: [0, 1, 3]}}}", "bad.yaml:3:18",
                        "populations.X.parameters.g_k", "populations.X.parameters.g_K"),
                Case.of("integrator: rk4", "sweep: {design: sbol}", "bad.yaml:3:17", "did you mean 'sobol'?"),
                Case.of("integrator: rk4", "sweep: {design: sobol, values: {populations.X.parameters.g_K: {grid: [0, 1, 3]}}}",
                        "sweep.design: 'sobol' spreads values that are drawn, and none is", "uniform, log_uniform, normal"),
                Case.of("integrator: rk4", "sweep: {values: {populations.X.parameters.g_K: {log_uniform: [0, 1]}}}",
                        "populations.X.parameters.g_K.log_uniform", "above 0, got 0.0"),
                Case.of("integrator: rk4", "sweep: {values: {\"stimuli[0].pulse.amplitude\": {grid: [0, 1, 3]}}}",
                        "is not the path of a value", "did you mean 'stimuli.0.pulse.amplitude'?"),
                Case.of("integrator: rk4", "sweep: {values: {stimuli.0.pulse.amplitude: {grid: [0, \"1 nA\", 3]}}}",
                        "which does not fit", "uA/cm^2"),
                Case.of("integrator: rk4", "sweep: {values: {projections.ach.connectivity.seed: {grid: [0, 1, 2]}}}",
                        "cannot be swept, for all instances share their connectivity", "--set seed=2"),
                Case.of("integrator: rk4", "sweep: {values: {stimuli.0.pulse.start: {grid: [0, 1, 2]}}}", "stimuli.0.pulse",
                        "in instance 1 of the sweep it stops (0.2 ms) before it starts (1.0 ms)"),
                Case.of("integrator: rk4", "sweep: {values: {stimuli.0.pulse.stop: {normal: {mean: 1e308, sd: 1.7e308}}}, instances: 9}",
                        "'stimuli.0.pulse.stop' has a time that is not finite"),
                Case.of("integrator: rk4", "sweep: {values: {stimuli.0.pulse.start: {values: [0, 0.105]}}}", "stimuli.0.pulse.start",
                        "must be a whole number of steps of 0.01 ms", "the nearest that fits is 0.1"),
                Case.of("connectivity: {edges: edges.csv}", "connectivity: {edges: edges.csv}\n    weight: {uniform: [0, 1]}",
                        "projections.ach.weight", "expected what all weights are multiplied by"),
                Case.of("amplitude: 2.5}", "amplitude: 2.5}, scale: {values: [1, 2]}", "stimuli.0.scale.values",
                        "has 2 values, expected 1"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: [count, count]}]", "bad.yaml:3:45", "summarise.0.spikes.1",
                        "'count' is asked for twice"),
                Case.of("integrator: rk4", "sweep: {summarise: [{population: X, spikes: [cuont]}]}", "bad.yaml:3:46",
                        "sweep.summarise.0.spikes.0", "did you mean 'count'?"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: []}]", "expected at least one of count, rate"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: count}]", "expected a list of statistics"),
                Case.of("integrator: rk4", "summarise: [{population: Y, spikes: [count]}]", "summarise.0.population", "'Y'"),
                Case.of("integrator: rk4", "summarise: [{spikes: [count]}]", "expected one of population, projection"),
                Case.of("integrator: rk4", "summarise: [{population: X}]", "expected one of spikes, variable"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: [count], of: [mean]}]", "stand behind 'spikes'"),
                Case.of("integrator: rk4", "summarise: [{projection: ach, spikes: [count]}]", "synapses do not fire"),
                Case.of("integrator: rk4", "summarise: [{projection: ahc, variable: O, of: [mean]}]", "did you mean 'ach'?"),
                Case.of("integrator: rk4", "summarise: [{population: X, variable: v, of: [mean]}]", "bad.yaml:3:39", "did you mean 'V'?"),
                Case.of("integrator: rk4", "summarise: [{population: X, variable: V}]", "'of' is missing", "mean, min, max, variance"),
                Case.of("integrator: rk4", "summarise: [{population: X, variable: V, of: [median]}]", "a statistic of a variable"),
                Case.of("integrator: rk4", "summarise: [{population: X, variable: last_spike, of: [mean]}]", "is a time"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: [count], form: 1}]", "did you mean 'from'?"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: [count], from: 0.005}]", "summarise.0.from",
                        "the nearest that fits is 0"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: [count], to: 2}]", "summarise.0.to",
                        "must lie in the run, 0 to 1 ms, got 2"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: [count], from: 1}]", "summarise.0.from", "holds no step"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: [count], per: cell}]",
                        "expected one of population, neuron"),
                Case.of("integrator: rk4", "summarise: [{projection: ach, variable: O, of: [mean], per: neuron}]",
                        "projection, synapse"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: [count], name: X}]", "no name of a population"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: [count], name: a.b}]", "is not a name for a summary"),
                Case.of("integrator: rk4", "summarise: [{population: X, spikes: [count]}, {population: X, spikes: [count], from: 0.5}]",
                        "summarise.1.spikes", "two summaries would both be 'X.count'"),
                Case.of("integrator: rk4", "summarise: []\nsweep: {summarise: []}", "bad.yaml:4:", "stands both here and beside 'sweep'"),
                Case.of("integrator: rk4", "sweep: {values: {populations.X.parameters.g_K: {grid: [0, 1]}}}",
                        "[from, to, number of points]"),
                Case.of("integrator: rk4", "sweep: {values: {populations.X.parameters.g_K: {grid: [0, 1, 0]}}}", "number of points"),
                Case.of("integrator: rk4", "sweep: {values: {populations.X.parameters.g_K: 5}}", "expected a section for a swept value"),
                Case.of("integrator: rk4", "sweep: {instances: 3, values: {populations.X.parameters.g_K: {values: [1, 2]}}}",
                        "has 2 values, expected one for each of the 3 instances"),
                Case.of("integrator: rk4", "output: {formats: [sonta]}", "bad.yaml:3:20", "did you mean 'sonata'?"),
                Case.of("integrator: rk4", "output: {formats: [npz]}", "did you mean 'npy'?"),
                Case.of("integrator: rk4", "output: {formats: npy}", "expected a list of formats"),
                Case.of("integrator: rk4", "output: {directry: x}", "did you mean 'directory'?"),
                Case.of("integrator: rk4", "inputs: {edges.csv: 0123}", "has changed since the experiment was run"));
    }

    @BeforeEach
    void inputs() throws IOException {
        Files.writeString(folder.resolve("edges.csv"), "pre,post\n0,1\n");
        Files.writeString(folder.resolve("outside.csv"), "pre,post\n0,1\n1,3\n");
        Files.writeString(folder.resolve("words.csv"), "pre,post\none,two\n");
        Files.writeString(folder.resolve("short.csv"), "pre,post\n1\n");
        Files.writeString(folder.resolve("headless.csv"), "0,1\n1,2\n");
        Npy.vector(folder.resolve("one.npy"), 1);
        Npy.vector(folder.resolve("two.npy"), 1, 2);
        Npy.vector(folder.resolve("half.npy"), 0.5);
        Npy.vector(folder.resolve("nan.npy"), 1, Double.NaN, 3);
        Npy.vector(folder.resolve("falling.npy"), 5, 4, 3);
        Npy.write(folder.resolve("matrix.npy"), new int[] {3, 2}, 1, 0, 0, 0, 0, 1);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeInTheFile(Case mistake) throws IOException {
        assertTrue(GOOD.contains(mistake.from()), "the good file has no " + mistake.from());
        refused(GOOD.replace(mistake.from(), mistake.to()), mistake.fragments());
    }

    private void refused(String yaml, List<String> fragments, String... options) throws IOException {
        Path file = folder.resolve("bad.yaml");
        Files.writeString(file, yaml);
        Path out = folder.resolve("out");
        List<String> args = new ArrayList<>(List.of("run", file.toString(), "--quiet", "--out", out.toString()));
        args.addAll(List.of(options));
        if (!args.contains("--backend")) {
            args.addAll(List.of("--backend", "interpreter"));
        }
        Cli result = Cli.run(args.toArray(String[]::new));
        String message = result.err();
        if (Boolean.getBoolean("loligo.test.show")) {
            System.out.print(message);
        }
        assertEquals(Main.MISTAKE, result.code(), message);
        assertEquals(1, message.strip().lines().count(), message);
        assertEquals("", result.out());
        for (String fragment : fragments) {
            assertTrue(message.contains(fragment), "expected '" + fragment + "' in: " + message);
        }
        assertFalse(message.contains("Exception"), message);
        assertFalse(Files.exists(out), "nothing is written");
    }

    @Test
    void theGoodFileIsGood() throws IOException {
        Path file = folder.resolve("good.yaml");
        Files.writeString(file, GOOD);
        Cli result = Cli.run("run", file.toString(), "--backend", "interpreter", "--quiet", "--out", folder.resolve("out").toString());
        assertEquals(Main.DONE, result.code(), result.err());
        assertEquals("", result.err());
    }

    @Test
    void settingsAreNamedInMessages() throws IOException {
        refused(GOOD, List.of("--set time.stop=soon: time.stop: expected a time in ms, got 'soon'"), "--set", "time.stop=soon");
        refused(GOOD, List.of("--set time.stp=5", "did you mean 'stop'?"), "--set", "time.stp=5");
        refused(GOOD, List.of("--set populations.X.parameters.g_Q=5", "did you mean 'g_"), "--set", "populations.X.parameters.g_Q=5");
        refused(GOOD, List.of("--set record.2.every=1: record has 2 entries, expected an index from 0 to 1, got '2'"),
                "--set", "record.2.every=1");
        refused(GOOD, List.of("--set record.x.every=1: record has 2 entries"), "--set", "record.x.every=1");
        refused(GOOD, List.of("--set name.x=1: name is 'good', which has no key 'x'"), "--set", "name.x=1");
        refused(GOOD, List.of("--set time: expected KEY=VALUE"), "--set", "time");
        refused(GOOD, List.of("--set time.stop=[1: not YAML"), "--set", "time.stop=[1");
        refused(GOOD, List.of("--set .=1", "is not a path"), "--set", ".=1");
        refused(GOOD, List.of("--precision half: precision: 'half' is not a precision"), "--precision", "half");
        refused(GOOD, List.of("--format npz: output.formats.0: 'npz' is not a format", "did you mean 'npy'?"), "--format", "npz");
        refused(GOOD, List.of("'sonata' has files of its own for each instance", "use zarr or npy"), "--format", "sonata",
                "--set", "sweep.instances=400");
    }

    @Test
    void optionsThatCannotBe() throws IOException {
        refused(GOOD, List.of("'--precison' is not an option", "did you mean '--precision'?"), "--precison", "float32");
        refused(GOOD, List.of("--threads", "'many'"), "--threads", "many");
        refused(GOOD, List.of("--threads: expected a number from 1, got -1"), "--threads", "-1");
        refused(GOOD, List.of("--memory", "'lots' is not an amount of memory"), "--memory", "lots");
        refused(GOOD, List.of("'cdua' is not a backend", "did you mean 'cuda'?"), "--backend", "cdua");
        refused(GOOD, List.of("there is no pass 'magic'"), "--passes", "magic");
        refused(GOOD, List.of("--fast-math: fast math is for float32 on CUDA; device '", "' of backend 'cpu' in float64 has none"),
                "--backend", "cpu", "--fast-math");
        refused(GOOD, List.of("'another' is one argument too many"), "another");
    }

    @Test
    void commandsThatAreNotThere() {
        assertTrue(Cli.run("rnu").err().contains("'rnu' is not a command; did you mean 'run'?"));
        assertEquals(Main.MISTAKE, Cli.run("rnu").code());
        assertEquals(Main.MISTAKE, Cli.run().code());
        assertEquals(Main.MISTAKE, Cli.run("run").code());
        assertTrue(Cli.run("models", "lorentz").err().contains("did you mean 'lorenz'?"));
        assertTrue(Cli.run("run", folder.resolve("none.yaml").toString()).err().contains("it does not exist"));
        assertTrue(Cli.run("run", folder.toString()).err().contains("it is a folder"));
    }

    @Test
    void textThatIsNotUtf8() throws IOException {
        Path file = folder.resolve("latin.yaml");
        Files.write(file, new byte[] {'n', ':', ' ', (byte) 0xe4});
        Cli result = Cli.run("run", file.toString());
        assertEquals(Main.MISTAKE, result.code());
        assertTrue(result.err().contains("it is not text in UTF-8"), result.err());
    }

    @Test
    void filesThatMayNotBeRead() throws IOException {
        Path file = folder.resolve("secret.yaml");
        Files.writeString(file, GOOD);
        assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file), "running as a user who may read everything");
        assertTrue(Cli.run("run", file.toString()).err().contains("not permitted"));
    }
}
