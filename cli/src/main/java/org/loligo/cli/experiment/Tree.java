package org.loligo.cli.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.loligo.model.Names;

/** A YAML document whose every node knows where it was written and how it is reached. */
public sealed interface Tree {

    /** Where it is written. */
    Place place();

    /** The keys that lead to it, with dots between them; empty at the root. */
    String path();

    /** What it is, for messages: {@code a section}, {@code a list}, {@code 'text'}. */
    String description();

    /** Keys and values, in the order they are written. */
    record Mapping(Place place, String path, SequencedMap<String, Entry> entries) implements Tree {
        /** Keeps a copy. */
        public Mapping {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String description() {
            return "a section";
        }

        /** The mapping with one key set, in its old position when it is there already, else at the end. */
        Mapping with(String key, Place keyPlace, Tree value) {
            SequencedMap<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(key, new Entry(keyPlace, value));
            return new Mapping(place, path, changed);
        }

        /** The path of a value under {@code key}. */
        String pathOf(String key) {
            return path.isEmpty() ? key : path + "." + key;
        }
    }

    /**
     * What a key stands for.
     *
     * @param place where the key is written
     * @param value its value
     */
    record Entry(Place place, Tree value) {}

    /** A list. */
    record Sequence(Place place, String path, List<Tree> items) implements Tree {
        /** Keeps a copy. */
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String description() {
            return "a list";
        }

        /** The list with one item replaced. */
        Sequence with(int index, Tree value) {
            List<Tree> changed = new ArrayList<>(items);
            changed.set(index, value);
            return new Sequence(place, path, changed);
        }
    }

    /**
     * A number, a text, a truth value or nothing.
     *
     * @param text   as written, without quotes
     * @param quoted whether it stood in quotes and so is a text whatever it looks like
     */
    record Scalar(Place place, String path, String text, boolean quoted) implements Tree {

        @Override
        public String description() {
            return isNull() ? "nothing" : "'" + text + "'";
        }

        /** Whether nothing is written. */
        boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    /** The refusal of this node: {@code file:line:column: path: sentence}. */
    default InputException refuse(String sentence) {
        return new InputException(place(), path().isEmpty() ? sentence : path() + ": " + sentence);
    }

    /** The refusal of a node that is not of the expected kind. */
    default InputException expected(String what) {
        return refuse("expected " + what + ", got " + description());
    }

    /** The text; {@code what} says what it should be, as in {@code the name of a model}. */
    default String text(String what) {
        if (this instanceof Scalar s && !s.isNull()) {
            return s.text();
        }
        throw expected(what);
    }

    /** One of the given words. */
    default String oneOf(String what, List<String> words) {
        String word = text(what);
        if (!words.contains(word)) {
            throw refuse("'" + word + "' is not " + what + Names.suggestion(word, words));
        }
        return word;
    }

    /** A truth value. */
    default boolean flag() {
        if (this instanceof Scalar s && !s.quoted()) {
            switch (s.text()) {
                case "true", "True", "TRUE" -> {
                    return true;
                }
                case "false", "False", "FALSE" -> {
                    return false;
                }
                default -> { }
            }
        }
        throw expected("true or false");
    }

    /** A whole number from {@code least} to {@code most}; {@code what} says what it is, as in {@code the number of neurons}. */
    default long integer(String what, long least, long most) {
        BigDecimal number = this instanceof Scalar s && !s.quoted() ? Quantity.decimal(s.text()).orElse(null) : null;
        if (number == null || number.stripTrailingZeros().scale() > 0) {
            throw expected(what + ", a whole number");
        }
        if (number.compareTo(BigDecimal.valueOf(least)) < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            boolean open = most >= Integer.MAX_VALUE && number.compareTo(BigDecimal.valueOf(least)) < 0;
            String range = open ? "at least " + least : least + " to " + most;
            throw refuse("expected " + what + ", " + range + ", got " + description());
        }
        return number.longValueExact();
    }

    /** The items of a list; {@code what} says of what, as in {@code neuron numbers}. */
    default List<Tree> items(String what) {
        if (this instanceof Sequence s) {
            return s.items();
        }
        throw expected("a list of " + what);
    }
}
