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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.loligo.cli.experiment.AsRun;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.InputException;
import org.loligo.cli.experiment.Inputs;
import org.loligo.io.CheckpointFolder;

/** The folder a run writes. It is checked first and made only when the run is ready to begin. */
final class RunFolder {
    /** The experiment as run. */
    static final String EXPERIMENT = "experiment.yaml";

    private static final String RECORD = "run.json";
    private static final String TEMPORARY = ".tmp";

    private final String option;
    private final Path path;
    private final Existing existing;

    private RunFolder(String option, Path path, Existing existing) {
        this.option = option;
        this.path = path;
        this.existing = existing;
    }

    /** What to do about a folder that is there already. */
    enum Existing {
        /** To refuse it. */
        REFUSE,
        /** To replace it, if it holds a run. */
        REPLACE,
        /** To go on with the run in it. */
        RESUME,
        /** To leave it alone: nothing will be written. */
        IGNORE
    }

    /**
     * The folder at a path, if a run may write it.
     *
     * @param option   what gave the path, for messages
     * @param existing what to do about one that is there
     * @throws InputException when it may not
     */
    static RunFolder at(String option, Path path, Existing existing) throws IOException {
        if (existing != Existing.IGNORE && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            boolean ours = holdsRun(path);
            if (existing == Existing.REFUSE) {
                throw new InputException(option + ": '" + path + "' exists, expected a folder that is not there yet"
                        + (ours ? "; --overwrite replaces it, --resume goes on with it" : ""));
            }
            if (!ours && !(existing == Existing.RESUME && isBarelyBegun(path))) {
                throw new InputException(option + ": '" + path + "' exists and holds no run.json or checkpoint of Loligo, so "
                        + (existing == Existing.REPLACE ? "--overwrite does not replace it" : "there is nothing to resume"));
            }
        }
        Path above = path.toAbsolutePath();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (existing != Existing.IGNORE && above != null && (!Files.isDirectory(above) || !Files.isWritable(above))) {
            throw new InputException(option + ": cannot write '" + path + "' because '" + above + "' is "
                    + (Files.isDirectory(above) ? "not writable" : "not a folder"));
        }
        return new RunFolder(option, path, existing);
    }

    /** Whether a folder holds what a run has written. */
    static boolean holdsRun(Path path) {
        try {
            return Files.isDirectory(CheckpointFolder.of(path).path())
                    || Files.isRegularFile(path.resolve(RECORD)) && RunRecord.isOurs(Files.readString(path.resolve(RECORD)));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether all that a run did here before it was killed is to make the folder. */
    private static boolean isBarelyBegun(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.allMatch(f -> f.getFileName().toString().equals(RECORD + TEMPORARY));
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

    /**
     * Whether the run in it has reached its end.
     *
     * @param file what is to be resumed
     * @throws InputException when the run in it is that of another experiment
     */
    boolean isFinished(ExperimentFile file) throws IOException {
        if (Files.exists(path.resolve(EXPERIMENT))) {
            Optional<String> difference = AsRun.difference(path.resolve(EXPERIMENT), file);
            if (difference.isPresent()) {
                throw new InputException("--resume: '" + path + "' holds a run of another experiment, " + difference.get()
                        + "; run what is described in '" + path.resolve(EXPERIMENT) + "', or give another --out");
            }
        }
        return Files.exists(path.resolve(RECORD)) && !RunRecord.isUnfinished(readRecord());
    }

    /** The text of {@code run.json}. */
    String readRecord() throws IOException {
        return Files.readString(path.resolve(RECORD));
    }

    /** The checkpoints of the run. */
    CheckpointFolder checkpoints() {
        return CheckpointFolder.of(path);
    }

    /**
     * Makes it, with the record of a run that has not finished and the experiment as run. What is there of an earlier run goes: first its
     * checkpoints, so that nobody goes on with what is half deleted; its record is replaced before the rest, so that at any moment the
     * folder is known for what it is.
     */
    void create(ExperimentFile file, Map<String, Object> record) throws IOException {
        Files.createDirectories(path);
        checkpoints().delete();
        writeRecord(record);
        Set<String> written = Set.of("npy", "sonata", file.experiment().name() + ".zarr", "summary.csv");
        try (Stream<Path> inside = Files.list(path)) {
            for (Path old : inside.toList()) {
                String name = old.getFileName().toString();
                if (existing == Existing.RESUME ? written.contains(name) : !name.equals(RECORD)) {
                    delete(old);
                }
            }
        }
        write(EXPERIMENT, "# The experiment as run by Loligo " + Version.loligo() + ": running this file again gives the same.\n"
                + AsRun.text(file, path.toRealPath()));
    }

    /** Replaces {@code run.json}. */
    void writeRecord(Map<String, Object> record) throws IOException {
        write(RECORD, JsonLine.text(record) + "\n");
    }

    /** Writes a file so that it is there whole or not at all. */
    void write(String name, String text) throws IOException {
        Path temporary = path.resolve(name + TEMPORARY);
        Files.writeString(temporary, text);
        Files.move(temporary, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes a file, or a folder with all that is in it; links are deleted, never followed. */
    private static void delete(Path old) throws IOException {
        Files.walkFileTree(old, new SimpleFileVisitor<>() {
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
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
