package org.loligo.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** The floating-point format of a run: of its state, its arithmetic and its output. */
public enum Precision {
    FLOAT32("float32", Float.BYTES, 0x1p-24, ValueLayout.JAVA_FLOAT),
    FLOAT64("float64", Double.BYTES, 0x1p-53, ValueLayout.JAVA_DOUBLE);

    private final String text;
    private final int bytes;
    private final double roundoff;
    private final ValueLayout layout;

    Precision(String text, int bytes, double roundoff, ValueLayout layout) {
        this.text = text;
        this.bytes = bytes;
        this.roundoff = roundoff;
        this.layout = layout;
    }

    /** The size of one number in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The unit roundoff u: a correctly rounded operation has a relative error of at most u. */
    public double roundoff() {
        return roundoff;
    }

    /** The layout of one number in native memory and in a {@code double[]} or {@code float[]}. */
    public ValueLayout layout() {
        return layout;
    }

    /** The value rounded to this precision. */
    public double round(double value) {
        return this == FLOAT32 ? (float) value : value;
    }

    /** A new array of zeros: a {@code float[]} or a {@code double[]}. */
    public Object allocate(int length) {
        return this == FLOAT32 ? new float[length] : new double[length];
    }

    /** Element {@code index} of an array made by {@link #allocate}. */
    public double get(Object array, int index) {
        return this == FLOAT32 ? ((float[]) array)[index] : ((double[]) array)[index];
    }

    /** Sets element {@code index} of an array made by {@link #allocate}, rounding. */
    public void set(Object array, int index, double value) {
        if (this == FLOAT32) {
            ((float[]) array)[index] = (float) value;
        } else {
            ((double[]) array)[index] = value;
        }
    }

    /** Sets the elements {@code from ≤ index < to} of an array made by {@link #allocate}, rounding. */
    public void fill(Object array, int from, int to, double value) {
        if (this == FLOAT32) {
            Arrays.fill((float[]) array, from, to, (float) value);
        } else {
            Arrays.fill((double[]) array, from, to, value);
        }
    }

    /** Sets the number at an index of native memory, rounding. */
    public void put(MemorySegment memory, long index, double value) {
        if (this == FLOAT32) {
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
        } else {
            memory.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
        }
    }

    /** {@code float32} or {@code float64}. */
    @Override
    public String toString() {
        return text;
    }
}
