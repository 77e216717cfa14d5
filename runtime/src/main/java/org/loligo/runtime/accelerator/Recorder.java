package org.loligo.runtime.accelerator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.emit.Recorded;
import org.loligo.codegen.feed.LastSpikes;
import org.loligo.model.Population;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Series;

/**
 * One series as kernels record it: each element once, in ascending order. A state that a pass has moved to the presynaptic neuron is
 * recorded there, and written out for all its synapses on the host.
 */
final class Recorder {
    private final Series series;
    private final Recorded recorded;
    private final int count;
    /** For each element of the series, its place among the recorded ones; null when that is its own. */
    private final int[] places;

    private Recorder(Series series, StepProgram program) {
        this.series = series;
        StepProgram.Location location = program.variables().get(series.name());
        int block = program.blockIndex(location.block());
        int[] elements = location.index() == null ? series.elements()
                : IntStream.of(series.elements()).map(e -> location.index()[e]).toArray();
        int[] distinct = IntStream.of(elements).sorted().distinct().toArray();
        boolean all = distinct.length == program.blocks().get(block).count();
        int state = location.state().equals(Population.LAST_SPIKE) ? -1 : program.blocks().get(block).stateIndex(location.state());
        recorded = new Recorded(block, state, all ? null : distinct);
        count = distinct.length;
        places = Arrays.equals(elements, distinct) ? null
                : IntStream.of(elements).map(e -> Arrays.binarySearch(distinct, e)).toArray();
    }

    /** The series of a run, in their order. */
    static List<Recorder> of(RunLayout layout, StepProgram program) {
        List<Recorder> recorders = new ArrayList<>();
        layout.series().forEach(s -> recorders.add(new Recorder(s, program)));
        return recorders;
    }

    Series series() {
        return series;
    }

    /** What the kernels record. */
    Recorded recorded() {
        return recorded;
    }

    /** The elements of a sample of one instance, as kernels record it. */
    int count() {
        return count;
    }

    /** The bytes of one of them. */
    int bytes() {
        return recorded.isLastSpike() ? Long.BYTES : series.type().bytes();
    }

    /** Whether what the kernels record is just what the host wants. */
    boolean isExact() {
        return places == null && !recorded.isLastSpike();
    }

    /** Writes out what kernels recorded. */
    void expand(MemorySegment from, MemorySegment into, LastSpikes start, TimeGrid grid, int elementsOfBlock, int samples) {
        int wanted = series.count();
        long rows = count == 0 ? 0 : from.byteSize() / bytes() / count;
        for (long row = 0; row < rows; row++) {
            int instance = (int) (row / samples);
            for (int i = 0; i < wanted; i++) {
                int place = places == null ? i : places[i];
                long at = row * count + place;
                long to = row * wanted + i;
                if (recorded.isLastSpike()) {
                    long step = from.getAtIndex(ValueLayout.JAVA_LONG, at);
                    int element = recorded.elements() == null ? place : recorded.elements()[place];
                    into.setAtIndex(ValueLayout.JAVA_DOUBLE, to,
                            step < 0 ? start.time(instance * elementsOfBlock + element) : grid.time(step));
                } else if (series.type().bytes() == Float.BYTES) {
                    into.setAtIndex(ValueLayout.JAVA_FLOAT, to, from.getAtIndex(ValueLayout.JAVA_FLOAT, at));
                } else {
                    into.setAtIndex(ValueLayout.JAVA_DOUBLE, to, from.getAtIndex(ValueLayout.JAVA_DOUBLE, at));
                }
            }
        }
    }
}
