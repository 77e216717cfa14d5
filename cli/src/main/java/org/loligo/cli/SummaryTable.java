package org.loligo.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.SpikeSeries;
import org.loligo.runtime.SummaryValues;

/** {@code summary.csv}: a row for each instance. */
final class SummaryTable {
    private SummaryTable() {}

    /** Whether there is anything to write: in a sweep, and where something is summarised. */
    static boolean isWanted(ExperimentFile file) {
        return file.sweep().given() || !file.experiment().summaries().isEmpty();
    }

    /** A column: its header and a text for each instance. */
    private record Column(String header, List<String> cells) {}

    /**
     * The table: the instance, its swept values, for each recorded population its spikes and its mean rate in Hz, and each summary over a
     * whole population or projection. A summary of the same name as one of the others, as {@code X.rate}, stands in its place.
     */
    static String text(ExperimentFile file, SpikeCounts counts, List<SummaryValues> summaries) {
        int instances = file.sweep().instances();
        List<SummaryValues> asked = summaries.stream().filter(s -> s.series().element().isEmpty()).toList();
        List<Column> columns = new ArrayList<>();
        columns.add(column("instance", instances, Integer::toString));
        file.sweep().columns().forEach((path, values) -> columns.add(column(path, instances, i -> Double.toString(values[i]))));
        TimeGrid time = file.experiment().time();
        double seconds = (time.time(time.steps()) - time.time(0)) / 1000;
        for (int p = 0; p < counts.populations().size(); p++) {
            SpikeSeries population = counts.populations().get(p);
            int index = p;
            columns.add(column(population.population() + ".spikes", instances, i -> Long.toString(counts.count(index, i))));
            String rate = population.population() + ".rate";
            if (asked.stream().noneMatch(s -> s.series().column().equals(rate))) {
                // a run without steps has no rate
                columns.add(column(rate, instances,
                        i -> seconds > 0 ? Double.toString(counts.count(index, i) / seconds / population.neurons()) : ""));
            }
        }
        asked.forEach(s -> columns.add(column(s.series().column(), instances, s::text)));
        StringBuilder text = new StringBuilder(row(columns.stream().map(Column::header).toList()));
        for (int i = 0; i < instances; i++) {
            int instance = i;
            text.append(row(columns.stream().map(c -> c.cells().get(instance)).toList()));
        }
        return text.toString();
    }

    private static Column column(String header, int instances, IntFunction<String> cell) {
        return new Column(header, IntStream.range(0, instances).mapToObj(cell).toList());
    }

    private static String row(List<String> cells) {
        return String.join(",", cells) + "\n";
    }
}
