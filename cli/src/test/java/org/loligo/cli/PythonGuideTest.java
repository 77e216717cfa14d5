package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of docs/python.md run as they stand there, on the files of the runs it names; and Python opens every file of a run. */
class PythonGuideTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void runs() throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        for (String name : List.of("feed-forward", "locust-antennal-lobe")) {
            Cli result = Cli.run("run", ROOT.resolve("examples/" + name + ".yaml").toString(), "--backend", "cpu", "--quiet", "--set",
                    "time.stop=200", "--format", "npy,zarr,sonata", "--out", folder.resolve("examples/out/" + name).toString());
            assertEquals(Main.DONE, result.code(), result.err());
        }
    }

    private static List<String> programs(String reader) throws IOException {
        return Pattern.compile("(?s)```python\n(.*?)```").matcher(Files.readString(ROOT.resolve("docs/python.md"))).results()
                .map(m -> m.group(1)).filter(p -> p.startsWith("import " + reader)).toList();
    }

    private static List<String> withNumpy() throws IOException {
        return programs("numpy");
    }

    private static List<String> withH5py() throws IOException {
        return programs("h5py");
    }

    private static List<String> withZarr() throws IOException {
        return Stream.concat(programs("xarray").stream(), programs("zarr").stream()).toList();
    }

    @ParameterizedTest
    @MethodSource
    void withNumpy(String program) throws IOException, InterruptedException {
        assumeTrue(python("import numpy, matplotlib").code() == 0, "python3 with numpy and matplotlib is not installed");
        succeeds(program);
        String picture = Pattern.compile("docs/[a-z-]+\\.png").matcher(program).results().map(MatchResult::group).findFirst().orElseThrow();
        assertTrue(Files.size(folder.resolve(picture)) > 10_000, picture);
        assertTrue(Files.exists(ROOT.resolve(picture)), "the guide shows " + picture);
    }

    @ParameterizedTest
    @MethodSource
    void withH5py(String program) throws IOException, InterruptedException {
        assumeTrue(python("import h5py").code() == 0, "python3 with h5py is not installed");
        succeeds(program);
    }

    /** Of zarr 3 and the xarray that knows it there is no package of Debian yet. */
    @ParameterizedTest
    @MethodSource
    void withZarr(String program) throws IOException, InterruptedException {
        assumeTrue(python("import xarray, zarr\nassert int(zarr.__version__.split('.')[0]) >= 3").code() == 0,
                "python3 with xarray and zarr 3 is not installed");
        succeeds(program);
    }

    @Test
    void theGuideHasAProgramForEachReader() throws IOException {
        assertEquals(List.of(2, 2, 2), List.of(withNumpy().size(), withH5py().size(), withZarr().size()));
    }

    /** Every file is opened and looked into: nothing is there that only we can read. */
    @ParameterizedTest
    @ValueSource(strings = {"feed-forward", "locust-antennal-lobe"})
    void everyFileOpens(String name) throws IOException, InterruptedException {
        assumeTrue(python("import numpy, h5py").code() == 0, "python3 with numpy and h5py is not installed");
        succeeds("""
                import json, pathlib, numpy as np, h5py

                run = pathlib.Path('examples/out/%s')
                opened = 0
                for file in run.rglob('*'):
                    if file.is_dir():
                        continue
                    assert not file.name.startswith('.') and file.suffix != '.partial', file
                    if file.suffix == '.npy':
                        array = np.load(file)
                        assert array.size == 0 or np.all(np.isfinite(array)) or 'last_spike' in file.name, file
                    elif file.suffix == '.h5':
                        with h5py.File(file) as h5:
                            h5.visititems(lambda _, node: node[()] if isinstance(node, h5py.Dataset) else None)
                    elif file.name == 'zarr.json':
                        node = json.loads(file.read_text())
                        assert node['zarr_format'] == 3 and node['node_type'] in ('group', 'array'), file
                    elif file.suffix == '.json':
                        json.loads(file.read_text())
                    else:
                        assert 'c' in file.relative_to(run).parts or file.suffix in ('.yaml', '.csv'), file
                        continue
                    opened += 1
                assert opened > 20, opened
                """.formatted(name));
    }

    private static void succeeds(String program) throws IOException, InterruptedException {
        Cli result = python(program);
        assertEquals(0, result.code(), result.out());
    }

    private static Cli python(String program) throws IOException, InterruptedException {
        ProcessBuilder python = new ProcessBuilder("python3", "-c", program).directory(folder.toFile()).redirectErrorStream(true);
        python.environment().put("MPLBACKEND", "Agg");
        try {
            Process process = python.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Cli(process.waitFor(), said, "");
        } catch (IOException _) {
            return new Cli(-1, "there is no python3", "");
        }
    }
}
