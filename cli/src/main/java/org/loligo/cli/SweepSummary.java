package org.loligo.cli;

import java.util.ArrayList;
import java.util.List;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.SpikeSeries;

/** {@code summary.csv}: a row for each instance of a sweep. */
final class SweepSummary {
    private SweepSummary() {}

    /** The table: the instance, its swept values, and for each recorded population its spikes and its mean rate in Hz. */
    static String text(ExperimentFile file, SpikeCounts counts) {
        List<String> header = new ArrayList<>(List.of("instance"));
        header.addAll(file.sweep().columns().keySet());
        for (SpikeSeries population : counts.populations()) {
            header.add(population.population() + ".spikes");
            header.add(population.population() + ".rate");
        }
        TimeGrid time = file.experiment().time();
        double seconds = (time.time(time.steps()) - time.time(0)) / 1000;
        StringBuilder text = new StringBuilder(String.join(",", header)).append('\n');
        for (int i = 0; i < file.sweep().instances(); i++) {
            int instance = i;
            List<String> row = new ArrayList<>(List.of(Integer.toString(instance)));
            file.sweep().columns().values().forEach(v -> row.add(Double.toString(v[instance])));
            for (int p = 0; p < counts.populations().size(); p++) {
                long spikes = counts.count(p, instance);
                row.add(Long.toString(spikes));
                // a run without steps has no rate
                row.add(seconds > 0 ? Double.toString(spikes / seconds / counts.populations().get(p).neurons()) : "");
            }
            text.append(String.join(",", row)).append('\n');
        }
        return text.toString();
    }
}
