package org.loligo.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the little of Python that the header of a {@code .npy} file is written in: dictionaries, tuples and lists (both a {@link List}),
 * strings ({@link String}), whole numbers ({@link Long}), {@code True} and {@code False} ({@link Boolean}).
 */
final class PythonLiteral {
    private static final int DEEPEST = 16; // a header needs three; more is an attack on the stack

    private final String text;
    private int at;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException saying at which character the text stops making sense */
    static Object parse(String text) {
        PythonLiteral parser = new PythonLiteral(text);
        Object value = parser.value(0);
        if (parser.peek() != 0) {
            throw parser.unexpected();
        }
        return value;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw unexpected();
        }
        char first = peek();
        return switch (first) {
            case '{' -> dictionary(depth);
            case '(' -> sequence(')', depth);
            case '[' -> sequence(']', depth);
            case '\'', '"' -> string(first);
            case 'T' -> word("True", true);
            case 'F' -> word("False", false);
            default -> number();
        };
    }

    private Map<String, Object> dictionary(int depth) {
        Map<String, Object> entries = new LinkedHashMap<>();
        at++;
        while (peek() != '}') {
            String key = string(peek());
            expect(':');
            entries.put(key, value(depth + 1));
            if (peek() != '}') {
                expect(',');
            }
        }
        at++;
        return entries;
    }

    private List<Object> sequence(char end, int depth) {
        List<Object> elements = new ArrayList<>();
        at++;
        while (peek() != end) {
            elements.add(value(depth + 1));
            if (peek() != end) {
                expect(',');
            }
        }
        at++;
        return elements;
    }

    private String string(char quote) {
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw unexpected();
        }
        String string = text.substring(at + 1, end);
        at = end + 1;
        return string;
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return meaning;
    }

    private Long number() {
        int from = at;
        if (peek() == '-') {
            at++;
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        try {
            Long number = Long.valueOf(text.substring(from, at));
            if (at < text.length() && text.charAt(at) == 'L') {
                at++; // Python 2 wrote long integers so
            }
            return number;
        } catch (NumberFormatException _) {
            at = from;
            throw unexpected();
        }
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected();
        }
        at++;
    }

    /** The next character that is not white space, or 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("at character " + (at + 1));
    }
}
