package org.loligo.io;

import org.loligo.model.Precision;

/** The type of the elements of a Zarr array, with the value of elements that were never written. */
enum ZarrType {
    FLOAT32("float32", Float.BYTES, "NaN", 0x7fc00000L),
    FLOAT64("float64", Double.BYTES, "NaN", 0x7ff8000000000000L),
    INT32("int32", Integer.BYTES, 0, 0);

    private final String text;
    private final int bytes;
    private final Object fill;
    private final long fillBits;

    ZarrType(String text, int bytes, Object fill, long fillBits) {
        this.text = text;
        this.bytes = bytes;
        this.fill = fill;
        this.fillBits = fillBits;
    }

    /** The type of values of a precision. */
    static ZarrType of(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
        };
    }

    /** The size of an element. */
    int bytes() {
        return bytes;
    }

    /** The fill value as it stands in the metadata. */
    Object fill() {
        return fill;
    }

    /** The bits of the fill value. */
    long fillBits() {
        return fillBits;
    }

    /** The name in the metadata. */
    @Override
    public String toString() {
        return text;
    }
}
