package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.models.Models;

/** The commands that only print. */
class CommandsTest {
    private static final String EXPERIMENT = """
            time: {stop: 10, step: 0.1}
            populations:
              X: {model: hodgkin-huxley, size: 4}
            projections:
              all: {from: X, to: X, model: gaba-a, connectivity: {all-to-all: true}}
            stimuli:
              - {to: X, expression: "sin(t)"}
            record:
              - {population: X, variables: [V], every: 1}
            """;

    @TempDir
    private Path folder;

    private Cli show(String... what) throws IOException {
        Path file = folder.resolve("e.yaml");
        Files.writeString(file, EXPERIMENT);
        List<String> args = new java.util.ArrayList<>(List.of("show", file.toString(), "--backend", "interpreter"));
        args.addAll(List.of(what));
        Cli result = Cli.run(args.toArray(String[]::new));
        assertEquals(Main.DONE, result.code(), result.err());
        return result;
    }

    @Test
    void everyModelHasAPage() {
        for (String name : Models.names()) {
            Cli page = Cli.run("models", name);
            assertEquals(Main.DONE, page.code());
            for (String part : List.of(name + ": ", "Parameters, with their defaults", "Equations", "Source")) {
                assertTrue(page.out().contains(part) || part.startsWith("Parameters") && name.equals("sine"), page.out());
            }
            assertTrue(Cli.run("models").out().contains(name));
        }
        assertTrue(Cli.run("models", "hodgkin-huxley").out().contains("dV/dt = "));
    }

    @Test
    void devicesNamesEveryBackend() {
        Cli result = Cli.run("devices");
        assertEquals(Main.DONE, result.code());
        assertTrue(result.out().contains("interpreter\n  0  "), result.out());
    }

    @Test
    void theNetworkAndItsSizes() throws IOException {
        String page = show().out();
        assertTrue(page.contains("100 steps of rk4 from 0 to 10 ms"), page);
        assertTrue(page.contains("population X: 4 neurons of hodgkin-huxley"), page);
        assertTrue(page.contains("12 synapses of gaba-a"), page);
        assertTrue(page.contains("stimulus of X.I: sin(t) to all neurons"), page);
        assertTrue(page.contains("record X: V every 10 steps, 11 samples"), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"program", "passes", "kernel", "plan"})
    void viewsOfTheProgram(String view) throws IOException {
        assertFalse(show("--what", view).out().isBlank());
    }

    @Test
    void aViewThatIsNotThere() {
        Cli result = Cli.run("show", folder.resolve("e.yaml").toString(), "--what", "progam");
        assertEquals(Main.MISTAKE, result.code());
        assertTrue(result.err().contains("did you mean 'program'?"), result.err());
    }

    @Test
    void helpAndVersion() {
        assertTrue(Cli.run("--help").out().contains("Exit codes"));
        assertEquals(Main.DONE, Cli.run("--help").code());
        for (String command : List.of("run", "show", "models", "devices")) {
            assertTrue(Cli.run(command, "--help").out().contains("Example"), command);
        }
        assertTrue(Cli.run("--version").out().startsWith("Loligo "));
    }
}
