package org.loligo.io;

import io.jhdf.api.WritableGroup;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.loligo.runtime.SpikeSeries;

/**
 * The spike file of SONATA: the spikes of all recorded populations in one instance. How many there will be is known at the end, so they
 * wait in hidden files, one of the times and one of the neurons of each population, and {@link #close} puts them together.
 */
final class SonataSpikes implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final String FILE = "spikes.h5";
    private static final Function<SpikeSeries, String> TIMES = one -> FILE + "." + one.population() + ".timestamps";
    private static final Function<SpikeSeries, String> NEURONS = one -> FILE + "." + one.population() + ".node_ids";

    private final OutputFolder folder;
    private final List<SpikeSeries> populations = new ArrayList<>();
    private final List<Waiting> times = new ArrayList<>();
    private final List<Waiting> neurons = new ArrayList<>();
    private boolean kept;
    private boolean done;

    private SonataSpikes(OutputFolder folder) {
        this.folder = folder;
    }

    /** Files in the folder for these populations. */
    static SonataSpikes create(OutputFolder folder, List<SpikeSeries> populations) throws IOException {
        SonataSpikes spikes = new SonataSpikes(folder);
        for (SpikeSeries one : populations) {
            spikes.populations.add(one);
            spikes.times.add(new Waiting(folder.file(TIMES.apply(one))));
            spikes.neurons.add(new Waiting(folder.file(NEURONS.apply(one))));
        }
        return spikes;
    }

    /**
     * Files of which the first spikes are kept.
     *
     * @param length how many, by population
     * @param isEnd  whether there will be no more, and so the waiting ones may be gone
     */
    static SonataSpikes reopen(OutputFolder folder, List<SpikeSeries> populations, long[] length, boolean isEnd) throws IOException {
        SonataSpikes spikes = new SonataSpikes(folder);
        spikes.kept = true;
        if (isEnd && Files.exists(folder.path().resolve(FILE)) && !spikes.allWait(populations)) {
            spikes.done = true;
            for (SpikeSeries one : populations) {
                OutputFile.discardHidden(folder.path().resolve(TIMES.apply(one)));
                OutputFile.discardHidden(folder.path().resolve(NEURONS.apply(one)));
            }
            return spikes;
        }
        for (int p = 0; p < populations.size(); p++) {
            SpikeSeries one = populations.get(p);
            spikes.populations.add(one);
            spikes.times.add(Waiting.reopen(folder, TIMES.apply(one), length[p]));
            spikes.neurons.add(Waiting.reopen(folder, NEURONS.apply(one), length[p]));
        }
        return spikes;
    }

    private boolean allWait(List<SpikeSeries> all) {
        return all.stream().flatMap(one -> Stream.of(TIMES.apply(one), NEURONS.apply(one)))
                .allMatch(name -> Files.exists(folder.path().resolve("." + name + ".partial")));
    }

    /** How many there are, by population; from now on they can be reopened with these, however they end, until they are complete. */
    long[] checkpoint() throws IOException {
        kept = true;
        for (int p = 0; p < populations.size(); p++) {
            times.get(p).force();
            neurons.get(p).force();
        }
        return times.stream().mapToLong(Waiting::length).toArray();
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
        if (done) {
            return;
        }
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

        Waiting(OutputFile file) {
            this.file = file;
        }

        static Waiting reopen(OutputFolder folder, String name, long length) throws IOException {
            Waiting waiting = new Waiting(folder.reopenHidden(name, name));
            waiting.written = length * Long.BYTES;
            waiting.file.requireLength(waiting.written);
            waiting.file.truncate(waiting.written);
            return waiting;
        }

        void force() throws IOException {
            flush();
            file.force();
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
