package org.loligo.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.loligo.model.ModelException;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.FinalState;
import org.loligo.runtime.ResumableSink;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Series;
import org.loligo.runtime.SpikeSeries;
import org.loligo.runtime.Spikes;
import org.loligo.runtime.SummaryValues;

/**
 * Writes a run as a Zarr v3 store {@code NAME.zarr}:
 *
 * <ul>
 * <li>{@code OWNER/VARIABLE}, dimensions {@code ([instance,] time, neuron)} or {@code (…, synapse)}, attribute {@code units};
 * <li>{@code OWNER/time}, float64, ms: the times of the owner's first variable and of all with the same interval; a variable with
 *     another interval has {@code VARIABLE_time}, which is then also its dimension's name;
 * <li>{@code OWNER/neuron} or {@code OWNER/synapse}, int32: which ones are recorded; a variable with other ones than the owner's first
 *     has {@code VARIABLE_neuron} or {@code VARIABLE_synapse} in the same way;
 * <li>{@code POPULATION/spikes/time}, {@code …/neuron} and, in a sweep, {@code …/instance}: in the order of time, then instance, then
 *     neuron;
 * <li>{@code OWNER/final/VARIABLE}, dimensions {@code ([instance,] VARIABLE_element)}: the state at the end of a completed run;
 * <li>{@code summary/COLUMN}, float64, dimensions {@code ([instance,] element)}, without the element where it is of a whole population or
 *     projection, which is there in a sweep only: what was summarised, NaN where there is none; beside it in a sweep, {@code summary/PATH}
 *     is what each instance has of each swept value, named by the attribute {@code coordinates} as xarray wants it.
 * </ul>
 *
 * The root's attributes are those of the layout.
 *
 * <p>Samples are kept back until they make a file of some 8 MiB, or for ten seconds. Files then appear whole, arrays grow after that,
 * and the root's consolidated metadata last: whenever the process or the machine dies, those describe arrays of the same length whose
 * samples are all there.
 */
public final class ZarrSink implements ResumableSink {
    private static final int SPIKES_PER_SLAB = 1 << 18;
    private static final Duration FLUSH_AFTER = Duration.ofSeconds(10);
    private static final ZarrGrid.Axes LIST = new ZarrGrid.Axes(false, true, false);

    private final Path directory;
    private final Map<String, double[]> swept;
    private final Duration flushAfter;
    private final ZarrShard shard = new ZarrShard();
    private final StagedFiles files = new StagedFiles();
    private final Map<String, Map<String, Object>> groups = new TreeMap<>();
    private final Map<String, ZarrArray> arrays = new TreeMap<>();
    private final List<ZarrArray> variables = new ArrayList<>();
    private final List<ZarrArray> timeArrays = new ArrayList<>();
    private final List<SpikeArrays> spikes = new ArrayList<>();
    private List<SampleTimes> times = List.of();
    private RunLayout layout;
    private OutputFolder root;
    private long nextFlush;
    private boolean sound;

    /** @param directory the output directory; the store goes into its folder {@code NAME.zarr}, which must not be there yet */
    public ZarrSink(Path directory) {
        this(directory, Map.of());
    }

    /**
     * @param directory as in the other constructor
     * @param swept     the values of each instance, by the path of what is swept
     */
    public ZarrSink(Path directory, Map<String, double[]> swept) {
        this(directory, swept, FLUSH_AFTER);
    }

    /** @param flushAfter how long a sample may wait for the others of its slab */
    ZarrSink(Path directory, Duration flushAfter) {
        this(directory, Map.of(), flushAfter);
    }

    private ZarrSink(Path directory, Map<String, double[]> swept, Duration flushAfter) {
        this.directory = directory;
        this.swept = swept;
        this.flushAfter = flushAfter;
    }

    /**
     * @throws ModelException when the experiment's name cannot be a file's, or two arrays would have the same name
     * @throws IOException    when the store is there already or cannot be made
     */
    @Override
    public void open(RunLayout runLayout) throws IOException {
        root = OutputFolder.createEmpty(directory.resolve(fileName(runLayout.name())));
        define(runLayout);
        sound = true;
        flush();
    }

