package org.loligo.jmh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds the project's example experiments. */
final class Examples {
    /** The system property that names their folder. */
    static final String PROPERTY = "loligo.examples";

    private Examples() {}

    /** An example: in the folder {@value #PROPERTY} names, else in {@code examples} of the working directory or a folder around it. */
    static Path file(String name) {
        String folder = System.getProperty(PROPERTY);
        Path here = Path.of("").toAbsolutePath();
        Stream<Path> folders = folder != null ? Stream.of(Path.of(folder))
                : Stream.iterate(here, p -> p != null, Path::getParent).map(p -> p.resolve("examples"));
        return folders.map(f -> f.resolve(name)).filter(Files::isRegularFile).findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no " + (folder != null
                        ? name + " in '" + folder + "', the folder of -D" + PROPERTY
                        : "examples/" + name + " in or above '" + here + "'; run it in the project or name the folder with -D" + PROPERTY
                                + "=FOLDER")));
    }
}
