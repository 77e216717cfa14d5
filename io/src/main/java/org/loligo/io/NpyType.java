package org.loligo.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.loligo.model.ModelException;
import org.loligo.model.Precision;

/**
 * The type of the elements of a {@code .npy} file.
 *
 * @param kind  {@code b} (bool), {@code i} (signed), {@code u} (unsigned) or {@code f} (floating point)
 * @param bytes the size of an element
 * @param order the order of its bytes
 */
record NpyType(char kind, int bytes, ByteOrder order) {
    private static final int SIGNIFICAND = 53;
    private static final String EXPECTED = "; expected bool, int8 to int64, uint8 to uint64, float16, float32 or float64";

    /** The type that values of a precision have in memory here. */
    static NpyType of(Precision precision) {
        return new NpyType('f', precision.bytes(), ByteOrder.nativeOrder());
    }

    /**
     * The type that a header names.
     *
     * @param descr the value of {@code descr} in the header: a string, or a list for a structured type
     * @throws ModelException when it is none that Loligo reads
     */
    static NpyType parse(Object descr, String file) {
        if (!(descr instanceof String text)) {
            throw new ModelException(file + ": its elements are records of several fields (a structured dtype)" + EXPECTED);
        }
        if (text.length() > 1 && text.charAt(1) == 'O') {
            throw new ModelException(file + ": its elements are Python objects (dtype object), which are never read" + EXPECTED);
        }
        ByteOrder order = switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case '<' -> ByteOrder.LITTLE_ENDIAN;
            case '>' -> ByteOrder.BIG_ENDIAN;
            case '=', '|' -> ByteOrder.nativeOrder();
            default -> null;
        };
        boolean known = switch (order == null ? "" : text.substring(1)) {
            case "b1", "i1", "u1" -> true;
            case "i2", "i4", "i8", "u2", "u4", "u8", "f2", "f4", "f8" -> text.charAt(0) != '|';
            default -> false;
        };
        if (!known) {
            throw new ModelException(file + ": its dtype is '" + text + "'" + EXPECTED);
        }
        return new NpyType(text.charAt(1), text.charAt(2) - '0', order);
    }

    /** The name of the type in a header. */
    String descr() {
        return (bytes == 1 ? "|" : order == ByteOrder.LITTLE_ENDIAN ? "<" : ">") + kind + bytes;
    }

    /**
     * The element at a position of a buffer that is in this type's {@link #order}.
     *
     * @param index which element of the file it is, for the message
     * @throws ModelException when no double is exactly that number
     */
    double get(ByteBuffer buffer, int at, long index, String file) {
        return switch (kind) {
            case 'b' -> buffer.get(at) == 0 ? 0 : 1;
            case 'u' -> switch (bytes) {
                case 1 -> Byte.toUnsignedInt(buffer.get(at));
                case 2 -> Short.toUnsignedInt(buffer.getShort(at));
                case 4 -> Integer.toUnsignedLong(buffer.getInt(at));
                default -> unsigned(buffer.getLong(at), index, file);
            };
            case 'i' -> switch (bytes) {
                case 1 -> buffer.get(at);
                case 2 -> buffer.getShort(at);
                case 4 -> buffer.getInt(at);
                default -> signed(buffer.getLong(at), index, file);
            };
            default -> switch (bytes) {
                case 2 -> Float.float16ToFloat(buffer.getShort(at));
                case 4 -> buffer.getFloat(at);
                default -> buffer.getDouble(at);
            };
        };
    }

    private static double signed(long value, long index, String file) {
        check(Math.abs(value), Long.toString(value), index, file); // the magnitude of Long.MIN_VALUE is right as an unsigned number
        return value;
    }

    private static double unsigned(long value, long index, String file) {
        check(value, Long.toUnsignedString(value), index, file);
        return value >= 0 ? value : (value >>> 1) * 2.0; // exact: the lowest bits are zero
    }

    private static void check(long magnitude, String value, long index, String file) {
        if (Long.SIZE - Long.numberOfLeadingZeros(magnitude) - Long.numberOfTrailingZeros(magnitude) > SIGNIFICAND) {
            throw new ModelException(file + ": element " + index + " is " + value
                    + ", which a float64 cannot hold exactly; expected whole numbers up to 2^53");
        }
    }
}
