package org.loligo.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.runtime.Arrangement;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Series;

/** Copies the samples of one series from the arrays of its block into chunks. */
final class Recorder {
    private final int index;
    private final Series series;
    private final Cells cells;
    private final int state;
    private final int instances;
    /** Recorded elements in ascending order, and where each goes; null when all are recorded in the order in which they stand. */
    private final int[] sources;
    private final int[] targets;

    Recorder(int index, Series series, StepProgram program, Cells[] cells) {
        this.index = index;
        this.series = series;
        this.instances = program.instances();
        StepProgram.Location location = program.variables().get(series.name());
        this.cells = cells[program.blockIndex(location.block())];
        this.state = location.state().equals(Population.LAST_SPIKE) ? -1 : this.cells.block.stateIndex(location.state());
        int[] elements = series.elements();
        int[] source = location.index() == null ? elements : IntStream.of(elements).map(e -> location.index()[e]).toArray();
        boolean all = source.length == this.cells.count && IntStream.range(0, source.length).allMatch(i -> source[i] == i);
        if (all && state >= 0 && this.cells.arrangement.lanes() == 1) {
            sources = null;
            targets = null;
        } else {
            targets = IntStream.range(0, source.length).boxed().sorted(Comparator.comparingInt(i -> source[i])).mapToInt(i -> i).toArray();
            sources = IntStream.of(targets).map(i -> source[i]).toArray();
        }
    }

    boolean isDue(long step) {
        return step % series.every() == 0;
    }

    Cells cells() {
        return cells;
    }

    /** Copies the elements at {@code from ≤ place < to} of the block's arrays at the end of a step. */
    void sample(Chunk chunk, long step, Object[] states, Precision precision, int from, int to) {
        int sample = (int) (step / series.every() - chunk.firstSample(index));
        MemorySegment data = chunk.data(index);
        Arrangement places = cells.arrangement;
        int firstInstance = places.group(from) * places.lanes();
        for (int r = firstInstance; r < instances && r / places.lanes() * places.stride() < to; r++) {
            int first = Math.max(0, places.element(r / places.lanes(), from));
            int last = Math.min(cells.count, places.element(r / places.lanes(), to));
            long at = chunk.offset(index, r, sample);
            if (sources == null) {
                if (last > first) {
                    copy(states[state], places.at(r, first), data, at + (long) first * precision.bytes(), last - first);
                }
                continue;
            }
            for (int k = lowerBound(first); k < sources.length && sources[k] < last; k++) {
                long place = at + (long) targets[k] * series.type().bytes();
                if (state < 0) {
                    data.set(ValueLayout.JAVA_DOUBLE, place, cells.spikes.time(r * cells.count + sources[k]));
                } else if (precision == Precision.FLOAT64) {
                    data.set(ValueLayout.JAVA_DOUBLE, place, ((double[]) states[state])[places.at(r, sources[k])]);
                } else {
                    data.set(ValueLayout.JAVA_FLOAT, place, ((float[]) states[state])[places.at(r, sources[k])]);
                }
            }
        }
    }

    private static void copy(Object array, int from, MemorySegment to, long at, int n) {
        switch (array) {
            case double[] d -> MemorySegment.copy(d, from, to, ValueLayout.JAVA_DOUBLE, at, n);
            case float[] f -> MemorySegment.copy(f, from, to, ValueLayout.JAVA_FLOAT, at, n);
            default -> throw new IllegalStateException();
        }
    }

    private int lowerBound(int source) {
        int low = 0;
        int high = sources.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sources[middle] < source) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
