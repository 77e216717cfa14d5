package org.loligo.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.FinalState;
import org.loligo.runtime.ResumableSink;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.SpikeSeries;
import org.loligo.runtime.Spikes;

/** Counts the recorded spikes of each population in each instance. */
final class SpikeCounts implements ResumableSink {
    private RunLayout layout;
    private final List<long[]> counts = new ArrayList<>();

    @Override
    public void open(RunLayout run) {
        layout = run;
        run.spikes().forEach(_ -> counts.add(new long[run.instances()]));
    }

    @Override
    public void reopen(RunLayout run, long step, Map<String, long[]> position) {
        layout = run;
        run.spikes().forEach(s -> counts.add(position.get(s.population())));
    }

    @Override
    public Map<String, long[]> checkpoint() {
        Map<String, long[]> position = new LinkedHashMap<>();
        for (int p = 0; p < counts.size(); p++) {
            position.put(layout.spikes().get(p).population(), counts.get(p));
        }
        return position;
    }

    @Override
    public void write(Chunk chunk) {
        for (int p = 0; p < counts.size(); p++) {
            Spikes spikes = chunk.spikes(p);
            for (int k = 0; k < spikes.size(); k++) {
                counts.get(p)[spikes.instance(k)]++;
            }
        }
    }

    @Override
    public void finish(FinalState state) {
        // the counts are complete already
    }

    @Override
    public void close() {
        // holds nothing
    }

    /** The populations whose spikes are recorded. */
    List<SpikeSeries> populations() {
        return layout.spikes();
    }

    /** The spikes of the p-th population in an instance. */
    long count(int p, int instance) {
        return counts.get(p)[instance];
    }
}
