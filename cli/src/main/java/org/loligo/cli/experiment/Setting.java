package org.loligo.cli.experiment;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * A value from the command line, such as {@code --set KEY=VALUE}, that replaces or adds one in the file.
 *
 * @param place the whole option, for messages
 * @param key   the path into the file
 * @param value its value, as YAML
 */
public record Setting(Place place, String key, String value) {

    /**
     * Reads {@code KEY=VALUE}.
     *
     * @throws InputException when it is not of that form
     */
    public static Setting parse(String option) {
        Place place = Place.of("--set " + option);
        int equals = option.indexOf('=');
        if (equals < 1) {
            throw new InputException(place, "expected KEY=VALUE, as in --set time.stop=50");
        }
        return new Setting(place, option.substring(0, equals).strip(), option.substring(equals + 1));
    }

    /** The tree with the value in its place; sections on the way that are not there are made. */
    Tree apply(Tree root) {
        return set(root, List.of(key.split("\\.", -1)));
    }

    private Tree set(Tree node, List<String> keys) {
        return switch (node) {
            case Tree.Mapping mapping -> {
                int used = segments(mapping, keys);
                String name = String.join(".", keys.subList(0, used));
                if (name.isBlank()) {
                    throw new InputException(place, "'" + key + "' is not a path into the file; expected keys with dots between them");
                }
                List<String> rest = keys.subList(used, keys.size());
                Tree.Entry old = mapping.entries().get(name);
                if (rest.isEmpty()) {
                    yield mapping.with(name, place, YamlReader.readValue(place, value, mapping.pathOf(name)));
                }
                yield mapping.with(name, old == null ? place : old.place(),
                        set(old == null ? empty(mapping.pathOf(name)) : old.value(), rest));
            }
            case Tree.Sequence sequence -> {
                int index = index(sequence, keys.getFirst());
                List<String> rest = keys.subList(1, keys.size());
                yield sequence.with(index, rest.isEmpty() ? YamlReader.readValue(place, value, sequence.path() + "." + index)
                        : set(sequence.items().get(index), rest));
            }
            case Tree.Scalar s when s.isNull() -> set(empty(s.path()), keys);
            case Tree.Scalar s -> throw new InputException(place, s.path() + " is " + s.description() + ", which has no key '"
                    + keys.getFirst() + "'");
        };
    }

    private Tree.Mapping empty(String path) {
        return new Tree.Mapping(place, path, new LinkedHashMap<>());
    }

    /** How many parts of the path name a key here: keys may hold dots themselves, those of {@code sweep.values} always do. */
    private static int segments(Tree.Mapping mapping, List<String> keys) {
        for (int n = keys.size(); n > 1; n--) {
            if (mapping.entries().containsKey(String.join(".", keys.subList(0, n)))) {
                return n;
            }
        }
        if (!mapping.path().equals("sweep.values")) {
            return 1;
        }
        // a path has three parts at least; what may follow is a form, such as grid, with keys of its own
        int n = Math.min(keys.size(), 3);
        while (n < keys.size() && !Sweep.FORMS.contains(keys.get(n))) {
            n++;
        }
        return n;
    }

    private int index(Tree.Sequence sequence, String text) {
        int size = sequence.items().size();
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) >= size) {
            throw new InputException(place, sequence.path() + " has " + size + (size == 1 ? " entry" : " entries") + ", expected "
                    + (size == 0 ? "none to be named" : size == 1 ? "the index 0" : "an index from 0 to " + (size - 1)) + ", got '"
                    + text + "'");
        }
        return Integer.parseInt(text);
    }
}