    /** Slabs that were full stay; what the checkpoint holds is written behind them, in place of whatever came after it. */
    @Override
    public void reopen(RunLayout runLayout, long step, Map<String, long[]> position) throws IOException {
        root = OutputFolder.create(directory.resolve(fileName(runLayout.name())));
        define(runLayout);
        List<ZarrArray> growing = growing();
        for (ZarrArray array : growing) {
            array.restore(position);
        }
        commit(); // the metadata count fewer before there are fewer
        for (ZarrArray array : growing) {
            array.dropBeyond();
        }
        sound = true;
        flush();
    }

    /** Full slabs are on disk already; what is held back goes into the checkpoint. */
    @Override
    public Map<String, long[]> checkpoint() throws IOException {
        Map<String, long[]> position = new LinkedHashMap<>();
        growing().forEach(array -> array.tellPosition(position));
        return position;
    }

    private List<ZarrArray> growing() {
        List<ZarrArray> growing = new ArrayList<>(variables);
        growing.addAll(timeArrays);
        spikes.forEach(one -> growing.addAll(one.columns()));
        return growing;
    }

    private void define(RunLayout runLayout) throws IOException {
        layout = runLayout;
        times = SampleTimes.of(layout, "_time");
        int[] slabs = new int[layout.series().size()];
        for (SampleTimes one : times) {
            int slab = slab(one);
            one.series().forEach(s -> slabs[s] = slab);
        }
        Map<String, Series> coordinates = new TreeMap<>();
        for (int s = 0; s < slabs.length; s++) {
            variables.add(variable(layout.series().get(s), timeOf(s), slabs[s], coordinates));
        }
        for (SampleTimes one : times) {
            ZarrGrid grid = ZarrGrid.of(LIST, 1, 1, slab(one));
            timeArrays.add(add(one.owner() + "/" + one.name(), ZarrType.FLOAT64, grid, List.of(one.name()), Map.of("units", "ms")));
        }
        for (SpikeSeries one : layout.spikes()) {
            spikes.add(new SpikeArrays(one.population() + "/spikes"));
        }
    }

    private static String fileName(String name) {
        if (name.isBlank() || name.startsWith(".") || name.chars().anyMatch(c -> c < ' ' || c == '/' || c == '\\')) {
            throw new ModelException("the experiment's name \"" + name + "\" cannot be the name of a folder; expected one without slashes "
                    + "that does not begin with a dot");
        }
        return name + ".zarr";
    }

    /** Arrays that share a time axis have the same slabs, so that they always grow together. */
    private int slab(SampleTimes one) {
        long largest = one.series().stream().map(layout.series()::get)
                .mapToLong(series -> (long) layout.instances() * series.count()).max().orElseThrow();
        return ZarrGrid.slab(largest, one.first().samples());
    }

    private SampleTimes timeOf(int s) {
        return times.stream().filter(one -> one.series().contains(s)).findFirst().orElseThrow();
    }

    private ZarrArray variable(Series series, SampleTimes time, int slab, Map<String, Series> coordinates) throws IOException {
        String element = switch (series.element()) {
            case NEURON -> "neuron";
            case SYNAPSE -> "synapse";
        };
        Series first = coordinates.putIfAbsent(series.owner() + "/" + element, series);
        boolean own = first != null && !Arrays.equals(first.elements(), series.elements());
        String dimension = own ? series.variable() + "_" + element : element;
        if (first == null || own) {
            ZarrGrid grid = ZarrGrid.of(new ZarrGrid.Axes(false, false, true), 1, series.count(), 1);
            addWhole(series.owner() + "/" + dimension, ZarrType.INT32, grid, List.of(dimension), Map.of(),
                    MemorySegment.ofArray(series.elements()));
        }
        ZarrGrid.Axes axes = new ZarrGrid.Axes(layout.hasInstanceAxis(), true, true);
        ZarrGrid grid = ZarrGrid.of(axes, layout.instances(), series.count(), slab);
        return add(series.owner() + "/" + series.variable(), ZarrType.of(series.type()), grid,
                axes.pick("instance", time.name(), dimension), Map.of("units", series.unit()));
    }

