package org.loligo.cli.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.cli.Npy;
import org.loligo.codegen.Tableau;
import org.loligo.model.Connectivity;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.Stimulus;
import org.loligo.model.Storage;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;

/** Every form that the contract allows is read as what it means. */
class ValueFormsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void inputs() throws IOException {
        Npy.vector(folder.resolve("three.npy"), -1, -2, -3);
        Npy.vector(folder.resolve("index.npy"), 2, 0);
        Npy.vector(folder.resolve("grid.npy"), 0, 0.5, 2);
        Npy.write(folder.resolve("matrix.npy"), new int[] {3, 3}, 0, 2, 0, 0, 0, 0, 0.5, 0, 1);
        Npy.write(folder.resolve("rows.npy"), new int[] {2, 4}, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    private ExperimentFile read(String yaml, String... settings) throws IOException {
        Path file = folder.resolve("some experiment.yaml");
        Files.writeString(file, yaml);
        return ExperimentFile.read(file, Arrays.stream(settings).map(Setting::parse).toList());
    }

    private ExperimentFile cells(String more) throws IOException {
        return read("""
                time: {stop: 10, step: 0.1}
                populations:
                  X: {model: hodgkin-huxley, size: 3}
                """ + more);
    }

    private Value value(String text) throws IOException {
        return read("""
                time: {stop: 10, step: 0.1}
                populations:
                  X: {model: hodgkin-huxley, size: 3, parameters: {g_K: %s}}
                """.formatted(text)).experiment().network().population("X").parameters().get("g_K");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "5              | 5",
        "5.25           | 5.25",
        "1e-2           | 0.01",
        "-.5            | -0.5",
        "+3.            | 3",
        "'\"20 uS/cm^2\"' | 0.02",
        "20 uS/cm^2     | 0.02",
        "0.1 S/m^2      | 0.01",
        "2e1 mS/cm^2    | 20",
        "'\"7\"'        | 7"
    })
    void numbers(String text, double expected) throws IOException {
        assertEquals(new Value.Constant(expected), value(text));
    }

    @Test
    void forms() throws IOException {
        assertArrayEquals(new double[] {1, 0.002, 3},
                assertInstanceOf(Value.PerElement.class, value("{values: [1, 2 uS/cm^2, 3]}")).values());
        assertArrayEquals(new double[] {-1, -2, -3}, assertInstanceOf(Value.PerElement.class, value("{file: three.npy}")).values());
        assertEquals(new Value.Linspace(1, 2), value("{linspace: [1, 2]}"));
        assertEquals(new Value.Normal(1, 0.5), value("{normal: {mean: 1, sd: 0.5}}"));
        assertEquals(new Value.Uniform(1, 2), value("{uniform: [1, 2]}"));
    }

    @Test
    void defaults() throws IOException {
        ExperimentFile file = cells("");
        assertEquals("some-experiment", file.experiment().name());
        assertEquals(new TimeGrid.Uniform(BigDecimal.ZERO, BigDecimal.TEN, new BigDecimal("0.1")), file.experiment().time());
        assertEquals(Tableau.RK4, file.experiment().integrator());
        assertEquals(Precision.FLOAT64, file.experiment().precision());
        assertEquals(1, file.experiment().instances());
        assertEquals(folder.resolve("out/some-experiment"), file.output().directory());
        assertFalse(file.sweep().given());
    }

    @Test
    void timesAreExactDecimals() throws IOException {
        assertEquals(3, cells("name: a\n").experiment().network().neurons());
        ExperimentFile file = read("""
                time: {start: 1e-1, stop: "0.5 s", step: "100 us"}
                populations: {X: {model: sine, size: 1}}
                """);
        TimeGrid.Uniform time = assertInstanceOf(TimeGrid.Uniform.class, file.experiment().time());
        assertEquals(4999, time.steps());
        assertEquals(0, time.step().compareTo(new BigDecimal("0.1")));
        assertEquals(0, time.exactTime(4999).compareTo(new BigDecimal("500")));
    }

    @Test
    void aGridCountsSteps() throws IOException {
        ExperimentFile file = read("""
                time: {grid: grid.npy}
                populations: {X: {model: sine, size: 1}}
                record: [{population: X, variables: [x], every: 2}]
                """);
        assertArrayEquals(new double[] {0, 0.5, 2}, assertInstanceOf(TimeGrid.Explicit.class, file.experiment().time()).times());
        assertEquals(2, assertInstanceOf(Recording.Variables.class, file.experiment().recordings().getFirst()).every());
    }

