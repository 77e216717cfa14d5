package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loligo.io.NpyReader;

/** What {@code loligo run} leaves behind. */
class RunCommandTest {
    private static final String EXPERIMENT = """
            time: {start: 0, stop: 0.5, step: 0.05}
            populations:
              X:
                model: hodgkin-huxley
                size: 3
                parameters: {g_K: {uniform: [9, 11]}, E_L: {values: [-55, -55, "-0.055 V"]}}
                initial: {V: {file: v.npy}, last_spike: never}
            projections:
              gaba:
                from: X
                to: X
                model: gaba-a
                connectivity: {probability: 0.5}
              ach: {from: X, to: X, model: acetylcholine, connectivity: {edges: data/edges.csv}}
            stimuli:
              - {to: X, pulse: {start: 0, stop: 0.3, amplitude: 40}}
              - {to: X, expression: "10*(1 - exp(-t))", neurons: {file: v-index.npy}}
            record:
              - {population: X, variables: [V]}
              - {projection: gaba, variables: [O], every: 0.1}
              - {spikes: X}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void inputs() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/edges.csv"), "pre,post,weight\n0,1,1.5\n");
        Npy.vector(folder.resolve("v.npy"), -70, -65, -40);
        Npy.vector(folder.resolve("v-index.npy"), 2);
        Files.writeString(folder.resolve("e.yaml"), EXPERIMENT);
    }

    private Cli run(Path file, Path out, String... options) {
        List<String> args = new ArrayList<>(List.of("run", file.toString(), "--backend", "interpreter", "--out", out.toString()));
        args.addAll(List.of(options));
        return Cli.run(args.toArray(String[]::new));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void filesAndTheLine() throws IOException {
        Path out = folder.resolve("deep/out");
        Cli result = run(folder.resolve("e.yaml"), out);
        assertEquals(Main.DONE, result.code(), result.err());
        assertEquals(1, result.out().lines().count());
        assertTrue(Pattern.compile("\\{\"experiment\": \"e\", \"backend\": \"interpreter\", \"device\": \"[^\"]+\", "
                + "\"precision\": \"float64\", \"schedule\": \"[^\"]+\", \"instances\": 1, \"neurons\": 3, \"synapses\": \\d+, "
                + "\"steps\": 10, "
                + "\"storage\": \\{\"ach\": \"[a-z]+\", \"gaba\": \"[a-z]+\"\\}, \"compile_s\": [^,]+, \"compute_s\": [^,]+, "
                + "\"run_s\": [^,]+, \"neuron_steps_per_s\": [^,]+, \"spikes\": \\d+, \"out\": \"[^\"]+\", .*\"versions\": \\{.*")
                .matcher(result.out().strip()).matches(), result.out());
        assertEquals(List.of("e.zarr", "experiment.yaml", "npy", "run.json"), names(out));
        assertEquals(result.out().strip(), Files.readString(out.resolve("run.json")).strip());
    }

    @Test
    void theExperimentAsRunGivesTheSameBits() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("elsewhere/second");
        assertEquals(Main.DONE, run(folder.resolve("e.yaml"), first, "--set", "seed=5", "--set", "time.stop=1", "--format", "npy").code());
        Cli again = run(first.resolve("experiment.yaml"), second);
        assertEquals(Main.DONE, again.code(), again.err());
        assertEquals(List.of("experiment.yaml", "npy", "run.json"), names(second));
        assertEquals(names(first.resolve("npy")), names(second.resolve("npy")));
        for (String name : names(first.resolve("npy"))) {
            assertArrayEquals(Files.readAllBytes(first.resolve("npy").resolve(name)),
                    Files.readAllBytes(second.resolve("npy").resolve(name)), name);
        }
        String asRun = Files.readString(first.resolve("experiment.yaml"));
        for (String filled : List.of("seed: 5", "stop: 1", "integrator: rk4", "precision: float64", "name: e", "E_K: -95", "storage: auto",
                "../v.npy", "../data/edges.csv", "every: 0.05", "inputs:")) {
            assertTrue(asRun.contains(filled), "'" + filled + "' in:\n" + asRun);
        }
        // but for the paths, a fixed point
        assertEquals(asRun, Files.readString(second.resolve("experiment.yaml")).replace("../../", "../"));
    }

    @Test
    void aChangedInputIsNotTakenForTheOldOne() throws IOException {
        Path first = folder.resolve("first");
        assertEquals(Main.DONE, run(folder.resolve("e.yaml"), first).code());
        Npy.vector(folder.resolve("v.npy"), -70, -65, -41);
        Cli again = run(first.resolve("experiment.yaml"), folder.resolve("second"));
        assertEquals(Main.MISTAKE, again.code());
        assertTrue(again.err().contains("populations.X.initial.V.file") && again.err().contains("has changed since"), again.err());
        assertFalse(Files.exists(folder.resolve("second")));
    }

    @Test
    void anOldRunIsReplacedOnlyWhenAsked() throws IOException {
        Path out = folder.resolve("out");
        assertEquals(Main.DONE, run(folder.resolve("e.yaml"), out).code());
        Files.writeString(out.resolve("notes.txt"), "mine");
        Cli refused = run(folder.resolve("e.yaml"), out);
        assertEquals(Main.MISTAKE, refused.code());
        assertTrue(refused.err().contains("--out: '" + out + "' exists") && refused.err().contains("--overwrite"), refused.err());
        assertEquals(Main.DONE, run(folder.resolve("e.yaml"), out, "--overwrite", "--format", "npy").code());
        assertEquals(List.of("experiment.yaml", "npy", "run.json"), names(out));
    }

    @Test
    void whatIsNotARunIsNeverReplaced() throws IOException {
        for (String[] file : new String[][] {{"notes.txt", "mine"}, {"run.json", "{\"mine\": true}"}}) {
            Path out = folder.resolve("precious-" + file[0]);
            Files.createDirectory(out);
            Files.writeString(out.resolve(file[0]), file[1]);
            Cli refused = run(folder.resolve("e.yaml"), out, "--overwrite");
            assertEquals(Main.MISTAKE, refused.code());
            assertTrue(refused.err().contains("holds no run.json or checkpoint of Loligo"), refused.err());
            assertEquals(List.of(file[0]), names(out));
        }
        assertEquals(Main.MISTAKE, run(folder.resolve("e.yaml"), folder.resolve("v.npy"), "--overwrite").code());
        assertEquals(Main.MISTAKE, run(folder.resolve("e.yaml"), folder.resolve("v.npy/out")).code());
    }

    @Test
    void overwriteSparesWhatTheRunReads() throws IOException {
        Path out = folder.resolve("out");
        assertEquals(Main.DONE, run(folder.resolve("e.yaml"), out).code());
        Cli refused = run(out.resolve("experiment.yaml"), out, "--overwrite");
        assertEquals(Main.MISTAKE, refused.code());
        assertTrue(refused.err().contains("would delete"), refused.err());
        assertTrue(Files.exists(out.resolve("experiment.yaml")));
    }

    @Test
    void aRefusedRunLeavesTheOldOneAlone() throws IOException {
        Path out = folder.resolve("out");
        assertEquals(Main.DONE, run(folder.resolve("e.yaml"), out).code());
        List<String> before = names(out);
        assertEquals(Main.MISTAKE, run(folder.resolve("e.yaml"), out, "--overwrite", "--set", "time.step=0.07").code());
        assertEquals(Main.MISTAKE, run(folder.resolve("e.yaml"), out, "--overwrite", "--passes", "magic").code());
        assertEquals(before, names(out));
    }

    @Test
    void aSweepHasASummary() throws IOException {
        Path out = folder.resolve("out");
        Cli result = run(folder.resolve("e.yaml"), out, "--format", "npy", "--set",
                "sweep={instances: 2, values: {populations.X.parameters.g_Na: {grid: [100, 120, 2]}}}");
        assertEquals(Main.DONE, result.code(), result.err());
        List<String> lines = Files.readAllLines(out.resolve("summary.csv"));
        assertEquals("instance,populations.X.parameters.g_Na,X.spikes,X.rate", lines.getFirst());
        assertEquals(5, lines.size());
        assertTrue(lines.get(3).startsWith("2,120.0,"), lines.get(3));
        assertTrue(result.out().contains("\"instances\": 4"));
    }

    /** What a script that varies the number of instances reads has the same shape for one. */
    @Test
    void aSweepOfOneInstanceIsASweep() throws IOException {
        Path out = folder.resolve("out");
        Cli result = run(folder.resolve("e.yaml"), out, "--format", "npy,sonata,zarr", "--set", "sweep={instances: 1}");
        assertEquals(Main.DONE, result.code(), result.err());
        assertArrayEquals(new int[] {1, 11, 3}, NpyReader.read(out.resolve("npy/X.V.npy")).shape());
        assertArrayEquals(new int[] {1, 3}, NpyReader.read(out.resolve("npy/X.final.V.npy")).shape());
        assertEquals(3, NpyReader.read(out.resolve("npy/X.spikes.npy")).shape()[1]);
        assertTrue(Files.readString(out.resolve("e.zarr/X/V/zarr.json")).replaceAll("\\s", "").contains("\"shape\":[1,11,3]"));
        assertTrue(Files.exists(out.resolve("sonata/0/X.V.h5")));
    }

    @Test
    void aStateThatIsNotFiniteEndsTheRunWithASentence() throws IOException {
        Path file = folder.resolve("wild.yaml");
        Files.writeString(file, """
                time: {stop: 100, step: 1}
                populations: {L: {model: lorenz, size: 2, initial: {x: 1}}}
                record: [{population: L, variables: [x]}]
                """);
        Path out = folder.resolve("out");
        Cli result = run(file, out, "--format", "npy");
        assertEquals(Main.FAILED, result.code());
        assertEquals("", result.out());
        assertTrue(result.err().lines().count() == 1 && result.err().contains("population 'L', neuron"), result.err());
        String record = Files.readString(out.resolve("run.json"));
        assertTrue(record.contains("\"error\": \"at ") && RunRecord.isOurs(record), record);
        assertTrue(Files.exists(out.resolve("npy/L.x.npy")));
    }

    @Test
    void anInstanceThatIsNotFiniteIsNamedWithItsValues() throws IOException {
        Path file = folder.resolve("wild.yaml");
        Files.writeString(file, """
                time: {stop: 100, step: 0.01}
                populations: {L: {model: lorenz, size: 1, initial: {x: 1}}}
                sweep: {values: {populations.L.initial.x: {grid: [1, 1e9, 2]}, populations.L.parameters.rho: {grid: [14, 28, 2]}}}
                """);
        Path out = folder.resolve("out");
        Cli result = run(file, out, "--format", "npy");
        assertEquals(Main.FAILED, result.code());
        assertTrue(result.err().strip().endsWith("; instance 2 has populations.L.initial.x = 1.0E9, populations.L.parameters.rho = 14.0"),
                result.err());
        assertEquals(1, result.err().lines().filter(l -> l.startsWith("loligo: at ")).count(), result.err());
        assertTrue(Files.readString(out.resolve("run.json")).contains("rho = 14.0"));
    }

    @Test
    void otherExitCodes() {
        Path out = folder.resolve("out");
        Cli noDevice = Cli.run("run", folder.resolve("e.yaml").toString(), "--backend", "interpreter", "--device", "9", "--out",
                out.toString());
        assertEquals(Main.NO_DEVICE, noDevice.code(), noDevice.err());
        Cli noRoom = run(folder.resolve("e.yaml"), out, "--memory", "1B");
        assertEquals(Main.NO_ROOM, noRoom.code(), noRoom.err());
        assertTrue(noRoom.err().contains("bytes"), noRoom.err());
        assertFalse(Files.exists(out), "nothing is written");
    }

    @Test
    void theChoiceOfADeviceIsSaid() {
        Cli result = Cli.run("run", folder.resolve("e.yaml").toString(), "--out", folder.resolve("out").toString());
        assertTrue(result.err().contains("--backend auto chose ") || result.code() == Main.NO_DEVICE, result.err());
    }
}
