package org.loligo.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.loligo.cli.experiment.AsRun;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.InputException;
import org.loligo.cli.experiment.Inputs;

/** The folder a run writes. It is checked first and made only when the run is ready to begin. */
final class RunFolder {
    private static final String RECORD = "run.json";

    private final String option;
    private final Path path;

    private RunFolder(String option, Path path) {
        this.option = option;
        this.path = path;
    }

    /**
     * The folder at a path, if a run may write it.
     *
     * @param option    what gave the path, for messages
     * @param overwrite whether an earlier run there may be replaced
     * @throws InputException when it may not
     */
    static RunFolder at(String option, Path path, boolean overwrite) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!overwrite) {
                throw new InputException(option + ": '" + path + "' exists, expected a folder that is not there yet"
                        + (holdsRun(path) ? "; --overwrite replaces it" : ""));
            }
            if (!holdsRun(path)) {
                throw new InputException(option + ": '" + path
                        + "' exists and holds no run.json or checkpoint of Loligo, so --overwrite does not replace it");
            }
        }
        Path existing = path.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null && (!Files.isDirectory(existing) || !Files.isWritable(existing))) {
            throw new InputException(option + ": cannot write '" + path + "' because '" + existing + "' is "
                    + (Files.isDirectory(existing) ? "not writable" : "not a folder"));
        }
        return new RunFolder(option, path);
    }

    private static boolean holdsRun(Path path) {
        try {
            return Files.isDirectory(path.resolve("checkpoint"))
                    || Files.isRegularFile(path.resolve(RECORD)) && RunRecord.isOurs(Files.readString(path.resolve(RECORD)));
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it is, as the user gave it. */
    Path path() {
        return path;
    }

    /** Refuses to replace a folder that holds what the run reads. */
    void requireSpares(Path experiment, Inputs inputs) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Path folder = path.toRealPath();
        List<Path> read = new ArrayList<>(inputs.hashes().keySet());
        read.addFirst(experiment.toRealPath());
        for (Path file : read) {
            if (file.startsWith(folder)) {
                throw new InputException(option + ": --overwrite would delete '" + file + "', which this run reads");
            }
        }
    }

    /** Makes it, in place of an earlier run, with the experiment as run and the record of a run that has not finished. */
    void create(ExperimentFile file, Map<String, Object> record) throws IOException {
        if (Files.exists(path)) {
            empty();
        }
        Files.createDirectories(path);
        write("experiment.yaml", "# The experiment as run by Loligo " + Version.loligo() + ": running this file again gives the same.\n"
                + AsRun.text(file, path.toRealPath()));
        writeRecord(record);
    }

    /** Replaces {@code run.json}. */
    void writeRecord(Map<String, Object> record) throws IOException {
        write(RECORD, JsonLine.text(record) + "\n");
    }

    /** Writes a file so that it is there whole or not at all. */
    void write(String name, String text) throws IOException {
        Path temporary = path.resolve(name + ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes what is in it; links are deleted, never followed. */
    private void empty() throws IOException {
        Path root = path.toRealPath();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!folder.equals(root)) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
