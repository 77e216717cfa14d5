package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.runtime.Backends;

/** The commands that only print, on a machine that has OpenCL. */
class OpenClCommandsTest {
    private static final String PAIR = """
            time: {stop: 1, step: 0.1}
            populations:
              X: {model: hodgkin-huxley, size: 2}
            projections:
              both: {from: X, to: X, model: gaba-a, connectivity: {all-to-all: true}}
            record: [{population: X, variables: [V]}, {spikes: X}]
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void experiment() throws IOException {
        Target.requireDevice("opencl");
        file = folder.resolve("pair.yaml");
        Files.writeString(file, PAIR);
    }

    private String show(String view, String... more) {
        String[] args = {"show", file.toString(), "--backend", "opencl", "--what", view};
        String[] all = Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
        Cli result = Cli.run(all);
        assertEquals(Main.DONE, result.code(), result.err());
        assertEquals("", result.err());
        return result.out();
    }

    @Test
    void devicesSaysWhatTheyCanDo() {
        String out = Cli.run("devices").out();
        Pattern line = Pattern.compile("^opencl\n  0  \\S.*, OpenCL \\d\\.\\d, .*, \\d+\\.\\d GiB memory, .*, work-groups up to \\d+, "
                + "(no )?fp64  \\(float32(, float64)?\\)$", Pattern.MULTILINE);
        assertTrue(line.matcher(out).find(), out);
    }

    @ParameterizedTest
    @CsvSource({"float32,float,resident", "float64,double,staged"})
    void theKernel(String precision, String type, String schedule) {
        String source = show("kernel", "--precision", precision, "--schedule", schedule);
        assertTrue(source.contains("__kernel") && source.contains("typedef " + type + " real;"), source);
        // one kernel takes all steps in a work-group, or one goes over all elements for each part of a step
        assertEquals(schedule.equals("resident"), source.contains("barrier("), source);
    }

    @Test
    void thePlan() {
        String plan = show("plan");
        for (String part : new String[] {"states and stages", "memory of spikes", "connectivity", "samples, twice", "two chunk buffers",
            "together", "a chunk holds up to 10 steps"}) {
            assertTrue(plan.contains(part), plan);
        }
    }

    /** A C compiler takes functions of any length. */
    @Test
    void thePasses() {
        String passes = show("passes");
        assertTrue(passes.contains("after exprel") && passes.contains("after cse"), passes);
        assertFalse(passes.contains("after split"), passes);
    }

    /** A processor is better served by the CPU backend than by an OpenCL driver for processors. */
    @Test
    void autoTakesOpenClOnlyForAGraphicsCard() {
        Cli result = Cli.run("show", file.toString(), "--what", "plan");
        assertEquals(Main.DONE, result.code(), result.err());
        boolean isProcessor = Backends.choose("opencl", 0).description().contains("Portable Computing Language");
        assertFalse(isProcessor && result.err().startsWith("loligo: --backend auto chose opencl, "), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
    }
}
