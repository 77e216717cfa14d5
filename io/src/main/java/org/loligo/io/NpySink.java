package org.loligo.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.loligo.model.ModelException;
import org.loligo.model.Precision;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.FinalState;
import org.loligo.runtime.ResumableSink;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Series;
import org.loligo.runtime.SpikeSeries;
import org.loligo.runtime.SummaryValues;

/**
 * Writes a run as NumPy files in the folder {@code npy}:
 *
 * <ul>
 * <li>{@code OWNER.VARIABLE.npy}, {@code [sample, element]} in the series' type;
 * <li>{@code OWNER.time.npy}, {@code [sample]}, float64, ms: the times of the owner's first series and of all with the same interval; a
 *     variable with another interval has {@code OWNER.VARIABLE.time.npy};
 * <li>{@code POPULATION.spikes.npy}, {@code [spike, (time, neuron)]}, float64, by time, then neuron;
 * <li>{@code OWNER.final.VARIABLE.npy}, {@code [element]}: the state at the end of a completed run;
 * <li>{@code [NAME.]POPULATION.summary.STATISTIC.npy} and {@code [NAME.]OWNER.VARIABLE.STATISTIC.npy}, {@code [element]}, float64: what was
 *     summarised of each neuron or synapse, NaN where there is none, such as the first spike of a neuron that never fired.
 * </ul>
 *
 * In a sweep arrays have an instance axis in front, spikes a first column instance, by which they are sorted first.
 *
 * <p>Files grow with every chunk. If the process dies they hold whole samples, and every variable has at least as many as its time file,
 * which is written last. In a sweep a file has its own name only once it is complete; until then {@code .NAME.partial} is an array as
 * long as the whole run, of which the samples that the time file has are filled in.
 */
public final class NpySink implements ResumableSink {
    private final Path directory;
    private final List<NpyGrowing> series = new ArrayList<>();
    private final List<NpySpikes> spikes = new ArrayList<>();
    private final List<NpyRows> timeFiles = new ArrayList<>();
    private List<SampleTimes> times = List.of();
    private RunLayout layout;
    private OutputFolder folder;

    /** @param directory the output directory; the files go into its folder {@code npy}, which is made where it is missing */
    public NpySink(Path directory) {
        this.directory = directory;
    }

    /**
     * @throws ModelException when two of the files would have the same name
     * @throws IOException    when the folder or a file cannot be made
     */
    @Override
    public void open(RunLayout runLayout) throws IOException {
        layout = runLayout;
        times = SampleTimes.of(layout, ".time");
        checkNames();
        folder = OutputFolder.create(directory.resolve("npy"));
        for (Series one : layout.series()) {
            OutputFile file = folder.file(one.name() + ".npy");
            NpyType type = NpyType.of(one.type());
            series.add(layout.hasInstanceAxis() ? new NpyBlocks(file, type, layout.instances(), one.samples(), one.count())
                    : NpyRows.visible(file, type, one.count()));
        }
        for (SampleTimes one : times) {
            timeFiles.add(NpyRows.visible(folder.file(fileName(one)), NpyType.of(Precision.FLOAT64)));
        }
        for (SpikeSeries one : layout.spikes()) {
            spikes.add(layout.hasInstanceAxis() ? NpySpikes.Swept.create(folder, fileName(one), layout.instances())
                    : NpySpikes.Single.create(folder, fileName(one)));
        }
    }

    /** Files grow from where the checkpoint stands; the times are cut off first, so that every variable still has as many samples. */
    @Override
    public void reopen(RunLayout runLayout, long step, Map<String, long[]> position) throws IOException {
        layout = runLayout;
        times = SampleTimes.of(layout, ".time");
        folder = OutputFolder.create(directory.resolve("npy"));
        for (SampleTimes one : times) {
            timeFiles.add(NpyRows.reopen(folder.reopen(fileName(one)), one.first().samplesUpTo(step), NpyType.of(Precision.FLOAT64)));
        }
        for (Series one : layout.series()) {
            String name = one.name() + ".npy";
            NpyType type = NpyType.of(one.type());
            long length = one.samplesUpTo(step);
            series.add(layout.hasInstanceAxis()
                    ? NpyBlocks.reopen(folder.reopenHidden(name, name), length, type, layout.instances(), one.samples(), one.count())
                    : NpyRows.reopen(folder.reopen(name), length, type, one.count()));
        }
        for (SpikeSeries one : layout.spikes()) {
            long length = position.get(fileName(one))[0];
            spikes.add(layout.hasInstanceAxis() ? NpySpikes.Swept.reopen(folder, fileName(one), layout.instances(), length)
                    : NpySpikes.Single.reopen(folder, fileName(one), length));
        }
    }

