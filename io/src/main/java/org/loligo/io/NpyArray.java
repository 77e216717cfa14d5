package org.loligo.io;

import org.loligo.model.ModelException;

/**
 * An array read from a file. The arrays inside are not copied; nobody should write to them.
 *
 * @param source the file, for messages
 * @param shape  the length of each axis; none for a single number
 * @param values the elements in C order (the last axis fastest), each exactly the number that was in the file; false is 0 and true is 1
 */
public record NpyArray(String source, int[] shape, double[] values) {

    /**
     * The elements as whole numbers, e.g. indices of neurons.
     *
     * @throws ModelException when an element is not a whole number that fits a {@code long}
     */
    public long[] integers() {
        long[] integers = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            if (value != Math.rint(value) || Math.abs(value) >= 0x1p63) {
                throw new ModelException(source + ": element " + i + " is " + value + " where a whole number was expected");
            }
            integers[i] = (long) value;
        }
        return integers;
    }
}
