package org.loligo.io;

import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Series;

/**
 * A report of SONATA: the samples of one variable in one instance. The file is laid out for the whole run, so that each sample goes
 * straight to its place, and stays hidden until it is complete; when the run stops early, {@link #close} shortens it.
 */
final class SonataReport implements Closeable {
    private static final DatasetCreationOptions UNSIGNED = DatasetCreationOptions.builder().unsigned().build();
    private static final int BUFFER = 1 << 20;

    private final OutputFile file;
    private final Series series;
    private final TimeGrid.Uniform time;
    private final int[] order;
    private final long data;
    private final ByteBuffer rows;
    private long length;

    /** @param file a new file */
    SonataReport(OutputFile file, Series series, TimeGrid.Uniform time) throws IOException {
        this.file = file;
        this.series = series;
        this.time = time;
        // a reader is told which columns a neuron has by where they begin and end
        order = IntStream.range(0, series.count()).boxed().sorted(Comparator.comparingInt(k -> series.neurons()[k]))
                .mapToInt(k -> k).toArray();
        data = layOut(series.samples());
        int rowBytes = series.count() * Float.BYTES;
        rows = ByteBuffer.allocateDirect(Math.max(1, BUFFER / rowBytes) * rowBytes).order(ByteOrder.nativeOrder());
    }

    /** A report, hidden or not, of which the first samples are kept; those that stand behind them are written again. */
    static SonataReport reopen(OutputFile file, Series series, TimeGrid.Uniform time, long length) throws IOException {
        SonataReport report = new SonataReport(file, series, time);
        file.requireLength(report.data + length * series.count() * Float.BYTES);
        report.length = length;
        return report;
    }

    /** Waits until the samples are on the disk. */
    void force() throws IOException {
        file.force();
    }

    /** Writes all but the samples, and gives the place of those, which does not depend on how many there are. */
    private long layOut(long samples) throws IOException {
        int[] columns = IntStream.of(order).map(k -> series.neurons()[k]).toArray();
        int[] starts = IntStream.rangeClosed(0, columns.length)
                .filter(c -> c == 0 || c == columns.length || columns[c] != columns[c - 1]).toArray();
        long[] nodes = Arrays.stream(starts, 0, starts.length - 1).mapToLong(c -> columns[c]).toArray();
        int[] elements = switch (series.element()) {
            case NEURON -> IntStream.of(order).map(_ -> 1).toArray();
            case SYNAPSE -> IntStream.of(order).map(k -> series.elements()[k]).toArray();
        };
        float[] positions = new float[elements.length];
        Arrays.fill(positions, 1);
        Hdf5Space[] space = new Hdf5Space[1];
        SonataFile.layOut(file, root -> {
            WritableGroup population = root.putGroup("report").putGroup(series.population());
            space[0] = Hdf5Space.ofFloats(population, "data", samples, series.count());
            space[0].putAttribute("units", series.unit());
            space[0].putAttribute("variable", series.name());
            WritableGroup mapping = population.putGroup("mapping");
            mapping.putDataset("node_ids", nodes, UNSIGNED).putAttribute("sorted", (byte) 1);
            long[] pointers = IntStream.of(starts).asLongStream().toArray();
            mapping.putDataset("index_pointers", pointers, UNSIGNED);
            mapping.putDataset("index_pointer", pointers, UNSIGNED); // its name in an earlier edition, by which some still read
            mapping.putDataset("element_ids", elements, UNSIGNED);
            mapping.putDataset("element_pos", positions);
            mapping.putDataset("time", times(samples)).putAttribute("units", "ms");
        });
        return space[0].address();
    }

    /** The first sample, one interval after the last, and the interval. */
    private double[] times(long samples) {
        return new double[] {time.time(0), time.time(Math.multiplyExact(samples, series.every())),
            time.exactTime(series.every()).subtract(time.start()).doubleValue()};
    }

    /** How many samples it has. */
    long length() {
        return length;
    }

    /** Adds samples {@code [sample, element]} of the series' type, which become float32: SONATA has no other. */
    void append(MemorySegment samples, int count) throws IOException {
        long rowBytes = (long) series.count() * Float.BYTES;
        rows.clear();
        for (int j = 0; j < count; j++) {
            long row = (long) j * series.count();
            for (int k : order) {
                rows.putFloat(switch (series.type()) {
                    case FLOAT32 -> samples.getAtIndex(ValueLayout.JAVA_FLOAT, row + k);
                    case FLOAT64 -> (float) samples.getAtIndex(ValueLayout.JAVA_DOUBLE, row + k);
                });
            }
            length++;
            if (!rows.hasRemaining() || j == count - 1) {
                long held = rows.position() / rowBytes;
                file.write(rows.flip(), data + (length - held) * rowBytes);
                rows.clear();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (length < series.samples()) {
                file.truncate(data + length * series.count() * Float.BYTES);
                layOut(length);
            }
            file.force();
            file.publish();
        }
    }
}
