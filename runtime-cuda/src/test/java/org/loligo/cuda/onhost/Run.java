package org.loligo.cuda.onhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.loligo.runtime.Device;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.Progress;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.Traces;

/** Runs of whole experiments. */
final class Run {
    /** Tables for long stretches would only be poisoned and thrown away. */
    static final long MEMORY = 4 << 20;

    private Run() {}

    /** A device, with little memory, that is told which schedule to run. */
    static RunOptions in(String schedule) {
        return new RunOptions(0, MEMORY, Optional.of(schedule), Optional.empty());
    }

    /** An experiment from its start to its end. */
    static Traces of(Experiment experiment, Device device, RunOptions options) {
        Traces traces = new Traces();
        try (Simulation simulation = Simulation.prepare(experiment, device, options)) {
            simulation.run(List.of(traces), Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return traces;
    }
}
