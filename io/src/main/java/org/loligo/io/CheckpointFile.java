package org.loligo.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.loligo.model.Precision;
import org.loligo.runtime.Checkpoint;
import org.loligo.runtime.Leg;
import org.loligo.runtime.NetworkState;

/**
 * The format of checkpoints, and all that knows it. A file is a line of text that names format and version, what a
 * {@link Checkpoint} holds in the order of its fields, and the CRC32C of everything before. Numbers are little-endian; text is UTF-8
 * behind its length in bytes (int32), a list or a map is its length (int32) and its elements; an array is a byte for the type of its
 * elements ({@code I}, {@code L}, {@code F}, {@code D}, or {@code 0} for none at all), its length (int32) and its elements.
 */
final class CheckpointFile {
    private static final String FORMAT = "Loligo checkpoint, format ";
    private static final String FIRST_LINE = FORMAT + "1\n";
    private static final int PIECE = 1 << 20;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The type of an array's elements. */
    private enum Type {
        INTS('I', INT, int[]::new), LONGS('L', LONG, long[]::new),
        FLOATS('F', ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), float[]::new),
        DOUBLES('D', ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), double[]::new);

        private final char letter;
        private final ValueLayout layout;
        private final IntFunction<Object> make;

        Type(char letter, ValueLayout layout, IntFunction<Object> make) {
            this.letter = letter;
            this.layout = layout;
            this.make = make;
        }

        static Type of(Object array) {
            return switch (array) {
                case int[] _ -> INTS;
                case long[] _ -> LONGS;
                case float[] _ -> FLOATS;
                case double[] _ -> DOUBLES;
                default -> throw new IllegalArgumentException("no array of numbers: " + array.getClass());
            };
        }
    }

    private CheckpointFile() {}

    /** Writes a checkpoint; the file is durable when this returns, but not published. */
    static void write(OutputFile file, Checkpoint checkpoint) throws IOException {
        Writer to = new Writer(file);
        to.bytes(FIRST_LINE.getBytes(StandardCharsets.UTF_8));
        to.text(checkpoint.experiment());
        to.list(checkpoint.legs(), CheckpointFile::write);
        write(to, checkpoint.state());
        to.number(checkpoint.spikes());
        to.list(checkpoint.sinks(), (out, sink) -> out.list(List.copyOf(sink.entrySet()), (o, entry) -> {
            o.text(entry.getKey());
            o.array(entry.getValue());
        }));
        to.finish();
        file.force();
    }

    private static void write(Writer to, Leg leg) throws IOException {
        to.number(leg.fromStep());
        to.text(leg.backend());
        to.text(leg.device());
        to.text(leg.schedule());
        to.text(leg.precision().toString());
        to.list(leg.passes(), Writer::text);
        to.count(leg.fastMath() ? 1 : 0);
        to.count(leg.width());
        to.text(leg.program());
    }

    private static void write(Writer to, NetworkState state) throws IOException {
        to.number(state.step());
        to.text(state.precision().toString());
        to.list(state.states(), (out, arrays) -> out.list(List.of(arrays), Writer::array));
        to.list(state.lastSpikes(), Writer::array);
        to.list(state.tallies(), (out, arrays) -> out.list(List.of(arrays), Writer::array));
    }

    /**
     * Reads a checkpoint.
     *
     * @throws IOException when it is damaged, that of another version, or cannot be read: in a sentence that begins with the file
     */
    static Checkpoint read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ); Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            Reader from = new Reader(bytes.asSlice(0, Math.max(0, bytes.byteSize() - Integer.BYTES)));
            try {
                requireSound(bytes);
                from.position = FIRST_LINE.length();
                Checkpoint checkpoint = new Checkpoint(from.text(), from.list(CheckpointFile::leg), state(from), from.number(),
                        from.list(CheckpointFile::sink));
                from.requireEnd();
                return checkpoint;
            } catch (DamagedException e) {
                throw new IOException("'" + path + "' " + e.getMessage(), e);
            }
        } catch (java.nio.file.FileSystemException e) {
            throw new DiskException("read", path, e);
        }
    }

    private static void requireSound(MemorySegment bytes) throws DamagedException {
        long length = bytes.byteSize();
        byte[] line = bytes.asSlice(0, Math.min(length, FIRST_LINE.length())).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(line, StandardCharsets.ISO_8859_1);
        if (!text.equals(FIRST_LINE)) {
            throw new DamagedException(text.length() == FIRST_LINE.length() && text.startsWith(FORMAT)
                    ? "is of a format that another version of Loligo writes" : "is no checkpoint, or was cut off");
        }
        long end = length - Integer.BYTES;
        CRC32C sum = new CRC32C();
        for (long done = 0; done < end; done += PIECE) {
            sum.update(bytes.asSlice(done, Math.min(PIECE, end - done)).asByteBuffer());
        }
        if (end < FIRST_LINE.length() || bytes.get(INT, end) != (int) sum.getValue()) {
            throw new DamagedException("was cut off or damaged: its checksum is wrong");
        }
    }

    private static Leg leg(Reader from) throws DamagedException {
        return new Leg(from.number(), from.text(), from.text(), from.text(), precision(from), from.list(Reader::text),
                from.count() != 0, from.count(), from.text());
    }

    private static Precision precision(Reader from) throws DamagedException {
        String name = from.text();
        for (Precision p : Precision.values()) {
            if (p.toString().equals(name)) {
                return p;
            }
        }
        throw new DamagedException("names the precision '" + name + "', which there is not");
    }

    private static NetworkState state(Reader from) throws DamagedException {
        return new NetworkState(from.number(), precision(from), from.list(CheckpointFile::arrays), from.list(in -> in.array(long[].class)),
                from.list(CheckpointFile::arrays));
    }

    private static Object[] arrays(Reader from) throws DamagedException {
        return from.list(in -> in.array(Object.class)).toArray();
    }

    private static Map<String, long[]> sink(Reader from) throws DamagedException {
        Map<String, long[]> numbers = new LinkedHashMap<>();
        for (int left = from.count(); left > 0; left--) {
            numbers.put(from.text(), from.array(long[].class));
        }
        return numbers;
    }

    /** What is wrong with a file, to be put behind its name. */
    private static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String what) {
            super(what);
        }
    }

    /** Puts one thing behind the other. */
    private static final class Writer {
        private final OutputFile file;
        private final MemorySegment buffer = Arena.ofAuto().allocate(PIECE, Long.BYTES);
        private final CRC32C sum = new CRC32C();
        private long flushed;
        private int used;

        Writer(OutputFile file) {
            this.file = file;
        }

        /** Writes an element of a list. */
        interface Element<T> {
            void write(Writer to, T element) throws IOException;
        }

        <T> void list(List<T> elements, Element<T> element) throws IOException {
            count(elements.size());
            for (T e : elements) {
                element.write(this, e);
            }
        }

        void text(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            count(bytes.length);
            bytes(bytes);
        }

        void number(long number) throws IOException {
            room(Long.BYTES);
            buffer.set(LONG, used, number);
            used += Long.BYTES;
        }

        void array(Object array) throws IOException {
            if (array == null) {
                bytes(new byte[] {'0'});
                return;
            }
            Type type = Type.of(array);
            bytes(new byte[] {(byte) type.letter});
            count(Array.getLength(array));
            numbers(array, type.layout);
        }

        void bytes(byte[] bytes) throws IOException {
            numbers(bytes, ValueLayout.JAVA_BYTE);
        }

        private void numbers(Object array, ValueLayout layout) throws IOException {
            int length = Array.getLength(array);
            for (int done = 0; done < length;) {
                room((int) layout.byteSize());
                int some = (int) Math.min(length - done, (PIECE - used) / layout.byteSize());
                MemorySegment.copy(array, done, buffer, layout, used, some);
                used += (int) (some * layout.byteSize());
                done += some;
            }
        }

        private void count(int count) throws IOException {
            room(Integer.BYTES);
            buffer.set(INT, used, count);
            used += Integer.BYTES;
        }

        private void room(int bytes) throws IOException {
            if (used + bytes > PIECE) {
                flush();
            }
        }

        private void flush() throws IOException {
            MemorySegment full = buffer.asSlice(0, used);
            sum.update(full.asByteBuffer());
            file.write(full, flushed);
            flushed += used;
            used = 0;
        }

        void finish() throws IOException {
            flush();
            int crc = (int) sum.getValue();
            count(crc);
            file.write(buffer.asSlice(0, used), flushed);
        }
    }

    /** Takes one thing behind the other; nothing is longer than what is left, so a forged length asks for no memory. */
    private static final class Reader {
        private final MemorySegment bytes;
        private long position;

        Reader(MemorySegment bytes) {
            this.bytes = bytes;
        }

        /** Reads an element of a list. */
        interface Element<T> {
            T read(Reader from) throws DamagedException;
        }

        <T> List<T> list(Element<T> element) throws DamagedException {
            List<T> elements = new ArrayList<>();
            for (int left = count(); left > 0; left--) {
                elements.add(element.read(this));
            }
            return elements;
        }

        String text() throws DamagedException {
            int length = count();
            return new String(take(length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }

        long number() throws DamagedException {
            return take(Long.BYTES).get(LONG, 0);
        }

        <T> T array(Class<T> kind) throws DamagedException {
            byte letter = take(1).get(ValueLayout.JAVA_BYTE, 0);
            if (letter == '0') {
                return null;
            }
            for (Type type : Type.values()) {
                if (type.letter == letter) {
                    int length = count();
                    MemorySegment numbers = take(length * type.layout.byteSize());
                    Object array = type.make.apply(length);
                    MemorySegment.copy(numbers, type.layout, 0, array, 0, length);
                    if (!kind.isInstance(array)) {
                        break;
                    }
                    return kind.cast(array);
                }
            }
            throw new DamagedException("holds numbers of a type that is not expected");
        }

        int count() throws DamagedException {
            int count = take(Integer.BYTES).get(INT, 0);
            if (count < 0) {
                throw new DamagedException("holds a length below 0");
            }
            return count;
        }

        private MemorySegment take(long length) throws DamagedException {
            if (length > bytes.byteSize() - position) {
                throw new DamagedException("ends early");
            }
            position += length;
            return bytes.asSlice(position - length, length);
        }

        void requireEnd() throws DamagedException {
            if (position != bytes.byteSize()) {
                throw new DamagedException("goes on behind its end");
            }
        }
    }
}