    @Test
    void lastSpikes() throws IOException {
        ExperimentFile file = read("""
                time: {stop: 10, step: 0.1}
                populations:
                  X: {model: hodgkin-huxley, size: 3, initial: {last_spike: never}}
                  Y: {model: hodgkin-huxley, size: 3, initial: {last_spike: {values: [-1, never, "-1 s"]}}}
                """);
        assertEquals(Value.of(Double.NEGATIVE_INFINITY), file.experiment().network().population("X").initial().get(Population.LAST_SPIKE));
        assertArrayEquals(new double[] {-1, Double.NEGATIVE_INFINITY, -1000}, assertInstanceOf(Value.PerElement.class,
                file.experiment().network().population("Y").initial().get(Population.LAST_SPIKE)).values());
    }

    private Projection projection(String connectivity) throws IOException {
        return cells("""
                  Y: {model: hodgkin-huxley, size: 3}
                projections:
                  p: {from: X, to: Y, model: gaba-a, connectivity: %s}
                """.formatted(connectivity)).experiment().network().projections().getFirst();
    }

    @Test
    void connectivity() throws IOException {
        Connectivity.Edges matrix = assertInstanceOf(Connectivity.Edges.class, projection("{matrix: matrix.npy}").connectivity());
        assertArrayEquals(new int[] {1, 0, 2}, matrix.pre());
        assertArrayEquals(new int[] {0, 2, 2}, matrix.post());
        assertArrayEquals(new double[] {2, 0.5, 1}, matrix.weight());

        Files.writeString(folder.resolve("edges.csv"), "pre, post, weight\r\n0, 1, 2.5\r\n\r\n0,1,-1e-1\r\n");
        Connectivity.Edges csv = assertInstanceOf(Connectivity.Edges.class, projection("{edges: edges.csv}").connectivity());
        assertArrayEquals(new int[] {0, 0}, csv.pre());
        assertArrayEquals(new int[] {1, 1}, csv.post());
        assertArrayEquals(new double[] {2.5, -0.1}, csv.weight());

        Connectivity.Edges files = assertInstanceOf(Connectivity.Edges.class,
                projection("{edges: {pre: index.npy, post: index.npy}}").connectivity());
        assertArrayEquals(new int[] {2, 0}, files.post());
        assertArrayEquals(new double[] {1, 1}, files.weight());

        assertEquals(new Connectivity.Probability(0.25, true), projection("{probability: 0.25, self: true}").connectivity());
        assertEquals(new Connectivity.AllToAll(false), projection("{all-to-all: true}").connectivity());
        assertEquals(new Connectivity.OneToOne(), projection("{one-to-one: true}").connectivity());
        assertEquals(Storage.DENSE, projection("{all-to-all: true, storage: dense}").storage());
        assertEquals(Storage.AUTO, projection("{all-to-all: true}").storage());
    }

    @Test
    void stimuli() throws IOException {
        List<Stimulus> stimuli = cells("""
                stimuli:
                  - {to: X, input: I, neurons: [0, 2], pulse: {start: 1, stop: "0.002 s", amplitude: "2500 nA/cm^2"}}
                  - {to: X, pulses: [{start: 1, stop: 2, amplitude: 3}, {start: 4, stop: 4, amplitude: 5}]}
                  - {to: X, input: I, samples: three.npy, interval: 0.25}
                  - {to: X, input: I, neurons: {file: index.npy}, samples: rows.npy, interval: "1 s"}
                  - {to: X, input: I, expression: "10*(1-exp(-(t-100)/75))"}
                """).experiment().network().stimuli();
        Stimulus.Pulses one = assertInstanceOf(Stimulus.Pulses.class, stimuli.get(0));
        assertArrayEquals(new int[] {0, 2}, one.neurons());
        assertEquals(0, one.pulses().getFirst().stop().compareTo(new BigDecimal(2)));
        assertEquals(2.5, one.pulses().getFirst().amplitude());
        Stimulus.Pulses two = assertInstanceOf(Stimulus.Pulses.class, stimuli.get(1));
        assertNull(two.neurons());
        assertEquals("I", two.input());
        assertEquals(2, two.pulses().size());
        assertArrayEquals(new double[][] {{-1, -2, -3}}, assertInstanceOf(Stimulus.Samples.class, stimuli.get(2)).values());
        Stimulus.Samples rows = assertInstanceOf(Stimulus.Samples.class, stimuli.get(3));
        assertArrayEquals(new double[][] {{1, 2, 3, 4}, {5, 6, 7, 8}}, rows.values());
        assertArrayEquals(new int[] {2, 0}, rows.neurons());
        assertEquals(0, rows.interval().compareTo(new BigDecimal(1000)));
        assertEquals("10*(1 - exp(-(t - 100)/75))", assertInstanceOf(Stimulus.Waveform.class, stimuli.get(4)).value().toString());
    }

