package org.loligo.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A {@code .npy} file {@code [instance, sample, element]}: a block of samples for each instance. The file is laid out for the whole run,
 * so each sample goes straight to its place and nothing need be turned round at the end; it stays hidden until it is complete. When the
 * run stops early, {@link #close} moves the blocks together.
 */
final class NpyBlocks implements NpyGrowing {
    private static final int BUFFER = 1 << 20;

    private final OutputFile file;
    private final NpyType type;
    private final int instances;
    private final long samples;
    private final int elements;
    private final long rowBytes;
    private long length;

    /**
     * @param file    a new file
     * @param samples how many samples the whole run gives
     */
    NpyBlocks(OutputFile file, NpyType type, int instances, long samples, int elements) throws IOException {
        this.file = file;
        this.type = type;
        this.instances = instances;
        this.samples = samples;
        this.elements = elements;
        rowBytes = (long) elements * type.bytes();
        file.write(NpyHeader.encode(type, instances, samples, elements), 0);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void append(MemorySegment values, int count) throws IOException {
        long bytes = count * rowBytes;
        for (int instance = 0; instance < instances; instance++) {
            file.write(values.asSlice(instance * bytes, bytes), NpyHeader.SIZE + (instance * samples + length) * rowBytes);
        }
        length += count;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (length < samples) {
                moveTogether();
            }
            file.force();
            file.publish();
        }
    }

    private void moveTogether() throws IOException {
        long bytes = length * rowBytes;
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER, bytes));
        for (int instance = 1; instance < instances; instance++) {
            long from = NpyHeader.SIZE + instance * samples * rowBytes;
            long to = NpyHeader.SIZE + instance * bytes;
            for (long done = 0; done < bytes; done += BUFFER) {
                buffer.clear().limit((int) Math.min(BUFFER, bytes - done));
                file.read(buffer, from + done);
                file.write(buffer, to + done);
            }
        }
        file.write(NpyHeader.encode(type, instances, length, elements), 0);
        file.truncate(NpyHeader.SIZE + instances * bytes);
    }
}