    private ZarrArray add(String path, ZarrType type, ZarrGrid grid, List<String> dimensions, Map<String, String> attributes)
            throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String group = path.substring(0, slash);
            if (groups.putIfAbsent(group, ZarrMetadata.group(Map.of())) == null) {
                write(files.stage(root.folder(group), "zarr.json"), groups.get(group));
            }
        }
        if (arrays.containsKey(path) || groups.containsKey(path)) {
            throw new ModelException("two recordings would both be the array " + path + "; record each variable once, and call none "
                    + "\"time\", \"neuron\", \"synapse\", \"spikes\" or \"final\"");
        }
        ZarrArray array = new ZarrArray(root, path, type, grid, dimensions, attributes);
        arrays.put(path, array);
        return array;
    }

    /** Adds an array that does not grow. */
    private void addWhole(String path, ZarrType type, ZarrGrid grid, List<String> dimensions, Map<String, String> attributes,
            MemorySegment values) throws IOException {
        try (ZarrArray array = add(path, type, grid, dimensions, attributes)) {
            array.append(values, 1, shard, files);
        }
    }

    @Override
    public void write(Chunk chunk) throws IOException {
        sound = false; // until all arrays have taken this chunk; after a failure they have not, and must not be written any further
        for (int s = 0; s < variables.size(); s++) {
            ZarrArray array = variables.get(s);
            if (chunk.firstSample(s) != array.length()) {
                throw new IllegalStateException("a chunk begins at sample " + chunk.firstSample(s) + " of " + array.path() + ", of which "
                        + array.length() + " are written");
            }
            array.append(chunk.data(s), chunk.samples(s), shard, files);
        }
        for (int t = 0; t < times.size(); t++) {
            int s = times.get(t).series().getFirst();
            double[] values = times.get(t).times(layout, chunk.firstSample(s), chunk.samples(s));
            timeArrays.get(t).append(MemorySegment.ofArray(values), values.length, shard, files);
        }
        for (int p = 0; p < spikes.size(); p++) {
            spikes.get(p).append(chunk.spikes(p));
        }
        if (System.nanoTime() - nextFlush >= 0) {
            flush();
        } else {
            commit();
        }
        sound = true;
    }

    /** Puts everything that was taken so far on disk, where it can be read. */
    private void flush() throws IOException {
        long start = System.nanoTime();
        for (ZarrArray array : arrays.values()) {
            array.stagePart(shard, files);
        }
        commit();
        long now = System.nanoTime();
        nextFlush = now + (flushAfter.isZero() ? 0 : Math.max(flushAfter.toNanos(), 50 * (now - start))); // at most 2% of the run
    }

    /** Makes the staged shards part of their arrays. */
    private void commit() throws IOException {
        files.commit();
        boolean grown = false;
        for (ZarrArray array : arrays.values()) {
            grown |= array.stageMetadata(files);
        }
        if (grown) {
            Map<String, Map<String, Object>> nodes = new TreeMap<>(groups);
            arrays.forEach((path, array) -> nodes.put(path, array.metadata()));
            write(files.stage(root, "zarr.json"), ZarrMetadata.root(new TreeMap<>(layout.attributes()), nodes));
            files.commit();
        }
    }

    private static void write(OutputFile file, Map<String, Object> json) throws IOException {
        file.write(ByteBuffer.wrap(Json.text(json).getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public void finish(FinalState state) throws IOException {
        sound = false;
        ZarrGrid.Axes axes = new ZarrGrid.Axes(layout.hasInstanceAxis(), false, true);
        for (FinalState.Variable variable : state.variables()) {
            ZarrType type = ZarrType.of(variable.type());
            ZarrGrid grid = ZarrGrid.of(axes, layout.instances(), variable.count(), 1);
            addWhole(variable.owner() + "/final/" + variable.name(), type, grid,
                    axes.pick("instance", "", variable.name() + "_element"), Map.of(), stored(variable));
        }
        summaries(state.summaries());
        sound = true;
    }

    private void summaries(List<SummaryValues> summaries) throws IOException {
        boolean written = false;
        for (SummaryValues s : summaries) {
            boolean each = s.series().element().isPresent();
            if (!each && !layout.hasInstanceAxis()) {
                continue; // one number is no array
            }
            Map<String, String> attributes = new TreeMap<>(Map.of("units", s.series().unit()));
            if (layout.hasInstanceAxis() && !swept.isEmpty()) {
                attributes.put("coordinates", String.join(" ", swept.keySet()));
            }
            summary(s.series().column(), s.series().count(), each, s.series().column() + "_element", attributes, s.values());
            written = true;
        }
        if (written && layout.hasInstanceAxis()) {
            for (Map.Entry<String, double[]> one : swept.entrySet()) {
                summary(one.getKey(), 1, false, "", Map.of(), one.getValue());
            }
        }
    }

    private void summary(String name, int count, boolean each, String element, Map<String, String> attributes, double[] values)
            throws IOException {
        ZarrGrid.Axes axes = new ZarrGrid.Axes(layout.hasInstanceAxis(), false, each);
        addWhole("summary/" + name, ZarrType.FLOAT64, ZarrGrid.of(axes, layout.instances(), count, 1), axes.pick("instance", "", element),
                attributes, MemorySegment.ofArray(values));
    }

    private static MemorySegment stored(FinalState.Variable variable) {
        double[] values = variable.values();
        return switch (variable.type()) {
            case FLOAT64 -> MemorySegment.ofArray(values);
            case FLOAT32 -> {
                float[] floats = new float[values.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) values[i];
                }
                yield MemorySegment.ofArray(floats);
            }
        };
    }

    @Override
    public void close() throws IOException {
        try (files) {
            if (sound) {
                sound = false;
                flush();
                root.force();
            }
        } finally {
            arrays.values().forEach(ZarrArray::close);
        }
    }

    /** The spikes of one population: lists of the same length. */
    private final class SpikeArrays {
        private static final int BATCH = 1 << 14;

        private final ZarrArray time;
        private final ZarrArray neuron;
        private final ZarrArray instance;

        SpikeArrays(String path) throws IOException {
            time = list(path + "/time", ZarrType.FLOAT64, Map.of("units", "ms"));
            neuron = list(path + "/neuron", ZarrType.INT32, Map.of());
            instance = layout.hasInstanceAxis() ? list(path + "/instance", ZarrType.INT32, Map.of()) : null;
        }

        private ZarrArray list(String path, ZarrType type, Map<String, String> attributes) throws IOException {
            return add(path, type, ZarrGrid.of(LIST, 1, 1, SPIKES_PER_SLAB), List.of("spike"), attributes);
        }

        List<ZarrArray> columns() {
            return instance == null ? List.of(time, neuron) : List.of(time, neuron, instance);
        }

        void append(Spikes fired) throws IOException {
            for (int from = 0; from < fired.size(); from += BATCH) {
                append(fired, from, Math.min(BATCH, fired.size() - from));
            }
        }

        private void append(Spikes fired, int from, int count) throws IOException {
            double[] at = new double[count];
            int[] who = new int[count];
            int[] where = new int[count];
            for (int k = 0; k < count; k++) {
                boolean sameStep = k > 0 && fired.step(from + k) == fired.step(from + k - 1);
                at[k] = sameStep ? at[k - 1] : layout.time().time(fired.step(from + k));
                who[k] = fired.neuron(from + k);
                where[k] = fired.instance(from + k);
            }
            time.append(MemorySegment.ofArray(at), count, shard, files);
            neuron.append(MemorySegment.ofArray(who), count, shard, files);
            if (instance != null) {
                instance.append(MemorySegment.ofArray(where), count, shard, files);
            }
        }
    }
}
