package org.loligo.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Compresses into frames of the Blosc 1 format: bytes of equal significance are brought together (shuffle), then compressed with LZ4,
 * block by block. A frame is
 *
 * <pre>
 * 16 bytes   version, LZ4 version, flags, element size, then uint32: bytes, bytes per block, bytes of the frame
 * uint32 …   where each block starts
 * blocks     uint32 length, then LZ4 data; or the shuffled bytes themselves if the length says that they were not compressed
 * </pre>
 *
 * or, when all that would be longer than the data, the header and the data as they are. The compressor is LZ4 in Java, not the native
 * one, so that the same data are the same bytes on every machine.
 */
final class BloscFrame {
    private static final int HEADER = 16;
    private static final int BLOCK = 1 << 18;
    private static final byte VERSION = 2;
    private static final byte LZ4_VERSION = 1;
    private static final int SHUFFLED = 0x1;
    private static final int COPIED = 0x2;
    private static final int ONE_STREAM_PER_BLOCK = 0x10;
    private static final int LZ4 = 1 << 5;

    private final LZ4Compressor compressor = LZ4Factory.safeInstance().fastCompressor();
    private final byte[] shuffled = new byte[BLOCK];
    private byte[] frame = new byte[0];

    /**
     * Compresses some values.
     *
     * @param bits        the bits of the values, in the lowest bytes
     * @param elementSize the number of bytes of a value, 4 or 8
     * @return the frame, good until the next call
     */
    ByteBuffer compress(long[] bits, int elementSize) {
        int size = Math.multiplyExact(bits.length, elementSize);
        int blocks = Math.ceilDiv(size, BLOCK);
        int worst = Math.addExact(HEADER + blocks * (2 * Integer.BYTES) + compressor.maxCompressedLength(BLOCK), size);
        if (frame.length < worst) {
            frame = new byte[worst];
        }
        ByteBuffer out = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        out.position(HEADER + blocks * Integer.BYTES);
        for (int block = 0; block < blocks; block++) {
            out.putInt(HEADER + block * Integer.BYTES, out.position());
            int start = block * (BLOCK / elementSize);
            int count = Math.min(BLOCK / elementSize, bits.length - start);
            shuffle(bits, start, count, elementSize);
            append(count * elementSize, out);
        }
        int flags = SHUFFLED | ONE_STREAM_PER_BLOCK | LZ4;
        if (out.position() >= HEADER + size) {
            flags |= COPIED;
            out.position(HEADER);
            for (long value : bits) {
                if (elementSize == Long.BYTES) {
                    out.putLong(value);
                } else {
                    out.putInt((int) value);
                }
            }
        }
        out.put(0, VERSION).put(1, LZ4_VERSION).put(2, (byte) flags).put(3, (byte) elementSize);
        out.putInt(4, size).putInt(8, Math.min(BLOCK, size)).putInt(12, out.position());
        return out.flip();
    }

    /** Appends the first {@code size} shuffled bytes as a block. */
    private void append(int size, ByteBuffer out) {
        int start = out.position() + Integer.BYTES;
        int length = compressor.compress(shuffled, 0, size, frame, start, frame.length - start);
        if (length >= size) {
            length = size; // readers take this to mean that the block is not compressed
            System.arraycopy(shuffled, 0, frame, start, size);
        }
        out.putInt(length).position(start + length);
    }

    private void shuffle(long[] bits, int start, int count, int elementSize) {
        for (int significance = 0; significance < elementSize; significance++) {
            int to = significance * count;
            int shift = significance * Byte.SIZE;
            for (int k = 0; k < count; k++) {
                shuffled[to + k] = (byte) (bits[start + k] >>> shift);
            }
        }
    }
}
