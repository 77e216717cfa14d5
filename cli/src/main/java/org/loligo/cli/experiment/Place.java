package org.loligo.cli.experiment;

/**
 * Where something a user wrote stands.
 *
 * @param source a file's name as the user gave it, or the whole of a {@code --set KEY=VALUE}
 * @param line   the line, from 1, or 0 when the source has none
 * @param column the column, from 1, or 0 when only the line is known
 */
public record Place(String source, int line, int column) {

    /** A place without lines, such as an option of the command line. */
    public static Place of(String source) {
        return new Place(source, 0, 0);
    }

    /** {@code file:line:column}, as far as known. */
    @Override
    public String toString() {
        return source + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
    }
}
