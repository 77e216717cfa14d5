package org.loligo.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples and spikes that leave the device together: those of the steps {@code fromStep < n ≤ toStep}, and the initial state in the
 * first chunk. The memory is off the heap and is used again for later chunks.
 */
public final class Chunk {
    private final RunLayout layout;
    private final List<MemorySegment> data = new ArrayList<>();
    private final List<Spikes> spikes = new ArrayList<>();
    private long fromStep;
    private long toStep;

    /**
     * @param layout   what is recorded
     * @param maxSteps the largest {@code toStep − fromStep} this chunk must hold
     * @param arena    the owner of the memory
     */
    public Chunk(RunLayout layout, long maxSteps, Arena arena) {
        this.layout = layout;
        for (Series series : layout.series()) {
            long samples = series.mostSamplesIn(maxSteps);
            data.add(arena.allocate(Math.multiplyExact(Math.multiplyExact(samples * layout.instances(), (long) series.count()),
                    series.type().bytes()), 64));
        }
        for (int i = 0; i < layout.spikes().size(); i++) {
            spikes.add(new Spikes());
        }
    }

    /** Makes this the chunk of the steps from {@code from} to {@code to}, with no spikes yet. */
    public void reset(long from, long to) {
        fromStep = from;
        toStep = to;
        spikes.forEach(Spikes::clear);
    }

    /** The step at whose start (time index) this chunk begins. */
    public long fromStep() {
        return fromStep;
    }

    /** The step at whose start (time index) this chunk ends. */
    public long toStep() {
        return toStep;
    }

    /** The index, in the whole run, of the first sample of series s in this chunk. */
    public long firstSample(int s) {
        return fromStep == 0 ? 0 : layout.series().get(s).samplesUpTo(fromStep);
    }

    /** How many samples of series s are in this chunk. */
    public int samples(int s) {
        return Math.toIntExact(layout.series().get(s).samplesUpTo(toStep) - firstSample(s));
    }

    /** The samples of series s: {@code [instance, sample, element]}, row-major, in the series' type and native byte order. */
    public MemorySegment data(int s) {
        Series series = layout.series().get(s);
        return data.get(s).asSlice(0, (long) layout.instances() * samples(s) * series.count() * series.type().bytes());
    }

    /** The byte offset in {@link #data} of the first element of a sample ({@code sample} counted from this chunk's first). */
    public long offset(int s, int instance, int sample) {
        Series series = layout.series().get(s);
        return ((long) instance * samples(s) + sample) * series.count() * series.type().bytes();
    }

    /** The spikes of the p-th recorded population in this chunk, by step, then instance, then neuron. */
    public Spikes spikes(int p) {
        return spikes.get(p);
    }
}
