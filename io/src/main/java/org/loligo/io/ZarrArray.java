package org.loligo.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An array of a Zarr store that grows along its samples. Samples are collected in memory until a slab is full, so what is on disk does
 * not depend on how many came at a time. Shards are staged; the caller commits them, and only then {@link #stageMetadata}.
 */
final class ZarrArray implements AutoCloseable {
    private static final int BLOCK = 1 << 15;

    private final String path;
    private final OutputFolder folder;
    private final ZarrType type;
    private final ZarrGrid grid;
    private final List<String> dimensions;
    private final Map<String, String> attributes;
    private int[] narrow;
    private long[] block;
    private long[][] chunks;
    private long fullSlabs;
    private int filled;
    private int staged;
    private long published = -1;

    /**
     * @param root       the store
     * @param path       the array's path in it
     * @param dimensions the names of its axes
     * @param attributes e.g. its units
     */
    ZarrArray(OutputFolder root, String path, ZarrType type, ZarrGrid grid, List<String> dimensions, Map<String, String> attributes)
            throws IOException {
        this.path = path;
        this.type = type;
        this.grid = grid;
        this.dimensions = dimensions;
        this.attributes = attributes;
        folder = root.folder(path);
        chunks = new long[grid.chunks()][];
        block = new long[(int) Math.min(Math.max(BLOCK, grid.elements()), (long) grid.slab() * grid.elements())];
        narrow = new int[type.bytes() == Integer.BYTES ? block.length : 0];
    }

    /** Where it is in the store. */
    String path() {
        return path;
    }

    /** How many samples it was given. */
    long length() {
        return fullSlabs * grid.slab() + filled;
    }

    /**
     * Adds samples, and stages the slabs that become full.
     *
     * @param samples {@code [instance, sample, element]} in native byte order
     * @param count   how many samples there are
     */
    void append(MemorySegment samples, int count, ZarrShard shard, StagedFiles files) throws IOException {
        for (int done = 0; done < count;) {
            int some = Math.min(count - done, grid.slab() - filled);
            collect(samples, count, done, some);
            filled += some;
            done += some;
            if (filled == grid.slab()) {
                stage(shard, files);
                fullSlabs++;
                filled = 0;
                staged = 0;
            }
        }
    }

    /**
     * What is needed to go on from here: how many slabs are full and how many samples are in the next, and the bits of its chunks.
     *
     * @param numbers takes them, under names that begin with the path; the chunks are this array's own memory
     */
    void tellPosition(Map<String, long[]> numbers) {
        numbers.put(path, new long[] {fullSlabs, filled});
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            if (grid.firstSample(chunk) < filled) {
                numbers.put(nameOf(chunk), chunks[chunk]);
            }
        }
    }

    /** Goes back to a position. Nothing is staged, so the metadata count full slabs only until more is. */
    void restore(Map<String, long[]> numbers) throws IOException {
        long[] position = numbers.get(path);
        fullSlabs = position[0];
        filled = Math.toIntExact(position[1]);
        staged = 0;
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            chunks[chunk] = numbers.get(nameOf(chunk));
        }
        if (fullSlabs > 0 && hasShards() && Files.notExists(shard(fullSlabs - 1))) {
            throw new IOException("cannot continue " + shard(fullSlabs - 1) + ": there is no such file, and the checkpoint counts on it");
        }
    }

    /** Deletes the shards behind the full slabs. */
    void dropBeyond() throws IOException {
        for (long slab = fullSlabs; hasShards() && Files.exists(shard(slab)); slab++) {
            try {
                Files.delete(shard(slab));
            } catch (IOException e) {
                throw new DiskException("remove", shard(slab), e);
            }
        }
    }

    private String nameOf(int chunk) {
        return path + "#" + chunk;
    }

    private boolean hasShards() {
        return grid.instances() > 0 && grid.elements() > 0;
    }

    private Path shard(long slab) {
        return folder.path().resolve(grid.key(slab));
    }

    /** Stages a slab that is not full yet; it is written again when more samples have come. */
    void stagePart(ZarrShard shard, StagedFiles files) throws IOException {
        if (filled > staged) {
            stage(shard, files);
            staged = filled;
        }
    }

    /** Stages metadata that counts all samples staged so far, if there are new ones; says whether there were. */
    boolean stageMetadata(StagedFiles files) throws IOException {
        long length = stagedLength();
        if (length == published) {
            return false;
        }
        OutputFile file = files.stage(folder, "zarr.json");
        file.write(ByteBuffer.wrap(Json.text(metadata()).getBytes(StandardCharsets.UTF_8)), 0);
        published = length;
        return true;
    }

    /** What its {@code zarr.json} says when it counts all samples staged so far. */
    Map<String, Object> metadata() {
        return ZarrMetadata.array(grid, type, dimensions, attributes, stagedLength());
    }

    /** Lets go of the memory for samples; the metadata can still be asked for. */
    @Override
    public void close() {
        chunks = null;
        block = null;
        narrow = null;
    }

    private long stagedLength() {
        return fullSlabs * grid.slab() + staged;
    }

    private void stage(ZarrShard shard, StagedFiles files) throws IOException {
        if (hasShards()) {
            Path name = shard(fullSlabs);
            OutputFile file = files.stage(OutputFolder.create(name.getParent()), name.getFileName().toString());
            shard.write(file, grid, type, chunks, filled);
        }
    }

    /** Copies {@code some} of the {@code count} samples, from number {@code first} on, to their places in the slab. */
    private void collect(MemorySegment samples, int count, int first, int some) {
        int most = Math.max(1, block.length / Math.max(1, grid.elements()));
        for (int done = 0; done < some;) {
            int sample = filled + done;
            int inChunk = sample % grid.chunkSamples();
            if (inChunk == 0) {
                clear(sample);
            }
            int size = Math.min(Math.min(most, some - done), grid.chunkSamples() - inChunk);
            for (int instance = 0; instance < grid.instances(); instance++) {
                load(samples, ((long) instance * count + first + done) * grid.elements(), size * grid.elements());
                transpose(instance, sample, size);
            }
            done += size;
        }
    }

    /** Makes the chunks that begin at a sample empty. */
    private void clear(int sample) {
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            if (grid.firstSample(chunk) == sample) {
                if (chunks[chunk] == null) {
                    chunks[chunk] = new long[grid.chunkValues()];
                }
                Arrays.fill(chunks[chunk], type.fillBits());
            }
        }
    }

    /** Fetches the bits of some values, in one go: until the JIT compiler is done, a segment is read slowly value by value. */
    private void load(MemorySegment values, long start, int count) {
        if (type.bytes() == Long.BYTES) {
            MemorySegment.copy(values, ValueLayout.JAVA_LONG_UNALIGNED, start * Long.BYTES, block, 0, count);
            return;
        }
        MemorySegment.copy(values, ValueLayout.JAVA_INT_UNALIGNED, start * Integer.BYTES, narrow, 0, count);
        for (int k = 0; k < count; k++) {
            block[k] = narrow[k];
        }
    }

    /** Puts the fetched samples of an instance, which all go into the same chunks, in their places. */
    private void transpose(int instance, int sample, int count) {
        int elements = grid.elements();
        for (int element = 0; element < elements; element++) {
            long[] chunk = chunks[grid.chunkOf(instance, sample, element)];
            int place = grid.placeOf(instance, sample, element);
            for (int j = 0, from = element; j < count; j++, from += elements) {
                chunk[place + j] = block[from];
            }
        }
    }
}
