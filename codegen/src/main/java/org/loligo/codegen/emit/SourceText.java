package org.loligo.codegen.emit;

import java.util.List;

/** Source text that grows line by line, indented by its braces. */
final class SourceText {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** A line; empty for a blank one. */
    SourceText line(String line) {
        if (!line.isEmpty()) {
            text.repeat("    ", depth).append(line);
        }
        text.append('\n');
        return this;
    }

    SourceText lines(List<String> lines) {
        lines.forEach(this::line);
        return this;
    }

    /** A line that opens a brace. */
    SourceText open(String head) {
        line(head.isEmpty() ? "{" : head + " {");
        depth++;
        return this;
    }

    SourceText close() {
        depth--;
        return line("}");
    }

    /** Whole lines from elsewhere, indented further. */
    SourceText block(SourceText inner) {
        inner.text.toString().lines().forEach(this::line);
        return this;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
