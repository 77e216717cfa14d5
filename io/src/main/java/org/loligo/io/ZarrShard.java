package org.loligo.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Writes a slab as one file of the {@code sharding_indexed} codec: the compressed chunks, then an index of uint64 (offset, length) for
 * each, then the index's CRC32C. Chunks in which no sample was written are left out; their entries are all ones.
 */
final class ZarrShard {
    private static final long ABSENT = -1;
    private static final int ENTRY = 2 * Long.BYTES;

    private final BloscFrame blosc = new BloscFrame();

    /**
     * @param file    where to
     * @param chunks  the bits of the values, chunk by chunk, laid out by the grid
     * @param samples how many of the slab's samples were written
     */
    void write(OutputFile file, ZarrGrid grid, ZarrType type, long[][] chunks, int samples) throws IOException {
        ByteBuffer index = ByteBuffer.allocate(chunks.length * ENTRY + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long position = 0;
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            if (grid.firstSample(chunk) >= samples) {
                index.putLong(ABSENT).putLong(ABSENT);
                continue;
            }
            ByteBuffer frame = blosc.compress(chunks[chunk], type.bytes());
            index.putLong(position).putLong(frame.remaining());
            int length = frame.remaining();
            file.write(frame, position);
            position += length;
        }
        CRC32C sum = new CRC32C();
        sum.update(index.array(), 0, index.position());
        file.write(index.putInt((int) sum.getValue()).flip(), position);
    }
}
