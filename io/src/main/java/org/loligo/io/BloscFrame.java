package org.loligo.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final LZ4Compressor compressor = LZ4Factory.safeInstance().fastCompressor();
    private final byte[] shuffled = new byte[BLOCK];
    private byte[] frame = new byte[0];

    /**
     * Compresses some bytes.
     *
     * @param data        at most 1 GiB, a whole number of elements
     * @param elementSize 4 or 8
     * @return the frame, good until the next call
     */
    ByteBuffer compress(MemorySegment data, int elementSize) {
        int size = Math.toIntExact(data.byteSize());
        int blocks = Math.ceilDiv(size, BLOCK);
        int worst = HEADER + blocks * (2 * Integer.BYTES) + size + compressor.maxCompressedLength(BLOCK);
        if (frame.length < worst) {
            frame = new byte[worst];
        }
        ByteBuffer out = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        out.position(HEADER + blocks * Integer.BYTES);
        for (int block = 0; block < blocks; block++) {
            out.putInt(HEADER + block * Integer.BYTES, out.position());
            int start = block * BLOCK;
            compressBlock(data.asSlice(start, Math.min(BLOCK, size - start)), elementSize, out);
        }
        int flags = SHUFFLED | ONE_STREAM_PER_BLOCK | LZ4;
        if (out.position() >= HEADER + size) {
            flags |= COPIED;
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, frame, HEADER, size);
            out.position(HEADER + size);
        }
        out.put(0, VERSION).put(1, LZ4_VERSION).put(2, (byte) flags).put(3, (byte) elementSize);
        out.putInt(4, size).putInt(8, Math.min(BLOCK, size)).putInt(12, out.position());
        return out.flip();
    }

    private void compressBlock(MemorySegment block, int elementSize, ByteBuffer out) {
        int size = (int) block.byteSize();
        if (elementSize == Integer.BYTES) {
            shuffle4(block, size / Integer.BYTES);
        } else {
            shuffle8(block, size / Long.BYTES);
        }
        int start = out.position() + Integer.BYTES;
        int length = compressor.compress(shuffled, 0, size, frame, start, frame.length - start);
        if (length >= size) {
            length = size; // readers take this to mean that the block is not compressed
            System.arraycopy(shuffled, 0, frame, start, size);
        }
        out.putInt(length).position(start + length);
    }

    private void shuffle4(MemorySegment block, int n) {
        for (int k = 0; k < n; k++) {
            int bits = block.get(INT, 4L * k);
            shuffled[k] = (byte) bits;
            shuffled[n + k] = (byte) (bits >>> 8);
            shuffled[2 * n + k] = (byte) (bits >>> 16);
            shuffled[3 * n + k] = (byte) (bits >>> 24);
        }
    }

    private void shuffle8(MemorySegment block, int n) {
        for (int k = 0; k < n; k++) {
            long bits = block.get(LONG, 8L * k);
            shuffled[k] = (byte) bits;
            shuffled[n + k] = (byte) (bits >>> 8);
            shuffled[2 * n + k] = (byte) (bits >>> 16);
            shuffled[3 * n + k] = (byte) (bits >>> 24);
            shuffled[4 * n + k] = (byte) (bits >>> 32);
            shuffled[5 * n + k] = (byte) (bits >>> 40);
            shuffled[6 * n + k] = (byte) (bits >>> 48);
            shuffled[7 * n + k] = (byte) (bits >>> 56);
        }
    }
}
