package org.loligo.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.loligo.interpreter.Accuracy;
import org.loligo.model.Precision;
import org.loligo.runtime.Device;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.Progress;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.Traces;

/**
 * What is checked: a device, and how it is used.
 *
 * @param device  the device
 * @param options the schedule, which must be one of the device's, and whatever else it should run with
 */
public record Candidate(Device device, RunOptions options) {

    /** A device that is told which schedule to run. */
    public static Candidate of(Device device, String schedule) {
        return new Candidate(device, new RunOptions(0, 0, Optional.of(schedule), Optional.empty()));
    }

    /** A device that chooses its schedule. */
    public static Candidate of(Device device) {
        return new Candidate(device, RunOptions.DEFAULT);
    }

    /** The same with another number of threads. */
    public Candidate withThreads(int threads) {
        return new Candidate(device, options.withThreads(threads));
    }

    /** The same with a choice of compiler passes. */
    Candidate withPasses(List<String> passes) {
        return new Candidate(device, new RunOptions(options.threads(), options.memoryBytes(), options.schedule(), Optional.of(passes),
                options.fastMath()));
    }

    /** The accuracy it states. */
    Accuracy accuracy() {
        return options.fastMath() ? Accuracy.FAST : Accuracy.STANDARD;
    }

    /** Whether it computes in a precision with its options. */
    boolean supports(Precision precision) {
        return device.supports(precision) && !(options.fastMath() && device.refusalOfFastMath(precision).isPresent());
    }

    /** The compiler passes it runs. */
    List<String> passes() {
        return options.passes().orElseGet(device::passes);
    }

    /** An experiment made ready; what it runs must be what was asked for. */
    Simulation prepare(Experiment experiment) {
        Simulation simulation = Simulation.prepare(experiment, device, options);
        options.schedule().ifPresent(s -> Require.equal(s, simulation.load().schedule(), () -> "the schedule of " + this));
        return simulation;
    }

    /** An experiment from its start to its end. */
    Traces run(Experiment experiment) {
        Traces traces = new Traces();
        try (Simulation simulation = prepare(experiment)) {
            simulation.run(List.of(traces), Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return traces;
    }

    /** The backend, the schedule and the number of threads, for messages. */
    @Override
    public String toString() {
        return device.backend() + options.schedule().map(s -> " " + s).orElse("")
                + (options.threads() > 1 ? " with " + options.threads() + " threads" : "");
    }
}
