package org.loligo.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.loligo.model.Precision;

/**
 * A {@code .npy} file that grows along its first axis. Rows are written first and counted in the header after that, so whenever the
 * process dies the file is an array of whole rows.
 */
final class NpyRows implements NpyGrowing {
    private final OutputFile file;
    private final NpyType type;
    private final long[] shape;
    private final long rowBytes;

    private NpyRows(long rows, OutputFile file, NpyType type, int... row) throws IOException {
        this.file = file;
        this.type = type;
        shape = new long[row.length + 1];
        long bytes = type.bytes();
        for (int axis = 0; axis < row.length; axis++) {
            shape[axis + 1] = row[axis];
            bytes *= row[axis];
        }
        rowBytes = bytes;
        shape[0] = rows;
        file.write(NpyHeader.encode(type, shape), 0);
    }

    /**
     * @param file a new file; it is not published here
     * @param row  the shape of one row
     */
    NpyRows(OutputFile file, NpyType type, int... row) throws IOException {
        this(0, file, type, row);
    }

    /** A file of which only the first rows are kept. */
    static NpyRows reopen(OutputFile file, long rows, NpyType type, int... row) throws IOException {
        long bytes = NpyHeader.SIZE + IntStream.of(row).asLongStream().reduce(rows * type.bytes(), (a, b) -> a * b);
        file.requireLength(bytes);
        NpyRows kept = new NpyRows(rows, file, type, row); // counts fewer before there are fewer
        file.truncate(bytes);
        return kept;
    }

    /** A file that has its own name from the first row on. */
    static NpyRows visible(OutputFile file, NpyType type, int... row) throws IOException {
        NpyRows rows = new NpyRows(file, type, row);
        file.publish();
        return rows;
    }

    @Override
    public long length() {
        return shape[0];
    }

    @Override
    public void append(MemorySegment rows, int count) throws IOException {
        file.write(rows, end());
        grow(count);
    }

    /** Appends rows of float64, all of {@code numbers}. */
    void append(double[] numbers, int count) throws IOException {
        file.write(numbers, Precision.FLOAT64, end());
        grow(count);
    }

    @Override
    public void force() throws IOException {
        file.force();
    }

    private long end() {
        return NpyHeader.SIZE + length() * rowBytes;
    }

    private void grow(int count) throws IOException {
        if (count == 0) {
            return;
        }
        long[] longer = shape.clone();
        longer[0] += count;
        file.write(NpyHeader.encode(type, longer), 0);
        shape[0] = longer[0];
    }

    @Override
    public void close() throws IOException {
        try (file) {
            file.force();
        }
    }
}
