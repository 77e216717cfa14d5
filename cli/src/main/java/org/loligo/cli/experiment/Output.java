package org.loligo.cli.experiment;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The section {@code output}.
 *
 * @param directory the folder to write, not there yet
 * @param formats   the formats of the samples
 */
public record Output(Path directory, Set<Format> formats) {
    private static final Set<Format> DEFAULT = EnumSet.of(Format.ZARR, Format.NPY);

    /** Keeps a copy. */
    public Output {
        formats = Set.copyOf(formats);
    }

    /** A format of samples. */
    public enum Format {
        /** Zarr v3. */
        ZARR,
        /** NumPy arrays. */
        NPY,
        /** HDF5 files of SONATA. */
        SONATA;

        /** The name in experiments. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Reads the section; left out, Zarr and NumPy go to {@code out/NAME} beside the experiment file. */
    static Output read(Optional<Tree> node, Path base, String name) {
        if (node.isEmpty()) {
            return new Output(base.resolve("out").resolve(name), DEFAULT);
        }
        Section section = Section.of(node.get(), "the output", "directory", "formats");
        Path directory = section.get("directory").map(d -> directory(d, base)).orElseGet(() -> base.resolve("out").resolve(name));
        return new Output(directory, section.get("formats").map(Output::formats).orElse(DEFAULT));
    }

    private static Path directory(Tree node, Path base) {
        try {
            return base.resolve(node.text("the name of a folder")).normalize();
        } catch (InvalidPathException e) {
            throw node.expected("the name of a folder");
        }
    }

    private static Set<Format> formats(Tree node) {
        Set<Format> formats = EnumSet.noneOf(Format.class);
        List<String> names = Arrays.stream(Format.values()).map(Format::toString).toList();
        for (Tree item : node.items("formats, such as [zarr, npy]")) {
            String name = item.oneOf("a format", names);
            formats.add(Format.values()[names.indexOf(name)]);
        }
        if (formats.isEmpty()) {
            throw node.refuse("lists no formats; expected at least one of " + String.join(", ", names));
        }
        return formats;
    }
}
