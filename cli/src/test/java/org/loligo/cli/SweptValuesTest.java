package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.io.NpyReader;

/** Whatever a sweep varies, each instance is what a run with its values gives. */
class SweptValuesTest {
    private static final String EXPERIMENT = """
            time: {start: 0, stop: 30, step: 0.05}
            populations:
              X: {model: hodgkin-huxley, size: 3}
            projections:
              ach: {from: X, to: X, model: acetylcholine, connectivity: {all-to-all: true}, parameters: {g: 0.3}}
            stimuli:
              - {to: X, pulse: {start: 2, stop: 12, amplitude: 20}, neurons: [2, 0]}
              - {to: X, pulses: [{start: 5, stop: 6, amplitude: 3}, {start: 8, stop: 20, amplitude: 4}]}
              - {to: X, samples: rows.npy, interval: 2, neurons: [1, 2]}
              - {to: X, expression: "sin(t/3)", scale: {linspace: [1, 2]}}
            record:
              - {population: X, variables: [V], every: 1}
              - {spikes: X}
            """;
    private static final List<String> PATHS = List.of("stimuli.0.pulse.amplitude", "stimuli.1.pulses.1.amplitude", "stimuli.2.scale",
            "projections.ach.weight", "stimuli.1.pulses.0.start", "stimuli.1.pulses.1.stop");
    private static final double[][] ROWS = {{20, 4, 1, 1, 5, 17}, {0, -3, 2.5, 0.3, 2.35, 30}, {41.5, 0.1, -0.7, 2.2, 6, 9.95}};

    @TempDir
    private Path folder;

    @BeforeEach
    void inputs() throws IOException {
        Files.writeString(folder.resolve("e.yaml"), EXPERIMENT);
        Npy.write(folder.resolve("rows.npy"), new int[] {2, 3}, 3, -2, 0.5, 10, 0, 1.25);
        List<String> lines = new ArrayList<>(List.of(String.join(",", PATHS)));
        for (double[] row : ROWS) {
            lines.add(String.join(",", Arrays.stream(row).mapToObj(Double::toString).toList()));
        }
        Files.write(folder.resolve("table.csv"), lines);
    }

    private Path run(Target target, String name, Stream<String> settings) {
        Path out = folder.resolve(name);
        Stream<String> args = Stream.of("run", folder.resolve("e.yaml").toString(), "--backend", target.backend(), "--schedule",
                target.schedule(), "--out", out.toString(), "--format", "npy", "--quiet");
        Cli result = Cli.run(Stream.concat(args, settings.flatMap(s -> Stream.of("--set", s))).toArray(String[]::new));
        assertEquals(Main.DONE, result.code(), result.err());
        return out.resolve("npy");
    }

    static Stream<Target> everywhere() {
        return Target.coupled().stream();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void instancesAreRuns(Target target) throws IOException {
        target.device();
        Path sweep = run(target, "sweep", Stream.of("sweep={values: {file: table.csv}}"));
        double[] swept = NpyReader.read(sweep.resolve("X.V.npy")).values();
        double[] spikes = NpyReader.read(sweep.resolve("X.spikes.npy")).values();
        List<Double> alone = new ArrayList<>();
        for (int r = 0; r < ROWS.length; r++) {
            double[] row = ROWS[r];
            Path single = run(target, "run" + r, Stream.iterate(0, p -> p + 1).limit(PATHS.size()).map(p -> PATHS.get(p) + "=" + row[p]));
            double[] expected = NpyReader.read(single.resolve("X.V.npy")).values();
            double[] found = Arrays.copyOfRange(swept, r * expected.length, (r + 1) * expected.length);
            assertArrayEquals(expected, found, 1e-9, "instance " + r);
            double[] fired = NpyReader.read(single.resolve("X.spikes.npy")).values();
            for (int k = 0; k < fired.length; k += 2) {
                alone.addAll(List.of((double) r, fired[k], fired[k + 1]));
            }
        }
        assertTrue(alone.size() > 9, "several spikes");
        assertArrayEquals(alone.stream().mapToDouble(Double::doubleValue).toArray(), spikes);
    }

    /** What is multiplied by 1 or 0 is not rounded; but compilers of devices may join the product with another operation. */
    @Test
    void anAmplitudeByInstanceGivesTheSameBitsOnTheCpu() throws IOException {
        Target target = Target.coupled().getFirst();
        String pulse = "stimuli=[{to: X, pulse: {start: 2, stop: 12, amplitude: 7.3}, neurons: [1]}]";
        double[] alone = NpyReader.read(run(target, "alone", Stream.of(pulse)).resolve("X.V.npy")).values();
        double[] swept = NpyReader.read(run(target, "swept", Stream.of(pulse,
                "sweep.values.stimuli.0.pulse.amplitude.values=[20.1, 7.3]")).resolve("X.V.npy")).values();
        assertArrayEquals(alone, Arrays.copyOfRange(swept, alone.length, swept.length));
    }

    /** Amplitudes are numbers that a program is given, so that any of them runs with the same program. */
    @Test
    void valuesDoNotStandInTheProgram() {
        Target cpu = Target.coupled().getFirst();
        assertEquals(kernel(cpu, "[0, 10, 4]", "[0, 1, 2]"), kernel(cpu, "[3, 7, 4]", "[5, 6, 2]"));
    }

    private String kernel(Target target, String amplitudes, String weights) {
        Cli shown = Cli.run("show", folder.resolve("e.yaml").toString(), "--backend", target.backend(), "--what", "kernel", "--set",
                "sweep={values: {stimuli.0.pulse.amplitude: {grid: " + amplitudes + "}, projections.ach.weight: {grid: " + weights + "}}}");
        assertEquals(Main.DONE, shown.code(), shown.err());
        return shown.out();
    }

    @Test
    void theSummaryAndTheExperimentAsRunHoldThem() throws IOException {
        Target cpu = Target.coupled().getFirst();
        Path out = run(cpu, "out", Stream.of("sweep={instances: 4, design: sobol, values: {stimuli.0.pulse.amplitude: "
                + "{log_uniform: [1, 100]}, projections.ach.weight: {normal: {mean: 1, sd: 0.1}}}}", "time.stop=1")).getParent();
        List<String> lines = Files.readAllLines(out.resolve("summary.csv"));
        assertEquals("instance,stimuli.0.pulse.amplitude,projections.ach.weight,X.spikes,X.rate", lines.getFirst());
        double[] amplitudes = lines.stream().skip(1).mapToDouble(l -> Double.parseDouble(l.split(",")[1])).sorted().toArray();
        for (int i = 0; i < 4; i++) {
            assertEquals(i, (int) (2 * Math.log10(amplitudes[i])), "one in each half of a decade");
        }
        assertTrue(Files.readString(out.resolve("experiment.yaml")).contains("design: sobol"));
    }
}
