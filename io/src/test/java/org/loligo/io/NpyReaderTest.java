package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.model.ModelException;

class NpyReaderTest {
    @TempDir
    private Path folder;

    @Test
    void readsEverythingThatNumpyWrites() throws IOException, InterruptedException {
        String names = Command.numpy("""
                import sys, itertools, numpy as np
                kinds = '?', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8'
                shapes = (), (1,), (7,), (2, 3), (3, 1, 4), (2, 3, 4, 5), (0,), (3, 0, 2)
                random = np.random.default_rng(1)
                for kind, endian, order, version, shape in itertools.product(kinds, '<>', 'CF', (1, 2, 3), shapes):
                    dtype = np.dtype(kind).newbyteorder(endian)
                    n = int(np.prod(shape))
                    if dtype.kind == 'f':
                        special = np.array([np.nan, np.inf, -np.inf, -0.0, np.finfo(dtype).max, np.finfo(dtype).smallest_subnormal])
                        values = np.concatenate([special, random.normal(size=n)])
                    elif dtype.kind == 'b':
                        values = random.integers(0, 2, size=n + 6)
                    else:
                        low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
                        safe = high if dtype.itemsize < 8 else high - high % 2**11
                        values = np.array([low, safe, 0, 1, min(high, 2**53), min(high, 2**53 - 1)] + [3] * n, dtype=dtype)
                    array = np.array(random.permutation(values)[:n].astype(dtype).reshape(shape), order=order)
                    name = f"{kind.replace('?', 'b')}{'l' if endian == '<' else 'b'}{order}{version}-{'x'.join(map(str, shape))}"
                    with open(f'{sys.argv[1]}/{name}.npy', 'wb') as file:
                        np.lib.format.write_array(file, array, version=(version, 0))
                    array.astype('<f8').ravel(order='C').tofile(f'{sys.argv[1]}/{name}.raw')
                    print(name)
                """, folder);
        List<String> all = names.lines().toList();
        assertEquals(12 * 2 * 2 * 3 * 8, all.size());
        for (String name : all) {
            NpyArray array = NpyReader.read(folder.resolve(name + ".npy"));
            double[] expected = new double[array.values().length];
            ByteBuffer raw = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name + ".raw"))).order(ByteOrder.LITTLE_ENDIAN);
            raw.asDoubleBuffer().get(expected);
            String shape = String.join("x", IntStream.of(array.shape()).mapToObj(Integer::toString).toList());
            assertEquals(name.substring(name.indexOf('-') + 1), shape, name);
            assertEquals(raw.remaining(), 8 * expected.length, name);
            assertArrayEquals(bits(expected), bits(array.values()), name);
        }
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
    }

    @Test
    void refusesNumpysOtherTypes() throws IOException, InterruptedException {
        Command.numpy("""
                import sys, numpy as np
                folder = sys.argv[1]
                np.save(folder + '/object.npy', np.array([1, 'a', None], dtype=object))
                np.save(folder + '/record.npy', np.zeros(3, dtype=[('pre', '<i4'), ('post', '<i4')]))
                np.save(folder + '/complex.npy', np.zeros(3, dtype=complex))
                np.save(folder + '/text.npy', np.array(['a', 'bc']))
                np.save(folder + '/date.npy', np.array(['2025-01-01'], dtype='M8[D]'))
                np.savez(folder + '/zipped.npz', a=np.zeros(3))
                """, folder);
        String expected = "; expected bool, int8 to int64, uint8 to uint64, float16, float32 or float64";
        assertRefused("object.npy", ": its elements are Python objects (dtype object), which are never read" + expected);
        assertRefused("record.npy", ": its elements are records of several fields (a structured dtype)" + expected);
        assertRefused("complex.npy", ": its dtype is '<c16'" + expected);
        assertRefused("text.npy", ": its dtype is '<U2'" + expected);
        assertRefused("date.npy", ": its dtype is '<M8[D]'" + expected);
        assertRefused("zipped.npz", " is not a NumPy .npy file: it does not begin with \\x93NUMPY");
    }

    private void assertRefused(String name, String sentence) {
        ModelException refusal = assertThrows(ModelException.class, () -> NpyReader.read(folder.resolve(name)));
        assertEquals(folder.resolve(name) + sentence, refusal.getMessage());
    }

    @Test
    void readsWhatOldNumpyWrote() throws IOException {
        write("python2.npy", header(1, "{'descr': '<i2', 'fortran_order': False, 'shape': (2L, 1L), }"), new byte[] {1, 0, -1, -1});
        NpyArray array = NpyReader.read(folder.resolve("python2.npy"));
        assertArrayEquals(new int[] {2, 1}, array.shape());
        assertArrayEquals(new long[] {1, -1}, array.integers());
    }

    @Test
    void refusesWhatIsNotThere() throws IOException {
        assertRefused("nothing.npy", ": there is no such file; expected a NumPy array");
        Files.createDirectory(folder.resolve("folder.npy"));
        assertRefused("folder.npy", " is not a file; expected a NumPy array");
        write("empty.npy");
        assertRefused("empty.npy", " ends early, after 0 bytes; expected a whole NumPy array");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), } ~ : its shape is [-1]; expected lengths from 0 to 2147483647",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296,), } "
            + "~ : its shape is [4294967296]; expected lengths from 0 to 2147483647",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (True,), } ~ : its shape is [true]; expected lengths from 0 to 2147483647",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647), } "
            + "~ : its header says [2147483647, 2147483647, 2147483647] of 8 bytes each, but 8 bytes follow it "
            + "(at most 2^31 - 1 elements can be read)",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), } ~ : its header says [2] of 8 bytes each, but 8 bytes follow it",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } ~ : its header says [1] of 4 bytes each, but 8 bytes follow it",
        "{'descr': '<f8', 'shape': (1,), } ~ : its NumPy header is damaged; expected descr, fortran_order and shape",
        "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)} ~ : its NumPy header is damaged; expected descr, fortran_order and shape",
        "(1, 2) ~ : its NumPy header is damaged; expected descr, fortran_order and shape",
        "{'descr': '<f8', ~ : its NumPy header is damaged at character 17",
        "{'descr': __import__('os'), } ~ : its NumPy header is damaged at character 11",
        "{'shape': (99999999999999999999,), } ~ : its NumPy header is damaged at character 12",
        "{'shape': ((((((((((((((((((((((((((((( ~ : its NumPy header is damaged at character 27",
        "{'descr': '|f8', 'fortran_order': False, 'shape': (1,), } ~ : its dtype is '|f8'; "
            + "expected bool, int8 to int64, uint8 to uint64, float16, float32 or float64",
        "{'descr': '', 'fortran_order': False, 'shape': (1,), } ~ : its dtype is ''; "
            + "expected bool, int8 to int64, uint8 to uint64, float16, float32 or float64",
    })
    void refusesHeadersThatMakeNoSense(String header, String sentence) throws IOException {
        write("bad.npy", header(1, header), new byte[8]);
        assertRefused("bad.npy", sentence.startsWith(":") ? sentence : " " + sentence);
    }

    @Test
    void refusesUnknownVersionsAndEndlessHeaders() throws IOException {
        byte[] future = header(1, "{}");
        future[6] = 4;
        write("future.npy", future);
        assertRefused("future.npy", ": its .npy format is 4.0; expected 1.0, 2.0 or 3.0");
        byte[] endless = header(2, "{}");
        endless[11] = (byte) 0xff;
        write("endless.npy", endless);
        assertRefused("endless.npy", ": its NumPy header claims 4278190082 bytes; expected at most 1048576");
    }

    @Test
    void refusesWholeNumbersThatNoDoubleHolds() throws IOException {
        assertWhole("i8", 1L << 53, "9007199254740992");
        assertWhole("i8", Long.MIN_VALUE, "-9223372036854775808");
        assertWhole("u8", 1L << 63, "9223372036854775808");
        assertNotWhole("i8", (1L << 53) + 1, "9007199254740993");
        assertNotWhole("i8", -(1L << 53) - 1, "-9007199254740993");
        assertNotWhole("i8", Long.MAX_VALUE, "9223372036854775807");
        assertNotWhole("u8", -1, "18446744073709551615");
    }

    private void assertWhole(String type, long bits, String value) throws IOException {
        write("whole.npy", header(1, "{'descr': '<" + type + "', 'fortran_order': False, 'shape': (), }"), longs(bits));
        assertEquals(Double.parseDouble(value), NpyReader.read(folder.resolve("whole.npy")).values()[0]);
    }

    private void assertNotWhole(String type, long bits, String value) throws IOException {
        write("whole.npy", header(1, "{'descr': '<" + type + "', 'fortran_order': False, 'shape': (3,), }"), longs(0, bits, 0));
        assertRefused("whole.npy", ": element 1 is " + value
                + ", which a float64 cannot hold exactly; expected whole numbers up to 2^53");
    }

    private static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        LongStream.of(values).forEach(bytes::putLong);
        return bytes.array();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, Double.NaN, Double.POSITIVE_INFINITY, 0x1p63, -1e300})
    void refusesIndicesThatAreNotWhole(double value) {
        NpyArray array = new NpyArray("idx.npy", new int[] {2}, new double[] {-7, value});
        ModelException refusal = assertThrows(ModelException.class, array::integers);
        assertEquals("idx.npy: element 1 is " + value + " where a whole number was expected", refusal.getMessage());
    }

    @Test
    void readsAGrowingFileUpToWhereItsHeaderCounts() throws IOException {
        write("growing.npy", header(2, "{'descr': '>u2', 'fortran_order': True, 'shape': (1,), }"), new byte[] {1, 2, 3, 4, 5});
        assertArrayEquals(new double[] {258}, NpyReader.readGrowing(folder.resolve("growing.npy")).values());
        assertRefused("growing.npy", ": its header says [1] of 2 bytes each, but 5 bytes follow it");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = concatenate(header(3, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }"), new byte[24]);
        for (int length = 0; length < whole.length; length++) {
            write("short.npy", Arrays.copyOf(whole, length));
            assertThrows(ModelException.class, () -> NpyReader.read(folder.resolve("short.npy")));
            assertThrows(ModelException.class, () -> NpyReader.readGrowing(folder.resolve("short.npy")));
        }
    }

    @Test
    void damagedFilesAreRefusedOrRead() throws IOException {
        Random random = new Random(20250101);
        int read = 0;
        for (int round = 0; round < 5000; round++) {
            String descr = List.of("<f8", ">i4", "|u1", "<u8", ">f2", "|b1").get(random.nextInt(6));
            byte[] file = concatenate(header(1 + random.nextInt(3), "{'descr': '" + descr + "', 'fortran_order': " + (random.nextBoolean()
                    ? "True" : "False") + ", 'shape': (2, 3), }"), new byte[6 * (descr.charAt(2) - '0')]);
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                file[random.nextInt(file.length)] = switch (random.nextInt(3)) {
                    case 0 -> (byte) random.nextInt(256);
                    case 1 -> (byte) ('0' + random.nextInt(10));
                    default -> (byte) "'(){}[],:LTF<>-".charAt(random.nextInt(15));
                };
            }
            if (random.nextInt(4) == 0) {
                file = Arrays.copyOf(file, random.nextInt(2 * file.length));
            }
            write("damaged.npy", file);
            try {
                NpyArray array = NpyReader.read(folder.resolve("damaged.npy"));
                assertEquals(IntStream.of(array.shape()).asLongStream().reduce(1, (a, b) -> a * b), array.values().length);
                read++;
            } catch (ModelException e) {
                assertTrue(e.getMessage().startsWith(folder.resolve("damaged.npy").toString()), e.getMessage());
            }
        }
        assertTrue(read > 500 && read < 4500, read + " of 5000 were read");
    }

    private static byte[] header(int major, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = ByteBuffer.allocate((major == 1 ? 10 : 12) + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(NpyHeader.MAGIC).put((byte) major).put((byte) 0);
        if (major == 1) {
            header.putShort((short) bytes.length);
        } else {
            header.putInt(bytes.length);
        }
        return header.put(bytes).array();
    }

    private void write(String name, byte[]... parts) throws IOException {
        Files.write(folder.resolve(name), concatenate(parts));
    }

    private static byte[] concatenate(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
        Stream.of(parts).forEach(all::put);
        return all.array();
    }
}
