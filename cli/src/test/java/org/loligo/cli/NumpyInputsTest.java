package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that NumPy itself wrote are inputs, and NumPy reads what a run writes. */
class NumpyInputsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void numpy() throws Exception {
        assumeTrue(python("import numpy") == 0, "no python3 with numpy");
    }

    private int python(String program) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", program).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private Cli run(String yaml) throws IOException {
        Path file = folder.resolve("e.yaml");
        Files.writeString(file, yaml);
        return Cli.run("run", file.toString(), "--backend", "interpreter", "--quiet", "--format", "npy", "--out",
                folder.resolve("out").toString());
    }

    @Test
    void everyTypeAndOrder() throws Exception {
        assertEquals(0, python("""
                import numpy as np
                m = np.array([[0, 1, 0], [0, 0, 2], [3, 0, 0]])
                np.save('bool.npy', m != 0)
                np.save('fortran.npy', np.asfortranarray(m.astype('>i2')))
                np.save('v.npy', np.array([-70, -65, -60], dtype='>f4'))
                np.save('index.npy', np.array([2, 0], dtype=np.uint8))
                np.save('current.npy', np.asfortranarray(np.arange(6, dtype=np.float16).reshape(2, 3)))
                with open('v2.npy', 'wb') as f:
                    np.lib.format.write_array(f, np.array([0.1, 0.2, 0.3]), version=(2, 0))
                """));
        Cli result = run("""
                time: {stop: 1, step: 0.01}
                populations:
                  X: {model: hodgkin-huxley, size: 3, initial: {V: {file: v.npy}, m: {file: v2.npy}}}
                projections:
                  a: {from: X, to: X, model: gaba-a, connectivity: {matrix: bool.npy}}
                  b: {from: X, to: X, model: gaba-a, connectivity: {matrix: fortran.npy}}
                stimuli:
                  - {to: X, neurons: {file: index.npy}, samples: current.npy, interval: 0.25}
                record:
                  - {population: X, variables: [V, m], every: 0.5}
                """);
        assertEquals(Main.DONE, result.code(), result.err());
        assertTrue(result.out().contains("\"synapses\": 6"), result.out());
        assertEquals(0, python("""
                import numpy as np
                v = np.load('out/npy/X.V.npy')
                assert v.shape == (3, 3) and v.dtype == np.float64
                assert (v[0] == [-70, -65, -60]).all()
                assert (np.load('out/npy/X.m.npy')[0] == [0.1, 0.2, 0.3]).all()
                assert (np.load('out/npy/X.time.npy') == [0, 0.5, 1]).all()
                """));
    }

    @Test
    void objectsAreRefused() throws Exception {
        assertEquals(0, python("""
                import numpy as np
                np.save('o.npy', np.array([None, 1, 'x'], dtype=object), allow_pickle=True)
                np.save('c.npy', np.array([1j, 2j, 3j]))
                """));
        for (String file : List.of("o.npy", "c.npy")) {
            Cli result = run("""
                    time: {stop: 1, step: 0.1}
                    populations:
                      X: {model: hodgkin-huxley, size: 3, initial: {V: {file: %s}}}
                    """.formatted(file));
            assertEquals(Main.MISTAKE, result.code());
            assertTrue(result.err().contains("e.yaml:3:59: populations.X.initial.V.file: ") && result.err().contains(file), result.err());
        }
    }
}