    @Test
    void scales() throws IOException {
        List<Stimulus> stimuli = cells("""
                stimuli:
                  - {to: X, neurons: [0, 2], pulse: {start: 1, stop: 2, amplitude: 3}, scale: {normal: {mean: 1, sd: 0.1}}}
                  - {to: X, pulses: [{start: 1, stop: 2, amplitude: 3}, {start: 4, stop: 5, amplitude: 6}], scale: 2}
                sweep: {values: {stimuli.1.pulses.0.amplitude: {grid: [7, "9000 nA/cm^2", 3]}}}
                """).experiment().network().stimuli();
        assertEquals(new Value.Normal(1, 0.1), assertInstanceOf(Stimulus.Scaled.class, stimuli.get(0)).factor());
        Stimulus.Scaled shared = assertInstanceOf(Stimulus.Scaled.class, stimuli.get(1));
        assertEquals(6, assertInstanceOf(Stimulus.Pulses.class, shared.of()).pulses().getFirst().amplitude());
        Stimulus.Scaled swept = assertInstanceOf(Stimulus.Scaled.class, stimuli.get(2));
        assertEquals(Value.of(2), swept.factor());
        assertArrayEquals(new double[] {7, 8, 9},
                assertInstanceOf(Value.PerInstance.class, assertInstanceOf(Stimulus.Scaled.class, swept.of()).factor()).values());
    }

    /** The points of a grid may be rounded, what is drawn is put on the steps. */
    @Test
    void sweptTimesAreSteps() throws IOException {
        ExperimentFile file = cells("""
                stimuli: [{to: X, pulse: {start: 1, stop: 9, amplitude: 3}}]
                sweep:
                  values:
                    stimuli.0.pulse.start: {grid: [0, 1, 11]}
                    stimuli.0.pulse.stop: {uniform: [2, 3]}
                """);
        double[] start = file.sweep().columns().get("stimuli.0.pulse.start");
        double[] stop = file.sweep().columns().get("stimuli.0.pulse.stop");
        for (int i = 0; i < 11; i++) {
            assertEquals(i / 10.0, start[i]);
            assertEquals(Math.round(10 * stop[i]) / 10.0, stop[i]);
        }
        assertInstanceOf(Stimulus.TimedPulse.class,
                assertInstanceOf(Stimulus.Scaled.class, file.experiment().network().stimuli().getFirst()).of());
    }

    @Test
    void records() throws IOException {
        List<Recording> records = cells("""
                record:
                  - {population: X, variables: [V, last_spike], every: 0.3, neurons: [1]}
                  - {population: X, variables: [m]}
                  - {spikes: X}
                """).experiment().recordings();
        Recording.Variables first = assertInstanceOf(Recording.Variables.class, records.get(0));
        assertEquals(3, first.every());
        assertArrayEquals(new int[] {1}, first.elements());
        assertEquals(1, assertInstanceOf(Recording.Variables.class, records.get(1)).every());
        assertEquals(new Recording.SpikesOf("X"), records.get(2));
    }

    @Test
    void settings() throws IOException {
        ExperimentFile file = read("""
                time: {stop: 10, step: 0.1}
                populations:
                  X: {model: hodgkin-huxley, size: 3}
                record: [{population: X, variables: [V], every: 0.5}]
                """, "time.stop=50", "populations.X.parameters.g_K={linspace: [1, 2]}", "record.0.every=1", "seed=7", "name=other",
                "sweep.values.populations.X.initial.V.grid=[-70, -60, 3]", "output={directory: here, formats: [npy]}");
        assertEquals(500, file.experiment().time().steps());
        assertEquals(new Value.Linspace(1, 2), file.experiment().network().population("X").parameters().get("g_K"));
        assertEquals(10, assertInstanceOf(Recording.Variables.class, file.experiment().recordings().getFirst()).every());
        assertEquals(7, file.experiment().seed());
        assertEquals("other", file.experiment().name());
        assertEquals(3, file.experiment().instances());
        assertEquals(folder.resolve("here"), file.output().directory());
    }

