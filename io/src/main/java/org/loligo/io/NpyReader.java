package org.loligo.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.loligo.model.ModelException;

/**
 * Reads NumPy's {@code .npy} files: bool, any integer, float16, float32 and float64, C or Fortran order, either byte order, headers 1.0
 * to 3.0; never Python objects. Nothing is believed that the length of the file does not bear out.
 */
public final class NpyReader {
    private static final int LONGEST_HEADER = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private NpyReader() {}

    /**
     * Reads a file that holds one array and nothing else.
     *
     * @throws ModelException when there is no such file, or it is no array that Loligo reads
     * @throws IOException    when the disk fails
     */
    public static NpyArray read(Path file) throws IOException {
        return read(file, false);
    }

    /**
     * Reads a file that {@link NpySink} may be writing, or was writing when it was killed: bytes after the array are samples that its
     * header does not count yet, and are left alone.
     *
     * @throws ModelException when there is no such file, or it is no array that Loligo reads
     * @throws IOException    when the disk fails
     */
    public static NpyArray readGrowing(Path file) throws IOException {
        return read(file, true);
    }

    private static NpyArray read(Path file, boolean growing) throws IOException {
        if (!Files.isRegularFile(file)) {
            String why = Files.exists(file) ? " is not a file" : ": there is no such file";
            throw new ModelException(file + why + "; expected a NumPy array");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel, file.toString(), growing);
        } catch (IOException e) {
            throw new DiskException("read", file, e);
        }
    }

    private static NpyArray read(FileChannel channel, String file, boolean growing) throws IOException {
        ByteBuffer start = bytes(channel, NpyHeader.MAGIC.length + 2, file);
        byte[] magic = new byte[NpyHeader.MAGIC.length];
        start.get(magic);
        if (!Arrays.equals(magic, NpyHeader.MAGIC)) {
            throw new ModelException(file + " is not a NumPy .npy file: it does not begin with \\x93NUMPY");
        }
        int major = Byte.toUnsignedInt(start.get());
        int minor = Byte.toUnsignedInt(start.get());
        if (major < 1 || major > 3 || minor != 0) {
            throw new ModelException(file + ": its .npy format is " + major + "." + minor + "; expected 1.0, 2.0 or 3.0");
        }
        long length = major == 1 ? Short.toUnsignedInt(bytes(channel, Short.BYTES, file).getShort())
                : Integer.toUnsignedLong(bytes(channel, Integer.BYTES, file).getInt());
        if (length > LONGEST_HEADER) {
            throw new ModelException(file + ": its NumPy header claims " + length + " bytes; expected at most " + LONGEST_HEADER);
        }
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String text = charset.decode(bytes(channel, (int) length, file)).toString();
        NpyHeader header = NpyHeader.parse(text, file);
        int count = count(header, channel.size() - channel.position(), file, growing);
        int[] shape = LongStream.of(header.shape()).mapToInt(Math::toIntExact).toArray();
        return new NpyArray(file, shape, values(channel, header.type(), new Order(shape, header.fortran()), count, file));
    }

    /** How many elements there are, once the bytes that follow the header agree. */
    private static int count(NpyHeader header, long available, String file, boolean growing) {
        long count = 1;
        try {
            for (long length : header.shape()) {
                count = Math.multiplyExact(count, length);
            }
            long needed = Math.multiplyExact(count, header.type().bytes());
            if (growing ? needed <= available : needed == available) {
                return Math.toIntExact(count);
            }
        } catch (ArithmeticException _) {
            // falls through: no file is that long, and no double[]
        }
        String shape = LongStream.of(header.shape()).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
        throw new ModelException(file + ": its header says " + shape + " of " + header.type().bytes() + " bytes each, but " + available
                + " bytes follow it" + (count > Integer.MAX_VALUE ? " (at most 2^31 - 1 elements can be read)" : ""));
    }

    private static double[] values(FileChannel channel, NpyType type, Order order, int count, String file) throws IOException {
        double[] values = new double[count];
        int batch = BUFFER / type.bytes();
        for (int from = 0; from < count; from += batch) {
            int size = Math.min(batch, count - from);
            ByteBuffer buffer = bytes(channel, size * type.bytes(), file).order(type.order());
            for (int i = 0; i < size; i++) {
                values[order.next()] = type.get(buffer, i * type.bytes(), from + i, file);
            }
        }
        return values;
    }

    private static ByteBuffer bytes(FileChannel channel, int size, String file) throws IOException {
        if (size > channel.size() - channel.position()) {
            throw new ModelException(file + " ends early, after " + channel.size() + " bytes; expected a whole NumPy array");
        }
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("it became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    /** Where the elements of a file go, one after the other, in an array in C order. */
    private static final class Order {
        private final int[] shape;
        private final int[] stride;
        private final int[] index;
        private final boolean fortran;
        private int at;

        Order(int[] shape, boolean fortran) {
            this.shape = shape;
            this.fortran = fortran && shape.length > 1;
            index = new int[shape.length];
            stride = new int[shape.length];
            for (int axis = shape.length - 1, step = 1; axis >= 0; step *= shape[axis--]) {
                stride[axis] = step;
            }
        }

        int next() {
            int here = at;
            if (!fortran) {
                at++;
                return here;
            }
            for (int axis = 0; axis < shape.length; axis++) {
                at += stride[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                at -= stride[axis] * shape[axis];
                index[axis] = 0;
            }
            return here;
        }
    }
}
