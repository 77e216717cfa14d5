package org.loligo.cli.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.loligo.io.NpyArray;
import org.loligo.io.NpyReader;
import org.loligo.model.ModelException;
import org.loligo.model.Names;

/** The files an experiment names: it opens them, remembers them with their hashes, and holds them to the hashes of an earlier run. */
public final class Inputs {
    private final Path base;
    private final Map<Path, Tree> expectedHashes = new HashMap<>();
    private final SequencedMap<String, Path> opened = new LinkedHashMap<>();
    private final SequencedMap<Path, String> hashes = new LinkedHashMap<>();

    /**
     * @param base the folder paths are relative to
     * @param root the experiment, whose key {@code inputs} may name files and their hashes
     */
    Inputs(Path base, Section root) {
        this.base = base;
        root.get("inputs").ifPresent(node -> Section.mapping(node, "the input files with their hashes").entries().forEach((file, entry) -> {
            try {
                expectedHashes.put(base.resolve(file).toRealPath(), entry.value());
            } catch (IOException | InvalidPathException e) {
                // a file that is named here but not used does no harm; one that is used is missed where it is
            }
        }));
    }

    /** The files, by the path of the key that names each. */
    public SequencedMap<String, Path> opened() {
        return Collections.unmodifiableSequencedMap(opened);
    }

    /** The SHA-256 of each file. */
    public SequencedMap<Path, String> hashes() {
        return Collections.unmodifiableSequencedMap(hashes);
    }

    /** The file a node names. */
    Path file(Tree node, String what) {
        String text = node.text(what);
        Path path;
        try {
            path = base.resolve(text);
        } catch (InvalidPathException e) {
            throw node.expected(what);
        }
        if (!Files.isRegularFile(path)) {
            Path shown = path.normalize();
            String nearest = Files.exists(path) ? "" : nearest(shown);
            throw node.refuse((Files.exists(path) ? "'" + shown + "' is not a file" : "the file '" + shown + "' does not exist")
                    + (nearest.isEmpty() ? "; expected " + what : nearest));
        }
        try {
            path = path.toRealPath();
        } catch (IOException e) {
            throw node.refuse("cannot read '" + path + "': " + reason(e));
        }
        String hash = hashes.computeIfAbsent(path, p -> sha256(p, node));
        Tree expected = expectedHashes.get(path);
        if (expected != null && !expected.text("a SHA-256").equalsIgnoreCase(hash)) {
            throw node.refuse("the file '" + path + "' has changed since the experiment was run: its SHA-256 is " + hash
                    + ", expected that under 'inputs'; remove the line there to accept the new file");
        }
        opened.put(node.path(), path);
        return path;
    }

    /** The array in a {@code .npy} file with one of the given numbers of dimensions. */
    NpyArray array(Tree node, String what, int... dimensions) {
        Path path = file(node, what);
        NpyArray array;
        try {
            array = NpyReader.read(path);
        } catch (IOException | ModelException e) {
            throw node.refuse(e.getMessage());
        }
        if (Arrays.stream(dimensions).noneMatch(d -> d == array.shape().length)) {
            throw node.refuse("'" + path + "' has the shape " + Arrays.toString(array.shape()) + ", expected " + what);
        }
        return array;
    }

    /** The numbers of a {@code .npy} file with one dimension. */
    double[] vector(Tree node, String what) {
        return array(node, what, 1).values();
    }

    /** The whole numbers of a {@code .npy} file with one dimension. */
    int[] integers(Tree node, String what) {
        long[] integers = InputException.at(node, array(node, what, 1)::integers);
        // what does not fit an int is out of every range, and refused as such
        return Arrays.stream(integers).mapToInt(i -> Math.clamp(i, Integer.MIN_VALUE, Integer.MAX_VALUE)).toArray();
    }

    /** The table in a {@code .csv} file. */
    Table table(Tree node, String what) {
        Path path = file(node, what);
        try {
            return Table.parse(path.toString(), Files.readString(path, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw node.refuse("cannot read '" + path + "': " + reason(e));
        }
    }

    /** Why a file cannot be read, also where the exception's message is only the file's name. */
    static String reason(IOException e) {
        return switch (e) {
            case java.nio.charset.CharacterCodingException _ -> "it is not text in UTF-8";
            case java.nio.file.NoSuchFileException _ -> "it does not exist";
            case java.nio.file.AccessDeniedException _ -> "reading it is not permitted";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String nearest(Path missing) {
        Path folder = missing.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "";
        }
        try (var files = Files.list(folder)) {
            Map<String, Path> names = new TreeMap<>();
            files.filter(Files::isRegularFile).forEach(f -> names.put(f.getFileName().toString(), f));
            String suggestion = names.isEmpty() ? "" : Names.suggestion(missing.getFileName().toString(), names.keySet());
            return suggestion.startsWith("; did you mean") ? suggestion.replaceAll(" \\(there are: .*", "") : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** The SHA-256 of a text. */
    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(Path path, Tree node) {
        try (InputStream in = Files.newInputStream(path);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException e) {
            throw node.refuse("cannot read '" + path + "': " + reason(e));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
