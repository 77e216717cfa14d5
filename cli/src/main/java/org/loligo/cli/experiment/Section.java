package org.loligo.cli.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.loligo.model.Names;

/** A mapping whose keys are known beforehand: any other key is a mistake. */
record Section(Tree.Mapping node) {

    /** Reads a node as a section with the given keys; {@code what} says what it describes, as in {@code a population}. */
    static Section of(Tree tree, String what, String... keys) {
        return of(tree, what, Arrays.asList(keys));
    }

    /** Reads a node as a section with the given keys. */
    static Section of(Tree tree, String what, List<String> keys) {
        Tree.Mapping mapping = mapping(tree, "a section for " + what + " with keys such as '" + keys.getFirst() + "'");
        mapping.entries().forEach((key, entry) -> {
            if (!keys.contains(key)) {
                throw new InputException(entry.place(), mapping.pathOf(key) + ": '" + key + "' is not a key of " + what
                        + Names.suggestion(key, keys));
            }
        });
        return new Section(mapping);
    }

    /** A section whose keys are names the user chooses. */
    static Tree.Mapping mapping(Tree tree, String what) {
        if (tree instanceof Tree.Mapping m) {
            return m;
        }
        throw tree.expected(what);
    }

    /** The value of a key, if it is given; a key with nothing behind it is not. */
    Optional<Tree> get(String key) {
        return Optional.ofNullable(node.entries().get(key)).map(Tree.Entry::value)
                .filter(v -> !(v instanceof Tree.Scalar s && s.isNull()));
    }

    /** Whether a key is given. */
    boolean has(String key) {
        return get(key).isPresent();
    }

    /** The value of a key that must be given; {@code what} says what it should be, as in {@code the name of a model}. */
    Tree require(String key, String what) {
        return get(key).orElseThrow(() -> node.refuse("'" + key + "' is missing; expected " + what));
    }

    /** The one key of {@code choices} that is given, of which there must be exactly one. */
    String choice(List<String> choices) {
        List<String> given = choices.stream().filter(this::has).toList();
        if (given.size() == 1) {
            return given.getFirst();
        }
        throw node.refuse((given.isEmpty() ? "expected one of " : "expected only one of ")
                + String.join(", ", given.isEmpty() ? choices : given));
    }
}
