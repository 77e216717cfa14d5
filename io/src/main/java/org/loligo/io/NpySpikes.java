package org.loligo.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.loligo.model.Precision;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Spikes;

/** The spikes of one population as a {@code .npy} file of float64. */
sealed interface NpySpikes extends Closeable {
    /** The numbers are all float64, whatever the precision of the run. */
    NpyType TYPE = NpyType.of(Precision.FLOAT64);

    /** Adds the spikes of a chunk, which are sorted by step, then instance, then neuron. */
    void append(Spikes spikes, TimeGrid time) throws IOException;

    /** Of a single run, {@code [spike, (time, neuron)]}: the spikes come in the order they have in the file. */
    record Single(NpyRows rows) implements NpySpikes {

        /** A file in the folder. */
        static Single create(OutputFolder folder, String name) throws IOException {
            return new Single(NpyRows.visible(folder.file(name), TYPE, 2));
        }

        @Override
        public void append(Spikes spikes, TimeGrid time) throws IOException {
            double[] numbers = new double[2 * spikes.size()];
            for (int k = 0; k < spikes.size(); k++) {
                boolean sameStep = k > 0 && spikes.step(k) == spikes.step(k - 1);
                numbers[2 * k] = sameStep ? numbers[2 * k - 2] : time.time(spikes.step(k));
                numbers[2 * k + 1] = spikes.neuron(k);
            }
            rows.append(numbers, spikes.size());
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }

    /**
     * Of a sweep, {@code [spike, (instance, time, neuron)]}: the spikes wait in a hidden file and are sorted by instance at the end. The
     * sort is stable, so time and neuron stay in order; it takes a few megabytes however many spikes there are.
     */
    final class Swept implements NpySpikes {
        private static final int ROW = 3 * Double.BYTES;
        private static final int BATCH = 1 << 18;

        private final OutputFolder folder;
        private final String name;
        private final OutputFile waiting;
        private final NpyRows rows;
        private final long[] count;

        /** A file in the folder for so many instances. */
        Swept(OutputFolder folder, String name, int instances) throws IOException {
            this.folder = folder;
            this.name = name;
            waiting = folder.file(name + ".unsorted");
            rows = new NpyRows(waiting, TYPE, 3);
            count = new long[instances];
        }

        @Override
        public void append(Spikes spikes, TimeGrid time) throws IOException {
            double[] numbers = new double[3 * spikes.size()];
            for (int k = 0; k < spikes.size(); k++) {
                boolean sameStep = k > 0 && spikes.step(k) == spikes.step(k - 1);
                numbers[3 * k] = spikes.instance(k);
                numbers[3 * k + 1] = sameStep ? numbers[3 * k - 2] : time.time(spikes.step(k));
                numbers[3 * k + 2] = spikes.neuron(k);
            }
            rows.append(numbers, spikes.size());
            for (int k = 0; k < spikes.size(); k++) {
                count[spikes.instance(k)]++;
            }
        }

        @Override
        public void close() throws IOException {
            try (waiting; OutputFile sorted = folder.file(name)) {
                sort(sorted);
                sorted.force();
                sorted.publish();
            }
            waiting.discard();
        }

        /** Takes the spikes a batch at a time, and puts those of each instance behind the ones it has. */
        private void sort(OutputFile sorted) throws IOException {
            sorted.write(NpyHeader.encode(TYPE, rows.length(), 3), 0);
            long[] next = new long[count.length];
            for (int instance = 1; instance < next.length; instance++) {
                next[instance] = next[instance - 1] + count[instance - 1];
            }
            for (long from = 0; from < rows.length(); from += BATCH) {
                int size = (int) Math.min(BATCH, rows.length() - from);
                ByteBuffer batch = ByteBuffer.allocate(size * ROW).order(ByteOrder.nativeOrder());
                waiting.read(batch, NpyHeader.SIZE + from * ROW);
                ByteBuffer grouped = ByteBuffer.allocate(size * ROW);
                int[] end = group(batch, grouped, size);
                for (int instance = 0, start = 0; instance < end.length; start = end[instance++]) {
                    grouped.limit(end[instance] * ROW).position(start * ROW);
                    sorted.write(grouped, NpyHeader.SIZE + next[instance] * ROW);
                    next[instance] += end[instance] - start;
                }
            }
        }

        /** A counting sort by instance; the result is where in {@code grouped} each instance ends. */
        private int[] group(ByteBuffer batch, ByteBuffer grouped, int size) {
            int[] place = new int[count.length + 1];
            for (int k = 0; k < size; k++) {
                place[(int) batch.getDouble(k * ROW) + 1]++;
            }
            for (int instance = 1; instance < place.length; instance++) {
                place[instance] += place[instance - 1];
            }
            for (int k = 0; k < size; k++) {
                int instance = (int) batch.getDouble(k * ROW);
                grouped.put(place[instance]++ * ROW, batch, k * ROW, ROW);
            }
            return Arrays.copyOf(place, count.length);
        }
    }
}