    @Test
    void sweeps() throws IOException {
        Files.writeString(folder.resolve("table.csv"), "populations.X.initial.m,populations.X.initial.h\n" + "0.5,0.25\n".repeat(12));
        ExperimentFile file = cells("""
                sweep:
                  instances: 2
                  values:
                    populations.X.parameters.g_K: {grid: [0, 1, 3]}
                    populations.X.parameters.E_K: {grid: ["-0.09 V", -80, 2]}
                    populations.X.parameters.g_L: {uniform: [1, 2]}
                    populations.X.initial.V: {normal: {mean: -70, sd: 1}}
                    file: table.csv
                """);
        assertEquals(12, file.experiment().instances());
        assertArrayEquals(new double[] {0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1},
                file.sweep().columns().get("populations.X.parameters.g_K"));
        assertArrayEquals(new double[] {-90, -90, -80, -80, -90, -90, -80, -80, -90, -90, -80, -80},
                file.sweep().columns().get("populations.X.parameters.E_K"));
        double[] uniform = file.sweep().columns().get("populations.X.parameters.g_L");
        assertEquals(12, Arrays.stream(uniform).filter(v -> v >= 1 && v < 2).distinct().count());
        assertArrayEquals(uniform, cells("""
                sweep: {instances: 12, values: {populations.X.parameters.g_L: {uniform: [1, 2]}}}
                """).sweep().columns().get("populations.X.parameters.g_L"), "what else is swept does not matter");
        assertEquals(12, Arrays.stream(file.sweep().columns().get("populations.X.initial.V")).distinct().count());
        assertEquals(0.25, file.sweep().columns().get("populations.X.initial.h")[11]);
        assertInstanceOf(Value.PerInstance.class, file.experiment().network().population("X").initial().get("m"));
    }

    private double[] drawn(int instances, String design, String path, String form) throws IOException {
        return cells("sweep: {instances: %d, design: %s, values: {populations.X.parameters.g_Na: {uniform: [0, 1]}, %s: %s}}\n"
                .formatted(instances, design, path, form)).sweep().columns().get(path);
    }

    /** Every design draws every distribution: at the instances' positions along the axis, which do not depend on the distribution. */
    @ParameterizedTest
    @EnumSource(Design.class)
    void designs(Design design) throws IOException {
        String path = "populations.X.parameters.g_K";
        double[] unit = drawn(256, design.toString(), path, "{uniform: [0, 1]}");
        assertEquals(256, Arrays.stream(unit).filter(u -> u > 0 && u < 1).distinct().count());
        double[] uniform = drawn(256, design.toString(), path, "{uniform: [\"10 mS/cm^2\", 30]}");
        double[] logarithmic = drawn(256, design.toString(), path, "{log_uniform: [0.01, 100]}");
        double[] normal = drawn(256, design.toString(), path, "{normal: {mean: 5, sd: 2}}");
        int below = 0;
        for (int i = 0; i < 256; i++) {
            assertEquals(10 + 20 * unit[i], uniform[i], 1e-13);
            assertEquals(Math.pow(10, 4 * unit[i] - 2), logarithmic[i], 1e-13 * logarithmic[i]);
            assertEquals(unit[i] < 0.5, normal[i] < 5);
            below += normal[i] < 5 - 2 * 0.6744897501960817 ? 1 : 0;
        }
        assertEquals(Arrays.stream(unit).filter(u -> u < 0.25).count(), below, "a quarter lies below the first quartile");
    }

    /** In every part of an axis as often; Sobol's points are so in every square of two axes too. */
    @Test
    void evenDesigns() throws IOException {
        for (String design : List.of("latin-hypercube", "sobol")) {
            double[] unit = drawn(256, design, "populations.X.parameters.g_K", "{uniform: [0, 1]}");
            assertArrayEquals(IntStream.range(0, 256).toArray(), Arrays.stream(unit).mapToInt(u -> (int) (256 * u)).sorted().toArray());
        }
        ExperimentFile file = cells("""
                sweep:
                  instances: 256
                  design: sobol
                  values:
                    populations.X.parameters.g_K: {uniform: [0, 16]}
                    populations.X.parameters.E_K: {uniform: [0, 16]}
                """);
        double[] one = file.sweep().columns().get("populations.X.parameters.g_K");
        double[] other = file.sweep().columns().get("populations.X.parameters.E_K");
        assertArrayEquals(IntStream.range(0, 256).toArray(),
                IntStream.range(0, 256).map(i -> 16 * (int) one[i] + (int) other[i]).sorted().toArray());
        ExperimentFile reseeded = cells("""
                seed: 2
                sweep: {instances: 256, design: sobol, values: {populations.X.parameters.g_K: {uniform: [0, 16]}}}
                """);
        assertNotEquals(one[0], reseeded.sweep().columns().get("populations.X.parameters.g_K")[0]);
    }

    @Test
    void aTableSaysHowManyInstances() throws IOException {
        Files.writeString(folder.resolve("one.csv"), "g\n1\n2\n3\n");
        ExperimentFile file = cells("sweep: {values: {populations.X.parameters.g_K: {file: one.csv}}}\n");
        assertEquals(3, file.experiment().instances());
        assertArrayEquals(new double[] {1, 2, 3}, file.sweep().columns().get("populations.X.parameters.g_K"));
    }
}
