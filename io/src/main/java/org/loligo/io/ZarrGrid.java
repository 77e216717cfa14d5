package org.loligo.io;

import java.util.ArrayList;
import java.util.List;

/**
 * How an array {@code [instance, sample, element]} is cut up: along samples into slabs, one file each; a slab into chunks that are
 * compressed one by one. In memory a slab is {@code [chunk, instance, element, sample]}: a neuron's samples are next to each other,
 * which compresses best and makes reading one trace fast. Slabs are padded to whole chunks.
 *
 * @param axes           which of the three axes the array has
 * @param instances      the length of the instance axis, 1 if it is missing
 * @param elements       the length of the element axis, 1 if it is missing
 * @param slab           samples in a slab, a multiple of {@code chunkSamples}
 * @param chunkInstances instances in a chunk
 * @param chunkSamples   samples in a chunk
 * @param chunkElements  elements in a chunk
 * @param bytes          the size of a value
 */
record ZarrGrid(Axes axes, int instances, int elements, int slab, int chunkInstances, int chunkSamples, int chunkElements, int bytes) {
    private static final long SLAB_BYTES = 8 << 20;
    private static final int CHUNK_BYTES = 1 << 19;
    private static final int CHUNK_SAMPLES = 1 << 16;

    /** Which axes an array has. */
    record Axes(boolean instance, boolean sample, boolean element) {

        /** Of three values those whose axis is there. */
        <T> List<T> pick(T ofInstance, T ofSample, T ofElement) {
            List<T> picked = new ArrayList<>(3);
            if (instance) {
                picked.add(ofInstance);
            }
            if (sample) {
                picked.add(ofSample);
            }
            if (element) {
                picked.add(ofElement);
            }
            return List.copyOf(picked);
        }
    }

    /**
     * How many samples make a slab of some 8 MiB, if a sample has that many bytes; never more than the run has.
     *
     * @param samples how many samples the whole run gives
     */
    static int slab(long sampleBytes, long samples) {
        int slab = (int) Math.clamp(SLAB_BYTES / Math.max(1, sampleBytes), 1, Math.max(1, samples));
        return slab <= CHUNK_SAMPLES ? slab : slab - slab % CHUNK_SAMPLES;
    }

    /** A grid with chunks of about half a MiB. */
    static ZarrGrid of(Axes axes, int instances, int elements, int slab, int bytes) {
        int samples = Math.min(slab, CHUNK_SAMPLES);
        int chunkElements = evenly(elements, CHUNK_BYTES / (samples * bytes));
        int chunkInstances = evenly(instances, CHUNK_BYTES / (samples * bytes * chunkElements));
        return new ZarrGrid(axes, instances, elements, slab, chunkInstances, samples, chunkElements, bytes);
    }

    /** The length of equal parts of at most {@code most}, so that the last part is hardly padded. */
    private static int evenly(int length, int most) {
        return length == 0 ? 1 : Math.ceilDiv(length, Math.ceilDiv(length, Math.max(1, most)));
    }

    /** The number of chunks along the instances, the samples of a slab, and the elements. */
    int instanceChunks() {
        return Math.max(1, Math.ceilDiv(instances, chunkInstances));
    }

    int sampleChunks() {
        return slab / chunkSamples;
    }

    int elementChunks() {
        return Math.max(1, Math.ceilDiv(elements, chunkElements));
    }

    /** The number of chunks in a slab; they are counted in the order instance, sample, element, the last fastest. */
    int chunks() {
        return Math.multiplyExact(Math.multiplyExact(instanceChunks(), sampleChunks()), elementChunks());
    }

    /** The size of a chunk in memory. */
    long chunkBytes() {
        return (long) chunkInstances * chunkElements * chunkSamples * bytes;
    }

    /** The size of a slab in memory. */
    long slabBytes() {
        return chunks() * chunkBytes();
    }

    /** Where a value is in a slab: the sum of this, {@link #sampleOffset} and {@link #elementOffset}. */
    long instanceOffset(int instance) {
        long chunk = (long) (instance / chunkInstances) * sampleChunks() * elementChunks();
        return chunk * chunkBytes() + (long) (instance % chunkInstances) * chunkElements * chunkSamples * bytes;
    }

    long sampleOffset(int sample) {
        return (long) (sample / chunkSamples) * elementChunks() * chunkBytes() + (long) (sample % chunkSamples) * bytes;
    }

    long elementOffset(int element) {
        return element / chunkElements * chunkBytes() + (long) (element % chunkElements) * chunkSamples * bytes;
    }

    /** The shape of an array with so many samples. */
    List<Long> shape(long samples) {
        return axes.pick((long) instances, samples, (long) elements);
    }

    /** The shape of a slab. */
    List<Integer> slabShape() {
        return axes.pick(instanceChunks() * chunkInstances, slab, elementChunks() * chunkElements);
    }

    /** The shape of a chunk. */
    List<Integer> chunkShape() {
        return axes.pick(chunkInstances, chunkSamples, chunkElements);
    }

    /** The order of the axes in memory. */
    List<Integer> memoryOrder() {
        return !(axes.sample && axes.element) ? List.of() : axes.instance ? List.of(0, 2, 1) : List.of(1, 0);
    }

    /** The name of the file of a slab: its place along each axis. */
    String key(long slabIndex) {
        return "c/" + String.join("/", axes.pick("0", Long.toString(slabIndex), "0"));
    }
}
