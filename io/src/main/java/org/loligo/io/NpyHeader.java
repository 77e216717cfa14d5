package org.loligo.io;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.loligo.model.ModelException;

/**
 * What the header of a {@code .npy} file says.
 *
 * @param type    the type of an element
 * @param fortran whether the first axis is the fastest, not the last
 * @param shape   the length of each axis
 */
record NpyHeader(NpyType type, boolean fortran, long[] shape) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** The size of the headers made by {@link #encode}: room for any shape of four axes, so that a header can be written over. */
    static final int SIZE = 128;

    /**
     * Reads the text of a header.
     *
     * @throws ModelException when it does not make sense
     */
    static NpyHeader parse(String text, String file) {
        Object literal;
        try {
            literal = PythonLiteral.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ModelException(file + ": its NumPy header is damaged " + e.getMessage());
        }
        if (!(literal instanceof Map<?, ?> entries) || !(entries.get("fortran_order") instanceof Boolean fortran)
                || !(entries.get("shape") instanceof List<?> axes) || !entries.containsKey("descr")) {
            throw new ModelException(file + ": its NumPy header is damaged; expected descr, fortran_order and shape");
        }
        long[] shape = new long[axes.size()];
        for (int i = 0; i < shape.length; i++) {
            if (!(axes.get(i) instanceof Long length) || length < 0 || length > Integer.MAX_VALUE) {
                throw new ModelException(file + ": its shape is " + axes + "; expected lengths from 0 to " + Integer.MAX_VALUE);
            }
            shape[i] = length;
        }
        return new NpyHeader(NpyType.parse(entries.get("descr"), file), fortran, shape);
    }

    /** The start of a file in C order, always {@link #SIZE} bytes, as NumPy itself would pad it. */
    static ByteBuffer encode(NpyType type, long... shape) {
        String axes = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", ")) + (shape.length == 1 ? "," : "");
        String text = "{'descr': '" + type.descr() + "', 'fortran_order': False, 'shape': (" + axes + "), }";
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) ' ');
        System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
        int start = MAGIC.length + 4;
        bytes[6] = 1;
        bytes[7] = 0;
        bytes[8] = SIZE - 10;
        bytes[9] = 0;
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(latin, 0, bytes, start, latin.length);
        bytes[SIZE - 1] = '\n';
        return ByteBuffer.wrap(bytes);
    }
}
