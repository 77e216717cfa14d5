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

    /** How many spikes there are. */
    long length();

    /** Waits until they are on the disk; from then on the file can be reopened with them, however it ends. */
    void force() throws IOException;

    /** Of a single run, {@code [spike, (time, neuron)]}: the spikes come in the order they have in the file. */
    record Single(NpyRows rows) implements NpySpikes {

        /** A file in the folder. */
        static Single create(OutputFolder folder, String name) throws IOException {
            return new Single(NpyRows.visible(folder.file(name), TYPE, 2));
        }

        /** A file in the folder of which the first spikes are kept. */
        static Single reopen(OutputFolder folder, String name, long length) throws IOException {
            return new Single(NpyRows.reopen(folder.reopen(name), length, TYPE, 2));
        }

        @Override
        public long length() {
            return rows.length();
        }

        @Override
        public void force() throws IOException {
            rows.force();
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
        private static final String UNSORTED = ".unsorted";

        private final OutputFolder folder;
        private final String name;
        private final OutputFile waiting;
        private final NpyRows rows;
        private final long[] count;
        private boolean kept;

        private Swept(OutputFolder folder, String name, OutputFile waiting, NpyRows rows, int instances) {
            this.folder = folder;
            this.name = name;
            this.waiting = waiting;
            this.rows = rows;
            count = new long[instances];
        }

        /** A file in the folder for so many instances. */
        static Swept create(OutputFolder folder, String name, int instances) throws IOException {
            OutputFile waiting = folder.file(name + UNSORTED);
            return new Swept(folder, name, waiting, new NpyRows(waiting, TYPE, 3), instances);
        }

        /**
         * A file in the folder of which the first spikes are kept. Where nothing waits any more all were sorted, and can be sorted again.
         */
        static Swept reopen(OutputFolder folder, String name, int instances, long length) throws IOException {
            OutputFile waiting = folder.reopenHidden(name + UNSORTED, name);
            Swept swept = new Swept(folder, name, waiting, NpyRows.reopen(waiting, length, TYPE, 3), instances);
            swept.kept = true;
            swept.eachBatch((batch, size) -> {
                for (int k = 0; k < size; k++) {
                    swept.count[(int) batch.getDouble(k * ROW)]++;
                }
            });
            return swept;
        }

        @Override
        public long length() {
            return rows.length();
        }

        @Override
        public void force() throws IOException {
            rows.force();
            kept = true;
        }

        /** Says that there are no more, so that nothing need wait. */
        void complete() {
            kept = false;
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
            if (!kept) {
                waiting.discard();
            }
        }

        /** Takes the spikes a batch at a time, and puts those of each instance behind the ones it has. */
        private void sort(OutputFile sorted) throws IOException {
            sorted.write(NpyHeader.encode(TYPE, rows.length(), 3), 0);
            long[] next = new long[count.length];
            for (int instance = 1; instance < next.length; instance++) {
                next[instance] = next[instance - 1] + count[instance - 1];
            }
            eachBatch((batch, size) -> {
                ByteBuffer grouped = ByteBuffer.allocate(size * ROW);
                int[] end = group(batch, grouped, size);
                for (int instance = 0, start = 0; instance < end.length; start = end[instance++]) {
                    grouped.limit(end[instance] * ROW).position(start * ROW);
                    sorted.write(grouped, NpyHeader.SIZE + next[instance] * ROW);
                    next[instance] += end[instance] - start;
                }
            });
        }

        /** Does something with some spikes. */
        private interface Task {
            void with(ByteBuffer batch, int size) throws IOException;
        }

        private void eachBatch(Task task) throws IOException {
            for (long from = 0; from < rows.length(); from += BATCH) {
                int size = (int) Math.min(BATCH, rows.length() - from);
                ByteBuffer batch = ByteBuffer.allocate(size * ROW).order(ByteOrder.nativeOrder());
                waiting.read(batch, NpyHeader.SIZE + from * ROW);
                task.with(batch, size);
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
