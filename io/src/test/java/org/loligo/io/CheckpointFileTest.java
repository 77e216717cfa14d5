package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loligo.model.Precision;
import org.loligo.runtime.Checkpoint;
import org.loligo.runtime.Leg;
import org.loligo.runtime.NetworkState;

class CheckpointFileTest {
    @TempDir
    private Path folder;

    private CheckpointFolder checkpoints() {
        return CheckpointFolder.of(folder);
    }

    private Path file(long step) {
        return folder.resolve(String.format("checkpoint/step-%019d.checkpoint", step));
    }

    private static Checkpoint checkpoint(long step, int size) {
        double[] v = new Random(step).doubles(size).toArray();
        v[0] = Double.NaN;
        v[1] = -0.0;
        float[] w = {1.5f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
        List<Object[]> states = List.of(new Object[] {v, w}, new Object[] {}, new Object[] {new double[0]});
        NetworkState state = new NetworkState(step, Precision.FLOAT64, states, Arrays.asList(new long[] {-1, 1L << 40}, null, null),
                List.<Object[]>of(new Object[] {new long[] {7}, v}));
        Leg leg = new Leg(0, "cpu", "β \"x\"", "staged", Precision.FLOAT64, List.of("fold", "cse"), true, 8, "abc");
        return new Checkpoint("0123", List.of(leg, new Leg(5, "opencl", "y", "resident", Precision.FLOAT64, List.of(), false, 1, "abc")),
                state, 1L << 33,
                List.of(Map.of(), Map.of("X.spikes.npy", new long[] {1L << 50}, "X/V#0", LongStream.range(0, size).toArray())));
    }

    private static void assertSame(Checkpoint expected, Checkpoint read) {
        assertEquals(expected.experiment(), read.experiment());
        assertEquals(expected.legs(), read.legs());
        assertEquals(expected.spikes(), read.spikes());
        assertEquals(expected.step(), read.step());
        assertEquals(expected.state().precision(), read.state().precision());
        assertEquals(expected.state().states().size(), read.state().states().size());
        for (int b = 0; b < expected.state().states().size(); b++) {
            assertTrue(Arrays.deepEquals(expected.state().states().get(b), read.state().states().get(b)), "block " + b);
            assertArrayEquals(expected.state().lastSpikes().get(b), read.state().lastSpikes().get(b));
        }
        assertNull(read.state().lastSpikes().get(1));
        assertTrue(Arrays.deepEquals(expected.state().tallies().getFirst(), read.state().tallies().getFirst()));
        for (int s = 0; s < expected.sinks().size(); s++) {
            assertEquals(expected.sinks().get(s).keySet(), read.sinks().get(s).keySet());
            for (var entry : expected.sinks().get(s).entrySet()) {
                assertArrayEquals(entry.getValue(), read.sinks().get(s).get(entry.getKey()));
            }
        }
    }

    /** Small ones, and some that are longer than what is written at once, whatever the last pieces are. */
    @Test
    void comesBackAsItWas() throws IOException {
        for (int size : new int[] {2, 1000, 131_050, 131_072, 400_001}) {
            Checkpoint checkpoint = checkpoint((1L << 33) + size, size);
            checkpoints().save(checkpoint);
            assertSame(checkpoint, checkpoints().newest().orElseThrow().checkpoint());
        }
    }

    @Test
    void theNewestTwoAreKept() throws IOException {
        assertTrue(checkpoints().newest().isEmpty());
        for (long step : new long[] {5, 90, 1000}) {
            checkpoints().save(checkpoint(step, 3));
        }
        try (Stream<Path> files = Files.list(folder.resolve("checkpoint"))) {
            assertEquals(List.of(file(90), file(1000)), files.sorted().toList());
        }
        assertEquals(1000, checkpoints().newest().orElseThrow().checkpoint().step());
        checkpoints().delete();
        assertTrue(Files.notExists(folder.resolve("checkpoint")));
        checkpoints().delete();
    }

    @Test
    void everyFlippedBitAndEveryCutIsRefusedByName() throws IOException {
        checkpoints().save(checkpoint(7, 3));
        byte[] good = Files.readAllBytes(file(7));
        Path bad = file(8);
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(bad, flipped);
            assertRefused(bad);
        }
        for (int length = 0; length < good.length; length++) {
            Files.write(bad, Arrays.copyOf(good, length));
            assertRefused(bad);
        }
        Files.write(bad, Arrays.copyOf(good, good.length + 1));
        assertRefused(bad);
        byte[] later = good.clone();
        later["Loligo checkpoint, format ".length()] = '2';
        Files.write(bad, later);
        assertEquals("'" + bad + "' is of a format that another version of Loligo writes", assertRefused(bad));
    }

    /** The one before is used, and the refused one is named. */
    private String assertRefused(Path bad) throws IOException {
        CheckpointFolder.Found found = checkpoints().newest().orElseThrow();
        assertEquals(7, found.checkpoint().step());
        assertEquals(1, found.refused().size());
        assertTrue(found.refused().getFirst().startsWith("'" + bad + "' "), found.refused().getFirst());
        assertThrows(IOException.class, () -> CheckpointFile.read(bad));
        return found.refused().getFirst();
    }

    @Test
    void whatWasRefusedDoesNotPushOutTheGood() throws IOException {
        checkpoints().save(checkpoint(7, 3));
        checkpoints().save(checkpoint(9, 3));
        Files.write(file(9), new byte[] {1, 2, 3});
        checkpoints().dropBeyond(7);
        assertFalse(Files.exists(file(9)));
        checkpoints().save(checkpoint(8, 3));
        assertEquals(8, checkpoints().newest().orElseThrow().checkpoint().step());
        Files.write(file(8), new byte[0]);
        Files.write(file(7), new byte[0]);
        String refusal = assertThrows(IOException.class, () -> checkpoints().newest()).getMessage();
        assertTrue(refusal.startsWith("no checkpoint is intact: ") && refusal.contains(file(8).toString())
                && refusal.contains(file(7).toString()), refusal);
    }

    /** Lengths that no file can hold, with a checksum that is right. */
    @Test
    void forgedLengthsAskForNoMemory() throws IOException {
        checkpoints().save(checkpoint(7, 3));
        byte[] good = Files.readAllBytes(file(7));
        int start = "Loligo checkpoint, format 1\n".length();
        for (int at = start; at < good.length - 8; at++) {
            for (int length : new int[] {Integer.MAX_VALUE, -1, 1 << 28}) {
                byte[] forged = good.clone();
                ByteBuffer bytes = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
                bytes.putInt(at, length);
                CRC32C sum = new CRC32C();
                sum.update(forged, 0, forged.length - 4);
                bytes.putInt(forged.length - 4, (int) sum.getValue());
                Files.write(file(8), forged);
                try {
                    CheckpointFile.read(file(8)); // another number somewhere: still a checkpoint
                } catch (IOException e) {
                    assertTrue(e.getMessage().startsWith("'" + file(8) + "' "), e.getMessage());
                }
            }
        }
        assertEquals(start, "Loligo checkpoint, format 1\n".getBytes(StandardCharsets.UTF_8).length);
    }
}
