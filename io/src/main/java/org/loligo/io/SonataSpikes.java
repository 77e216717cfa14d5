package org.loligo.io;

import io.jhdf.api.WritableGroup;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.loligo.runtime.SpikeSeries;

/**
 * The spike file of SONATA: the spikes of all recorded populations in one instance. How many there will be is known at the end, so they
 * wait in hidden files, one of the times and one of the neurons of each population, and {@link #close} puts them together.
 */
final class SonataSpikes implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final OutputFolder folder;
    private final List<SpikeSeries> populations;
    private final List<Waiting> times = new ArrayList<>();
    private final List<Waiting> neurons = new ArrayList<>();

    /** Files in the folder for these populations. */
    SonataSpikes(OutputFolder folder, List<SpikeSeries> populations) throws IOException {
        this.folder = folder;
        this.populations = populations;
        for (SpikeSeries one : populations) {
            times.add(new Waiting(folder.file("spikes.h5." + one.population() + ".timestamps")));
            neurons.add(new Waiting(folder.file("spikes.h5." + one.population() + ".node_ids")));
        }
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
        try (OutputFile file = folder.file("spikes.h5")) {
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
        for (Waiting one : all) {
            one.file.discard();
        }
    }

    /** Numbers of eight bytes each, on their way. */
    private static final class Waiting implements Closeable {
        private final OutputFile file;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());
        private long written;

        Waiting(OutputFile file) {
            this.file = file;
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
