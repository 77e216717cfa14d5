package org.loligo.io;

import java.util.ArrayList;
import java.util.List;

/**
 * How an array {@code [instance, sample, element]} is cut up: along samples into slabs, one file each; a slab into chunks that are
 * compressed one by one. In a chunk the order is {@code [instance, element, sample]}: a neuron's samples are next to each other,
 * which compresses best and makes reading one trace fast. Slabs are padded to whole chunks.
 *
 * @param axes           which of the three axes the array has
 * @param instances      the length of the instance axis, 1 if it is missing
 * @param elements       the length of the element axis, 1 if it is missing
 * @param slab           samples in a slab, a multiple of {@code chunkSamples}
 * @param chunkInstances instances in a chunk
 * @param chunkSamples   samples in a chunk
 * @param chunkElements  elements in a chunk
 */
record ZarrGrid(Axes axes, int instances, int elements, int slab, int chunkInstances, int chunkSamples, int chunkElements) {
    private static final int SLAB_VALUES = 1 << 20;
    private static final int CHUNK_VALUES = 1 << 16;

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
     * How many samples make a slab of about a million values, 8 MiB of float64; never more than the run has.
     *
     * @param values  the number of values in one sample
     * @param samples how many samples the whole run gives
     */
    static int slab(long values, long samples) {
        int slab = (int) Math.clamp(SLAB_VALUES / Math.max(1, values), 1, Math.max(1, samples));
        return slab <= CHUNK_VALUES ? slab : slab - slab % CHUNK_VALUES;
    }

    /** A grid with slabs of so many samples, and chunks of at most 65,536 values. */
    static ZarrGrid of(Axes axes, int instances, int elements, int slab) {
        int samples = Math.min(slab, CHUNK_VALUES);
        int chunkElements = evenly(elements, CHUNK_VALUES / samples);
        int chunkInstances = evenly(instances, CHUNK_VALUES / (samples * chunkElements));
        return new ZarrGrid(axes, instances, elements, slab, chunkInstances, samples, chunkElements);
    }

    /** The length of equal parts of at most {@code most}, so that the last part is hardly padded. */
    private static int evenly(int length, int most) {
        return length == 0 ? 1 : Math.ceilDiv(length, Math.ceilDiv(length, Math.max(1, most)));
    }

    /** The number of chunks along the instances. */
    int instanceChunks() {
        return Math.max(1, Math.ceilDiv(instances, chunkInstances));
    }

    /** The number of chunks along the samples of a slab. */
    int sampleChunks() {
        return slab / chunkSamples;
    }

    /** The number of chunks along the elements. */
    int elementChunks() {
        return Math.max(1, Math.ceilDiv(elements, chunkElements));
    }

    /** The number of chunks in a slab; they are counted in the order instance, sample, element, the last fastest. */
    int chunks() {
        return Math.multiplyExact(Math.multiplyExact(instanceChunks(), sampleChunks()), elementChunks());
    }

    /** The number of values in a chunk. */
    int chunkValues() {
        return chunkInstances * chunkElements * chunkSamples;
    }

    /** The chunk that holds a value. */
    int chunkOf(int instance, int sample, int element) {
        return (instance / chunkInstances * sampleChunks() + sample / chunkSamples) * elementChunks() + element / chunkElements;
    }

    /** Where a value is in its chunk. */
    int placeOf(int instance, int sample, int element) {
        return (instance % chunkInstances * chunkElements + element % chunkElements) * chunkSamples + sample % chunkSamples;
    }

    /** The first sample in a slab that belongs to a chunk. */
    int firstSample(int chunk) {
        return chunk / elementChunks() % sampleChunks() * chunkSamples;
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

    /** The order of the axes in a chunk; empty if it is that of the array. */
    List<Integer> chunkOrder() {
        return !(axes.sample && axes.element) ? List.of() : axes.instance ? List.of(0, 2, 1) : List.of(1, 0);
    }

    /** The name of the file of a slab: its place along each axis. */
    String key(long slabIndex) {
        return "c/" + String.join("/", axes.pick("0", Long.toString(slabIndex), "0"));
    }
}
