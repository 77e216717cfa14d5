package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BloscFrameTest {
    private final BloscFrame blosc = new BloscFrame();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 125, 1 << 15, (1 << 15) + 1, 1 << 16})
    void noiseIsCopied(int count) {
        long[] noise = new Random(1).longs(count).toArray();
        ByteBuffer frame = blosc.compress(noise, 8);
        assertEquals(16 + 8 * count, frame.remaining());
        assertEquals(0x33, frame.get(2));
        long[] copy = new long[count];
        frame.position(16).slice().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(copy);
        assertArrayEquals(noise, copy);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void orderIsCompressed(int elementSize) {
        long[] values = LongStream.range(0, 300_000).toArray();
        ByteBuffer frame = blosc.compress(values, elementSize);
        assertEquals(0x31, frame.get(2));
        assertTrue(frame.remaining() < values.length * elementSize / 100);
    }
}
