package org.loligo.runtime;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.loligo.model.Names;
import org.loligo.model.Precision;

/** A sink that keeps everything in memory, for short runs and for programs that look at the numbers themselves. */
public final class Traces implements Sink {
    private RunLayout layout;
    private final Map<String, List<double[]>> samples = new LinkedHashMap<>();
    private final Map<String, List<double[]>> spikes = new LinkedHashMap<>();
    private FinalState end;

    @Override
    public void open(RunLayout runLayout) {
        layout = runLayout;
        layout.series().forEach(s -> samples.put(s.name(), new ArrayList<>()));
        layout.spikes().forEach(s -> spikes.put(s.population(), new ArrayList<>()));
    }

    @Override
    public void write(Chunk chunk) {
        for (int s = 0; s < layout.series().size(); s++) {
            Series series = layout.series().get(s);
            for (int j = 0; j < chunk.samples(s); j++) {
                double[] sample = new double[layout.instances() * series.count()];
                for (int r = 0; r < layout.instances(); r++) {
                    long at = chunk.offset(s, r, j);
                    for (int i = 0; i < series.count(); i++, at += series.type().bytes()) {
                        sample[r * series.count() + i] = series.type() == Precision.FLOAT64
                                ? chunk.data(s).get(ValueLayout.JAVA_DOUBLE, at)
                                : chunk.data(s).get(ValueLayout.JAVA_FLOAT, at);
                    }
                }
                samples.get(series.name()).add(sample);
            }
        }
        for (int p = 0; p < layout.spikes().size(); p++) {
            Spikes fired = chunk.spikes(p);
            for (int k = 0; k < fired.size(); k++) {
                spikes.get(layout.spikes().get(p).population())
                        .add(new double[] {fired.instance(k), layout.time().time(fired.step(k)), fired.neuron(k)});
            }
        }
    }

    @Override
    public void finish(FinalState state) {
        end = state;
    }

    @Override
    public void close() {
        // nothing to release
    }

    /** What was recorded. */
    public RunLayout layout() {
        return layout;
    }

    /**
     * What was summarised.
     *
     * @param column {@code [NAME.]OWNER[.VARIABLE].STATISTIC}
     * @return {@code [instance]}, or {@code [instance·elements + element]} where each element has its own
     */
    public double[] summary(String column) {
        return end.summaries().stream().filter(s -> s.series().column().equals(column)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no summary '" + column + "'" + Names.suggestion(column,
                        end.summaries().stream().map(s -> s.series().column()).toList())))
                .values();
    }

    /**
     * The samples of a recorded variable.
     *
     * @param name {@code owner.variable}
     * @return {@code [sample][instance·elements + element]}
     */
    public double[][] values(String name) {
        return of(samples, name).toArray(double[][]::new);
    }

    /**
     * The recorded spikes of a population.
     *
     * @return {@code [spike][instance, time in ms, neuron]}, by step, then instance, then neuron
     */
    public double[][] spikes(String population) {
        return of(spikes, population).toArray(double[][]::new);
    }

    /**
     * A state at the end of the run, recorded or not.
     *
     * @param name {@code owner.variable}
     * @return {@code [instance·elements + element]}
     */
    public double[] end(String name) {
        return end.variables().stream().filter(v -> (v.owner() + "." + v.name()).equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no variable '" + name + "'" + Names.suggestion(name,
                        end.variables().stream().map(v -> v.owner() + "." + v.name()).toList())))
                .values();
    }

    private static <T> T of(Map<String, T> recorded, String name) {
        T found = recorded.get(name);
        if (found == null) {
            throw new IllegalArgumentException("'" + name + "' was not recorded" + Names.suggestion(name, recorded.keySet()));
        }
        return found;
    }
}
