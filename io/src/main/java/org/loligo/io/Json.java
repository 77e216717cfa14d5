package org.loligo.io;

import java.util.List;
import java.util.Map;

/** Writes JSON: maps, lists, strings, whole numbers and booleans. Lists of plain values stay on one line. */
final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /** The text of a value. */
    static String text(Object value) {
        Json json = new Json();
        json.write(value, "\n");
        return json.text.append('\n').toString();
    }

    private void write(Object value, String newLine) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> text.append("{}");
            case Map<?, ?> map -> {
                String separator = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    text.append(separator).append(newLine).append("  ");
                    string(entry.getKey().toString());
                    text.append(": ");
                    write(entry.getValue(), newLine + "  ");
                    separator = ",";
                }
                text.append(newLine).append('}');
            }
            case List<?> list -> {
                text.append('[');
                String separator = "";
                for (Object element : list) {
                    text.append(separator);
                    write(element, newLine + "  ");
                    separator = ", ";
                }
                text.append(']');
            }
            case String string -> string(string);
            case Integer number -> text.append(number);
            case Long number -> text.append(number);
            case Boolean bool -> text.append(bool);
            default -> throw new IllegalArgumentException("not JSON: " + value);
        }
    }

    private void string(String string) {
        text.append('"');
        for (char c : string.toCharArray()) {
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
