package org.loligo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.Setting;
import org.loligo.io.NpyReader;
import org.loligo.model.Recording;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.Progress;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.RunReport;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.Traces;

/**
 * What a run of an example gave, to be compared with numbers computed elsewhere.
 *
 * @param traces the samples, spikes and last states
 * @param report what it took
 */
record Outcome(Traces traces, RunReport report) {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Path REFERENCE = Path.of("src", "test", "resources", "reference");

    /** An example with some settings. */
    static Experiment example(String name, List<String> settings) {
        return ExperimentFile.read(EXAMPLES.resolve(name + ".yaml"), settings.stream().map(Setting::parse).toList()).experiment();
    }

    /** The same experiment, with other recordings. */
    static Experiment recording(Experiment e, List<Recording> recordings) {
        return new Experiment(e.name(), e.network(), e.time(), e.integrator(), e.precision(), e.seed(), e.instances(), recordings);
    }

    /** Runs an experiment; skips the test where there is no device for it. */
    static Outcome of(Experiment experiment, Target target, RunOptions options) throws IOException {
        Traces traces = new Traces();
        try (Simulation s = Simulation.prepare(experiment, target.device(), options)) {
            RunReport report = s.run(List.of(traces), Progress.NONE);
            if (!report.leg().schedule().equals(target.schedule())) {
                throw new AssertionError("ran " + report.leg().schedule() + ", expected " + target);
            }
            return new Outcome(traces, report);
        }
    }

    /** The numbers of a reference file. */
    static double[] reference(String file) throws IOException {
        return NpyReader.read(REFERENCE.resolve(file)).values();
    }

    /** Spikes, rows of time and neuron, by step and then neuron. */
    static double[][] sorted(double[][] spikes, double step) {
        Arrays.sort(spikes, Comparator.<double[]>comparingLong(s -> Math.round(s[0] / step)).thenComparingDouble(s -> s[1]));
        return spikes;
    }

    /** The spikes, rows of time and neuron, of a reference file that come before a time. */
    static double[][] referenceSpikes(String file, double step, double before) throws IOException {
        double[] flat = reference(file);
        double[][] spikes = new double[flat.length / 2][];
        Arrays.setAll(spikes, k -> new double[] {flat[2 * k], flat[2 * k + 1]});
        long end = Math.round(before / step);
        return sorted(Arrays.stream(spikes).filter(s -> Math.round(s[0] / step) < end).toArray(double[][]::new), step);
    }
}
