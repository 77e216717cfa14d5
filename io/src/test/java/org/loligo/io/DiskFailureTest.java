package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.model.Precision;
import org.loligo.runtime.Sink;

/** A disk that fails is one sentence that says what could not be done, where and why. */
class DiskFailureTest {
    private final SyntheticRun run = SyntheticRun.small(Precision.FLOAT64, 1, 100);

    @TempDir
    private Path folder;

    private static Stream<Arguments> sinks() {
        return Stream.of(Arguments.of("npy", (Function<Path, Sink>) NpySink::new),
                Arguments.of("sonata", (Function<Path, Sink>) SonataSink::new),
                Arguments.of("synthetic run.zarr", (Function<Path, Sink>) ZarrSink::new));
    }

    private String failure(Function<Path, Sink> sink, Path directory) {
        return assertThrows(IOException.class, () -> run.drive(sink.apply(directory), 50, 100)).getMessage();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sinks")
    void aFileInTheWay(String name, Function<Path, Sink> sink) throws IOException {
        Files.writeString(folder.resolve(name), "in the way");
        assertEquals("cannot create the folder " + folder.resolve(name) + ": a file of that name is in the way", failure(sink, folder));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sinks")
    void aFileInsteadOfTheDirectory(String name, Function<Path, Sink> sink) throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "a file");
        assertEquals("cannot create the folder " + file.resolve(name) + ": " + file + " is a file, not a folder", failure(sink, file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sinks")
    void aFolderThatCannotBeWrittenTo(String name, Function<Path, Sink> sink) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeTrue(!Files.isWritable(directory), "this user may write everywhere");
        assertEquals("cannot create the folder " + directory.resolve(name) + ": permission denied", failure(sink, directory));
    }

    private static Stream<Arguments> files() {
        return Stream.of(Arguments.of("npy/X.V.npy", (Function<Path, Sink>) NpySink::new),
                Arguments.of("sonata/X.V.h5", (Function<Path, Sink>) SonataSink::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFullDisk(String name, Function<Path, Sink> sink) throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no /dev/full");
        Path file = folder.resolve(name);
        Files.createDirectory(file.getParent());
        Path link = Files.createSymbolicLink(file.resolveSibling("." + file.getFileName() + ".partial"), full);
        assertEquals("cannot write " + file + ": No space left on device", failure(sink, folder));
        Files.delete(link); // JUnit would warn
    }
}
