package org.loligo.io;

import io.jhdf.api.WritableGroup;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.loligo.runtime.SpikeSeries;

/**
 * The spike file of SONATA: the spikes of all recorded populations in one instance. How many there will be is known at the end, so they
 * wait in hidden files, one of the times and one of the neurons of each population, and {@link #close} puts them together.
 */
final class SonataSpikes implements Closeable {
    private static final String FILE = "spikes.h5";
    private static final int BUFFER = 1 << 16;

    private final OutputFolder folder;
    private final List<SpikeSeries> populations;
    private final List<Waiting> times = new ArrayList<>();
    private final List<Waiting> neurons = new ArrayList<>();

    private boolean kept;

    private SonataSpikes(OutputFolder folder, List<SpikeSeries> populations) {
        this.folder = folder;
        this.populations = populations;
    }

    /** New files in the folder for these populations. */
    static SonataSpikes create(OutputFolder folder, List<SpikeSeries> populations) throws IOException {
        SonataSpikes spikes = new SonataSpikes(folder, populations);
        for (SpikeSeries one : populations) {
            spikes.times.add(new Waiting(folder.file(times(one)), 0));
            spikes.neurons.add(new Waiting(folder.file(neurons(one)), 0));
        }
        return spikes;
    }

    /** Those in the folder, of which so many spikes of each population are kept. */
    static SonataSpikes reopen(OutputFolder folder, List<SpikeSeries> populations, long[] lengths) throws IOException {
        SonataSpikes spikes = new SonataSpikes(folder, populations);
        spikes.kept = true;
        for (int p = 0; p < lengths.length; p++) {
            SpikeSeries one = populations.get(p);
            spikes.times.add(spikes.waiting(times(one), one.population() + "/timestamps", lengths[p]));
            spikes.neurons.add(spikes.waiting(neurons(one), one.population() + "/node_ids", lengths[p]));
        }
        return spikes;
    }

    /**
     * Numbers that wait in a file. Where it is gone, or has too few because it was being brought back, all of them had come, and are in the
     * spike file.
     */
    private Waiting waiting(String name, String dataset, long length) throws IOException {
        if (folder.hiddenLength(name) >= length * Long.BYTES || Files.notExists(folder.path().resolve(FILE))) {
            return new Waiting(folder.reopenHidden(name, name), length);
        }
        Waiting back = new Waiting(folder.file(name), 0);
        try (OutputFile complete = folder.reopen(FILE)) {
            back.take(complete, SonataFile.addressOf(complete, "/spikes/" + dataset), length);
            back.force();
        }
        return back;
    }

    private static String times(SpikeSeries one) {
        return FILE + "." + one.population() + ".timestamps";
    }

    private static String neurons(SpikeSeries one) {
        return FILE + "." + one.population() + ".node_ids";
    }

    /** Waits until all spikes are on the disk, where they stay until {@link #complete}, and tells how many each population has. */
    long[] force() throws IOException {
        kept = true;
        long[] lengths = new long[populations.size()];
        for (int p = 0; p < lengths.length; p++) {
            times.get(p).force();
            neurons.get(p).force();
            lengths[p] = times.get(p).length();
        }
        return lengths;
    }

    /** Says that there are no more, so that nothing need wait. */
    void complete() {
        kept = false;
    }

    /** Adds a spike of population p. */
    void add(int p, double time, int neuron) throws IOException {
        times.get(p).room().putDouble(time);
        neurons.get(p).room().putLong(neuron);
    }

    @Override
    public void close() throws IOException {
        List<Waiting> all = new ArrayList<>(times);
        all.addAll(neurons);
        try (OutputFile file = folder.file(FILE)) {
            List<Hdf5Space> spaces = new ArrayList<>();
            SonataFile.layOut(file, root -> {
                WritableGroup spikes = root.putGroup("spikes");
                List<WritableGroup> groups = populations.stream().map(one -> spikes.putGroup(one.population())).toList();
                groups.forEach(SonataSorting::byTime);
                for (int p = 0; p < groups.size(); p++) {
                    spaces.add(Hdf5Space.ofDoubles(groups.get(p), "timestamps", times.get(p).length()));
                    spaces.getLast().putAttribute("units", "ms");
                }
                for (int p = 0; p < groups.size(); p++) {
                    spaces.add(Hdf5Space.ofUnsignedLongs(groups.get(p), "node_ids", neurons.get(p).length()));
                }
            });
            for (int k = 0; k < all.size(); k++) {
                all.get(k).moveTo(file, spaces.get(k).address());
            }
            file.force();
            file.publish();
        } finally {
            OutputFile.closeAll(all);
        }
        for (Waiting one : kept ? List.<Waiting>of() : all) {
            one.file.discard();
        }
    }

    /** Numbers of eight bytes each, on their way. */
    private static final class Waiting implements Closeable {
        private final OutputFile file;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());
        private long written;

        /** Of a file that has so many already; what it has beyond them is dropped. */
        Waiting(OutputFile file, long length) throws IOException {
            this.file = file;
            written = length * Long.BYTES;
            file.requireLength(written);
            file.truncate(written);
        }

        /** How many there are. */
        long length() {
            return (written + buffer.position()) / Long.BYTES;
        }

        /** The buffer, with room for one more. */
        ByteBuffer room() throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            return buffer;
        }

        private void flush() throws IOException {
            int bytes = buffer.position();
            file.write(buffer.flip(), written);
            written += bytes;
            buffer.clear();
        }

        void force() throws IOException {
            flush();
            file.force();
        }

        void take(OutputFile source, long address, long length) throws IOException {
            source.requireLength(address + length * Long.BYTES);
            for (long bytes = length * Long.BYTES; written < bytes;) {
                buffer.clear().limit((int) Math.min(BUFFER, bytes - written));
                source.read(buffer, address + written);
                buffer.position(buffer.limit());
                flush();
            }
        }

        void moveTo(OutputFile target, long address) throws IOException {
            flush();
            for (long done = 0; done < written; done += BUFFER) {
                buffer.clear().limit((int) Math.min(BUFFER, written - done));
                file.read(buffer, done);
                target.write(buffer, address + done);
            }
            buffer.clear();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
