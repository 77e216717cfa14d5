package org.loligo.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.loligo.runtime.Checkpoint;
import org.loligo.runtime.CheckpointStore;

/**
 * The folder {@code checkpoint} of a run, which holds its newest two checkpoints, one file each. A file appears whole, and an older one
 * goes only after that.
 *
 * @param path the folder; it is made when it is needed
 */
public record CheckpointFolder(Path path) implements CheckpointStore {
    private static final int KEPT = 2;
    private static final String SUFFIX = ".checkpoint";

    /** The folder of the run that writes {@code output}. */
    public static CheckpointFolder of(Path output) {
        return new CheckpointFolder(output.resolve("checkpoint"));
    }

    /**
     * A checkpoint that was found.
     *
     * @param checkpoint the newest that is intact
     * @param refused    what is wrong with those that are newer, a sentence each
     */
    public record Found(Checkpoint checkpoint, List<String> refused) {}

    @Override
    public void save(Checkpoint checkpoint) throws IOException {
        OutputFolder folder = OutputFolder.create(path);
        // with zeros in front, names sort as steps do
        OutputFile file = folder.file(String.format("step-%019d", checkpoint.step()) + SUFFIX);
        try (file) {
            CheckpointFile.write(file, checkpoint);
            file.publish();
        } catch (IOException e) {
            file.discard(); // on a full disk what is left of it would be in the way
            throw e;
        }
        folder.force();
        List<Path> files = newestFirst();
        for (Path old : files.subList(Math.min(KEPT, files.size()), files.size())) {
            delete(old);
        }
    }

    /**
     * The newest checkpoint that is intact, if there is any checkpoint at all.
     *
     * @throws IOException when there are some and none is intact
     */
    public Optional<Found> newest() throws IOException {
        List<String> refused = new ArrayList<>();
        for (Path file : newestFirst()) {
            try {
                return Optional.of(new Found(CheckpointFile.read(file), List.copyOf(refused)));
            } catch (IOException e) {
                refused.add(e.getMessage());
            }
        }
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        throw new IOException("no checkpoint is intact: " + String.join("; ", refused));
    }

    /** Deletes all checkpoints beyond a step: those that were refused must not push out the good ones. */
    public void dropBeyond(long step) throws IOException {
        Path last = path.resolve(String.format("step-%019d", step) + SUFFIX);
        for (Path file : newestFirst()) {
            if (file.compareTo(last) > 0) {
                delete(file);
            }
        }
    }

    /** Deletes the folder with all checkpoints. */
    public void delete() throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> inside = Files.list(path)) {
                for (Path file : inside.toList()) {
                    delete(file);
                }
            }
            delete(path);
        }
    }

    private static void delete(Path file) throws IOException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DiskException("remove", file, e);
        }
    }

    private List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.filter(f -> f.getFileName().toString().matches("step-\\d{19}\\" + SUFFIX))
                    .sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw new DiskException("look into the folder", path, e);
        }
    }
}
