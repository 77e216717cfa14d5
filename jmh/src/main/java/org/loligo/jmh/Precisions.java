package org.loligo.jmh;

import java.util.Arrays;
import org.loligo.model.Precision;

/** Precisions by their names, as parameters of benchmarks have them. */
final class Precisions {
    private Precisions() {}

    /** The one with this name. */
    static Precision named(String name) {
        return Arrays.stream(Precision.values()).filter(p -> p.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no precision '" + name + "'"));
    }
}