    /** How many spikes there are in each file; all else follows from the step. */
    @Override
    public Map<String, long[]> checkpoint() throws IOException {
        for (NpyGrowing one : series) {
            one.force();
        }
        for (NpyRows one : timeFiles) {
            one.force();
        }
        Map<String, long[]> lengths = new LinkedHashMap<>();
        for (int p = 0; p < spikes.size(); p++) {
            spikes.get(p).force();
            lengths.put(fileName(layout.spikes().get(p)), new long[] {spikes.get(p).length()});
        }
        return lengths;
    }

    private void checkNames() {
        List<String> names = new ArrayList<>();
        layout.series().forEach(one -> names.add(one.name() + ".npy"));
        times.forEach(one -> names.add(fileName(one)));
        layout.spikes().forEach(one -> names.add(fileName(one)));
        layout.summaries().stream().filter(one -> one.element().isPresent()).forEach(one -> names.add(one.file() + ".npy"));
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new ModelException("two recordings would both be the file " + name + "; record each variable once, and call none "
                        + "\"time\" or \"spikes\"");
            }
        }
    }

    private static String fileName(SampleTimes one) {
        return one.owner() + "." + one.name() + ".npy";
    }

    private static String fileName(SpikeSeries one) {
        return one.population() + ".spikes.npy";
    }

    @Override
    public void write(Chunk chunk) throws IOException {
        for (int s = 0; s < series.size(); s++) {
            NpyGrowing file = series.get(s);
            if (chunk.firstSample(s) != file.length()) {
                throw new IllegalStateException("a chunk begins at sample " + chunk.firstSample(s) + " of "
                        + layout.series().get(s).name() + ", of which " + file.length() + " are written");
            }
            file.append(chunk.data(s), chunk.samples(s));
        }
        for (int p = 0; p < spikes.size(); p++) {
            spikes.get(p).append(chunk.spikes(p), layout.time());
        }
        for (int t = 0; t < times.size(); t++) {
            int s = times.get(t).series().getFirst();
            int count = chunk.samples(s);
            timeFiles.get(t).append(times.get(t).times(layout, chunk.firstSample(s), count), count);
        }
    }

    @Override
    public void finish(FinalState state) throws IOException {
        for (FinalState.Variable variable : state.variables()) {
            write(variable.owner() + ".final." + variable.name() + ".npy", variable.type(), variable.count(), variable.values());
        }
        for (SummaryValues summary : state.summaries()) {
            if (summary.series().element().isPresent()) {
                write(summary.series().file() + ".npy", Precision.FLOAT64, summary.series().count(), summary.values());
            }
        }
        for (NpySpikes one : spikes) {
            if (one instanceof NpySpikes.Swept swept) {
                swept.complete();
            }
        }
    }

    private void write(String name, Precision precision, int count, double[] values) throws IOException {
        NpyType type = NpyType.of(precision);
        try (OutputFile file = folder.file(name)) {
            file.write(layout.hasInstanceAxis() ? NpyHeader.encode(type, layout.instances(), count) : NpyHeader.encode(type, count), 0);
            file.write(values, precision, NpyHeader.SIZE);
            file.force();
            file.publish();
        }
    }

    @Override
    public void close() throws IOException {
        List<Closeable> files = new ArrayList<>(series);
        files.addAll(spikes);
        files.addAll(timeFiles);
        series.clear();
        spikes.clear();
        timeFiles.clear();
        try {
            OutputFile.closeAll(files);
        } finally {
            if (folder != null) {
                folder.force();
            }
        }
    }
}
