package org.loligo.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.loligo.model.ModelException;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.FinalState;
import org.loligo.runtime.ResumableSink;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Series;
import org.loligo.runtime.Spikes;

/**
 * Writes a run as HDF5 files of SONATA in the folder {@code sonata}:
 *
 * <ul>
 * <li>{@code spikes.h5}: {@code /spikes/POPULATION/timestamps}, float64, ms, and {@code node_ids}, uint64, sorted by time;
 * <li>{@code OWNER.VARIABLE.h5}: {@code /report/POPULATION/data}, {@code [sample, element]}, float32, and {@code mapping}, which tells
 *     the neuron of each element and the times. The elements of a neuron's variable are the neurons, with the element id 1; those of a
 *     synapse's are the synapses, each with its number in the projection as its element id, at its postsynaptic neuron.
 * </ul>
 *
 * Columns are in the order of the neurons. SONATA knows neither instances nor a state at the end: in a sweep each instance has a folder
 * of its own, {@code sonata/INSTANCE}, and the state is left out.
 *
 * <p>Samples go to the disk as they come. Files are hidden ({@code .NAME.partial}) until the sink is closed; a run that stops early
 * leaves those samples that all its files have.
 */
public final class SonataSink implements ResumableSink {
    private static final int MOST_FILES = 500; // open at a time; systems allow a process some thousand

    private final Path directory;
    private final List<Instance> instances = new ArrayList<>();
    private RunLayout layout;
    private OutputFolder folder;

    /** The files of one instance. */
    private record Instance(List<SonataReport> reports, SonataSpikes spikes) {}

    /** @param directory the output directory; the files go into its folder {@code sonata}, which is made where it is missing */
    public SonataSink(Path directory) {
        this.directory = directory;
    }

    /**
     * Refuses a run that SONATA cannot hold, before it starts.
     *
     * @return the layout
     * @throws ModelException when reports are asked for and the times are not equally far apart, or a sweep needs too many files
     */
    public static RunLayout checked(RunLayout layout) {
        if (!layout.series().isEmpty() && !(layout.time() instanceof TimeGrid.Uniform)) {
            throw new ModelException("the format 'sonata' gives the times of samples as start, stop and step, which do not describe a time"
                    + " grid; use zarr or npy, or record spikes only");
        }
        long files = (long) layout.instances() * filesOf(layout);
        if (files > MOST_FILES) {
            throw new ModelException("the format 'sonata' has files of its own for each instance, and " + layout.instances()
                    + " instances would need " + files + " at once, " + MOST_FILES + " at most; use zarr or npy, or fewer instances");
        }
        return layout;
    }

    private static int filesOf(RunLayout layout) {
        return layout.series().size() + 2 * layout.spikes().size();
    }

    /**
     * @throws ModelException when SONATA cannot hold the run
     * @throws IOException    when the folder or a file cannot be made
     */
    @Override
    public void open(RunLayout runLayout) throws IOException {
        layout = checked(runLayout);
        folder = OutputFolder.create(directory.resolve("sonata"));
        for (int i = 0; i < layout.instances(); i++) {
            OutputFolder own = layout.hasInstanceAxis() ? folder.folder(Integer.toString(i)) : folder;
            List<SonataReport> reports = new ArrayList<>();
            instances.add(new Instance(reports, SonataSpikes.create(own, layout.spikes())));
            for (Series one : layout.series()) {
                reports.add(new SonataReport(own.file(one.name() + ".h5"), one, (TimeGrid.Uniform) layout.time()));
            }
        }
    }

    @Override
    public void reopen(RunLayout runLayout, long step, Map<String, long[]> position) throws IOException {
        layout = checked(runLayout);
        folder = OutputFolder.create(directory.resolve("sonata"));
        for (int i = 0; i < layout.instances(); i++) {
            OutputFolder own = layout.hasInstanceAxis() ? folder.folder(Integer.toString(i)) : folder;
            List<SonataReport> reports = new ArrayList<>();
            instances.add(new Instance(reports, SonataSpikes.reopen(own, layout.spikes(), position.get(Integer.toString(i)),
                    step == layout.time().steps())));
            for (Series one : layout.series()) {
                String name = one.name() + ".h5";
                reports.add(SonataReport.reopen(own.reopenHidden(name, name), one, (TimeGrid.Uniform) layout.time(),
                        one.samplesUpTo(step)));
            }
        }
    }

    /** How many spikes there are, by instance; all else follows from the step. */
    @Override
    public Map<String, long[]> checkpoint() throws IOException {
        Map<String, long[]> lengths = new LinkedHashMap<>();
        for (int i = 0; i < instances.size(); i++) {
            for (SonataReport report : instances.get(i).reports()) {
                report.force();
            }
            lengths.put(Integer.toString(i), instances.get(i).spikes().checkpoint());
        }
        return lengths;
    }

    @Override
    public void write(Chunk chunk) throws IOException {
        for (int s = 0; s < layout.series().size(); s++) {
            int count = chunk.samples(s);
            long bytes = chunk.data(s).byteSize() / layout.instances();
            for (int i = 0; i < layout.instances(); i++) {
                SonataReport report = instances.get(i).reports().get(s);
                if (chunk.firstSample(s) != report.length()) {
                    throw new IllegalStateException("a chunk begins at sample " + chunk.firstSample(s) + " of "
                            + layout.series().get(s).name() + ", of which " + report.length() + " are written");
                }
                report.append(chunk.data(s).asSlice(i * bytes, bytes), count);
            }
        }
        for (int p = 0; p < layout.spikes().size(); p++) {
            Spikes fired = chunk.spikes(p);
            double time = 0;
            for (int k = 0; k < fired.size(); k++) {
                time = k > 0 && fired.step(k) == fired.step(k - 1) ? time : layout.time().time(fired.step(k));
                instances.get(fired.instance(k)).spikes().add(p, time, fired.neuron(k));
            }
        }
    }

    /** SONATA has no place for the state at the end. */
    @Override
    public void finish(FinalState state) {
        instances.forEach(one -> one.spikes().complete());
    }

    @Override
    public void close() throws IOException {
        List<Closeable> files = new ArrayList<>();
        instances.forEach(one -> {
            files.addAll(one.reports());
            files.add(one.spikes());
        });
        instances.clear();
        try {
            OutputFile.closeAll(files);
        } finally {
            if (folder != null) {
                folder.force();
            }
        }
    }
}
