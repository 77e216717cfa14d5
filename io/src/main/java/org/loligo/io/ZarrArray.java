package org.loligo.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An array of a Zarr store that grows along its samples. Samples are collected in memory until a slab is full, so what is on disk does
 * not depend on how many came at a time. Shards are staged; the caller commits them, and only then {@link #stageMetadata}.
 */
final class ZarrArray implements AutoCloseable {
    /** Elements taken through a slab together: a cache line of the source, and as many places written at once as the caches follow. */
    private static final int TILE = 16;

    private static final ValueLayout.OfInt FROM_4 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong FROM_8 = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt TO_4 = FROM_4.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong TO_8 = FROM_8.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String path;
    private final OutputFolder folder;
    private final ZarrType type;
    private final ZarrGrid grid;
    private final List<String> dimensions;
    private final Map<String, String> attributes;
    private final long[] elementOffset;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment slab;
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
        elementOffset = IntStream.range(0, grid.elements()).mapToLong(grid::elementOffset).toArray();
        slab = arena.allocate(grid.slabBytes(), Long.BYTES);
        clear();
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
                clear();
            }
        }
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

    /** Gives the memory back; the metadata can still be asked for. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private long stagedLength() {
        return fullSlabs * grid.slab() + staged;
    }

    private void stage(ZarrShard shard, StagedFiles files) throws IOException {
        if (grid.instances() > 0 && grid.elements() > 0) {
            String key = grid.key(fullSlabs);
            int slash = key.lastIndexOf('/');
            OutputFile file = files.stage(folder.folder(key.substring(0, slash)), key.substring(slash + 1));
            shard.write(file, grid, slab, filled);
        }
    }

    private void clear() {
        if (type.fillBits() == 0) {
            slab.fill((byte) 0);
            return;
        }
        for (long at = 0; at < slab.byteSize(); at += type.bytes()) {
            put(at, type.fillBits());
        }
    }

    private void put(long at, long bits) {
        if (type.bytes() == Integer.BYTES) {
            slab.set(TO_4, at, (int) bits);
        } else {
            slab.set(TO_8, at, bits);
        }
    }

    /** Copies {@code some} of the {@code count} samples, from number {@code first} on, to their places in the slab. */
    private void collect(MemorySegment samples, int count, int first, int some) {
        long row = (long) grid.elements() * type.bytes();
        for (int instance = 0; instance < grid.instances(); instance++) {
            long from = ((long) instance * count + first) * row;
            for (int element = 0; element < grid.elements(); element += TILE) {
                int end = Math.min(element + TILE, grid.elements());
                for (int j = 0; j < some; j++) {
                    long source = from + j * row;
                    long target = grid.instanceOffset(instance) + grid.sampleOffset(filled + j);
                    if (type.bytes() == Integer.BYTES) {
                        for (int e = element; e < end; e++) {
                            slab.set(TO_4, target + elementOffset[e], samples.get(FROM_4, source + e * 4L));
                        }
                    } else {
                        for (int e = element; e < end; e++) {
                            slab.set(TO_8, target + elementOffset[e], samples.get(FROM_8, source + e * 8L));
                        }
                    }
                }
            }
        }
    }
}
