package org.loligo.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A {@code .npy} file {@code [instance, sample, element]}: a block of samples for each instance. The file is laid out for the whole run,
 * so each sample goes straight to its place and nothing need be turned round at the end; it stays hidden until it is complete. When the
 * run stops early, {@link #close} moves the blocks together; if a checkpoint counts on them it writes them together in another file, and
 * the hidden one stays.
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
    private boolean kept;

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

    /** A file, hidden or complete, of which the first samples of each instance are kept. */
    static NpyBlocks reopen(OutputFile file, long length, NpyType type, int instances, long samples, int elements) throws IOException {
        long rows = (instances - 1) * samples + length;
        file.requireLength(NpyHeader.SIZE + rows * elements * type.bytes());
        NpyBlocks blocks = new NpyBlocks(file, type, instances, samples, elements);
        blocks.length = length;
        blocks.kept = true;
        file.other().discard(); // what another end may have left
        return blocks;
    }

    @Override
    public void force() throws IOException {
        file.force();
        kept = true;
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
            if (length < samples && kept) {
                try (OutputFile other = file.other()) {
                    writeTogether(0, other);
                    other.force();
                    other.publish();
                }
                return;
            }
            if (length < samples) {
                writeTogether(1, file);
            }
            file.force();
            file.publish();
        }
    }

    /** Writes the blocks from one on, and the header, to where they are in a file of just these samples, which may be this one. */
    private void writeTogether(int first, OutputFile to) throws IOException {
        long bytes = length * rowBytes;
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER, bytes));
        for (int instance = first; instance < instances; instance++) {
            long from = NpyHeader.SIZE + instance * samples * rowBytes;
            long place = NpyHeader.SIZE + instance * bytes;
            for (long done = 0; done < bytes; done += BUFFER) {
                buffer.clear().limit((int) Math.min(BUFFER, bytes - done));
                file.read(buffer, from + done);
                to.write(buffer, place + done);
            }
        }
        to.write(NpyHeader.encode(type, instances, length, elements), 0);
        to.truncate(NpyHeader.SIZE + instances * bytes);
    }
}
