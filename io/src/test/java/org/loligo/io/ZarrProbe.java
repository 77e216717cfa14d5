package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Factory;

/**
 * A plain reader for the stores that we write, from the specifications of Zarr v3 and Blosc 1: for tests that cannot count on other
 * readers to be installed. It takes shapes from the consolidated metadata and checks every checksum.
 */
record ZarrProbe(Path store, String path, String type, long[] shape, long[] shard, long[] chunk, int[] order, double[] values) {

    /** Reads a whole array. */
    static ZarrProbe read(Path store, String path) throws IOException {
        String root = Files.readString(store.resolve("zarr.json"));
        int start = root.indexOf("\"" + path + "\": {");
        assertTrue(start > 0, path + " is not in " + root);
        String json = root.substring(start);
        List<long[]> shapes = new ArrayList<>();
        Matcher matcher = Pattern.compile("\"(?:shape|chunk_shape)\": \\[([^]]*)]").matcher(json);
        while (shapes.size() < 3 && matcher.find()) {
            shapes.add(Arrays.stream(matcher.group(1).split(", ")).mapToLong(Long::parseLong).toArray());
        }
        Matcher transpose = Pattern.compile("\"order\": \\[([^]]*)]").matcher(json.substring(0, json.indexOf("\"dimension_names\"")));
        int[] order = transpose.find() ? Arrays.stream(transpose.group(1).split(", ")).mapToInt(Integer::parseInt).toArray()
                : IntStream.range(0, shapes.getFirst().length).toArray();
        Matcher type = Pattern.compile("\"data_type\": \"(\\w+)\"").matcher(json);
        assertTrue(type.find());
        long count = Arrays.stream(shapes.get(0)).reduce(1, Math::multiplyExact);
        ZarrProbe probe = new ZarrProbe(store, path, type.group(1), shapes.get(0), shapes.get(1), shapes.get(2), order,
                new double[(int) count]);
        int time = probe.shape.length == 3 ? 1 : 0;
        for (long slab = 0; slab * probe.shard[time] < probe.shape[time] && count > 0; slab++) {
            probe.readShard(time, slab);
        }
        return probe;
    }

    private void readShard(int time, long slab) throws IOException {
        String[] parts = new String[shape.length];
        Arrays.fill(parts, "0");
        parts[time] = Long.toString(slab);
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(store.resolve(path + "/c/" + String.join("/", parts))))
                .order(ByteOrder.LITTLE_ENDIAN);
        int chunks = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            assertEquals(0, shard[axis] % chunk[axis]);
            chunks *= (int) (shard[axis] / chunk[axis]);
        }
        int index = file.capacity() - 16 * chunks - 4;
        CRC32C sum = new CRC32C();
        sum.update(file.array(), index, 16 * chunks);
        assertEquals((int) sum.getValue(), file.getInt(file.capacity() - 4));
        for (int c = 0; c < chunks; c++) {
            long[] origin = new long[shape.length];
            int rest = c;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                int along = (int) (shard[axis] / chunk[axis]);
                origin[axis] = rest % along * chunk[axis];
                rest /= along;
            }
            origin[time] += slab * shard[time];
            long offset = file.getLong(index + 16 * c);
            long length = file.getLong(index + 16 * c + 8);
            if (offset == -1) {
                assertEquals(-1, length);
                assertTrue(origin[time] >= shape[time], "a chunk of samples that count is missing");
            } else {
                place(unpack(file.slice((int) offset, (int) length)), origin);
            }
        }
    }

    /** A Blosc 1 frame. */
    private static ByteBuffer unpack(ByteBuffer source) {
        ByteBuffer frame = source.order(ByteOrder.LITTLE_ENDIAN);
        int flags = frame.get(2);
        int elementSize = frame.get(3);
        int size = frame.getInt(4);
        int blockSize = frame.getInt(8);
        assertEquals(frame.remaining(), frame.getInt(12));
        assertEquals(2, frame.get(0));
        byte[] bytes = new byte[size];
        if ((flags & 2) != 0) {
            frame.get(16, bytes);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        assertEquals(0x31, flags);
        for (int block = 0; block * blockSize < size; block++) {
            int n = Math.min(blockSize, size - block * blockSize);
            int start = frame.getInt(16 + 4 * block);
            byte[] packed = new byte[frame.getInt(start)];
            frame.get(start + 4, packed);
            byte[] shuffled = packed.length == n ? packed : LZ4Factory.safeInstance().safeDecompressor().decompress(packed, n);
            assertEquals(n, shuffled.length);
            for (int k = 0; k < n; k++) {
                bytes[block * blockSize + k] = shuffled[k % elementSize * (n / elementSize) + k / elementSize];
            }
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Puts a chunk, whose axes are in the order of the transpose codec, where it belongs. */
    private void place(ByteBuffer from, long[] origin) {
        int rank = shape.length;
        long[] at = new long[rank];
        int bytes = type.equals("float64") ? 8 : 4;
        for (int k = 0; k < from.capacity() / bytes; k++) {
            long target = 0;
            boolean inside = true;
            for (int axis = 0; axis < rank; axis++) {
                inside &= origin[axis] + at[axis] < shape[axis];
                target = target * shape[axis] + origin[axis] + at[axis];
            }
            double value = switch (type) {
                case "float64" -> from.getDouble(8 * k);
                case "float32" -> from.getFloat(4 * k);
                default -> from.getInt(4 * k);
            };
            if (inside) {
                values[(int) target] = value;
            }
            for (int i = rank - 1; i >= 0 && ++at[order[i]] == chunk[order[i]]; i--) {
                at[order[i]] = 0;
            }
        }
    }
}
