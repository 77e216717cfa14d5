package org.loligo.cli.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text file of numbers in columns, with a header that names them.
 *
 * @param file   its name, for messages
 * @param header the names of the columns
 * @param rows   the rows
 */
record Table(String file, List<String> header, List<Row> rows) {

    /**
     * A row.
     *
     * @param place the line it stands on
     * @param cells its cells, one for each column
     */
    record Row(Place place, String[] cells) {

        /** The number in a column. */
        double number(int column, String name) {
            return Quantity.decimal(cells[column]).map(BigDecimal::doubleValue).orElseThrow(
                    () -> new InputException(place, name + ": expected a number, got '" + cells[column] + "'"));
        }

        /** The whole number from 0 to {@code count − 1} in a column. */
        int index(int column, String name, int count) {
            double value = number(column, name);
            if (value != Math.rint(value) || value < 0 || value >= count) {
                throw new InputException(place, name + " is " + cells[column] + ", expected a whole number from 0 to " + (count - 1));
            }
            return (int) value;
        }
    }

    /** Reads the text of a file: a header, then rows; blank lines do not count. */
    static Table parse(String file, String text) {
        List<String> header = null;
        List<Row> rows = new ArrayList<>();
        int line = 0;
        for (String content : (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList()) {
            line++;
            if (content.isBlank()) {
                continue;
            }
            String[] cells = Arrays.stream(content.split(",", -1)).map(String::strip).toArray(String[]::new);
            if (header == null) {
                header = List.of(cells);
                continue;
            }
            Place place = new Place(file, line, 0);
            if (cells.length != header.size()) {
                throw new InputException(place, "has " + cells.length + (cells.length == 1 ? " cell" : " cells") + ", expected "
                        + header.size() + " as in the header");
            }
            rows.add(new Row(place, cells));
        }
        if (header == null) {
            throw new InputException(Place.of(file), "is empty, expected a header that names its columns");
        }
        return new Table(file, header, rows);
    }
}
