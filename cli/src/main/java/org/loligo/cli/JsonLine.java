package org.loligo.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as JSON on one line. */
final class JsonLine {
    private JsonLine() {}

    /** The text of a map, a list, a number, a truth value, null, or the string of anything else. */
    static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> map.entrySet().stream().map(e -> quote(e.getKey().toString()) + ": " + text(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            case List<?> items -> {
                StringBuilder list = new StringBuilder("[");
                items.forEach(i -> list.append(list.length() > 1 ? ", " : "").append(text(i)));
                yield list.append(']').toString();
            }
            // JSON has no NaN and no infinity
            case Double d when !Double.isFinite(d) -> "null";
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> quote(value.toString());
        };
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
