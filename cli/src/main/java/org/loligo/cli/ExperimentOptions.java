package org.loligo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.InputException;
import org.loligo.cli.experiment.Place;
import org.loligo.cli.experiment.Setting;
import org.loligo.model.Names;
import org.loligo.model.Precision;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Backends;
import org.loligo.runtime.CapacityException;
import org.loligo.runtime.Device;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.Leg;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The experiment and the device: what {@code run} and {@code show} are both given. */
final class ExperimentOptions {
    private static final List<String> BACKENDS = List.of("auto", "cpu", "opencl", "cuda", "interpreter");

    @Parameters(paramLabel = "FILE", description = "the experiment, a YAML file")
    private Path file;

    @Option(names = "--backend", paramLabel = "NAME", defaultValue = "auto",
            description = "auto (the default), cpu, opencl, cuda or interpreter")
    private String backend;

    @Option(names = "--device", paramLabel = "N", defaultValue = "0", description = "which device of the backend, from 0")
    private int device;

    @Option(names = "--precision", paramLabel = "NAME", description = "float32 or float64, in place of the file's")
    private String precision;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a value in place of the file's, as in time.stop=50")
    private List<String> set = List.of();

    @Option(names = "--threads", paramLabel = "N", defaultValue = "0", description = "threads on a CPU; the backend's choice when left out")
    private int threads;

    @Option(names = "--memory", paramLabel = "SIZE", converter = ByteSize.class,
            description = "the budget of the two buffers for samples, as in 2GiB; 128MiB when left out, or what one sample needs if a"
                    + " quarter of the free memory suffices for it")
    private Long memory;

    @Option(names = "--schedule", paramLabel = "NAME", description = "how to lay the network on the device; chosen when left out")
    private String schedule;

    @Option(names = "--passes", paramLabel = "LIST", split = ",",
            description = "the compiler passes, with commas between them, or 'none'; all when left out")
    private List<String> passes;

    @Option(names = "--fast-math", description = "faster, less accurate division and exp, within stated errors: float32 on cuda only")
    private boolean fastMath;

    /** The experiment file's name as given. */
    Path file() {
        return file;
    }

    /** Reads the experiment; {@code more} settings come from options of one command. */
    ExperimentFile read(List<Setting> more) {
        List<Setting> settings = new ArrayList<>(set.stream().map(Setting::parse).toList());
        if (precision != null) {
            settings.add(new Setting(Place.of("--precision " + precision), "precision", "'" + precision.replace("'", "''") + "'"));
        }
        settings.addAll(more);
        return ExperimentFile.read(file, settings);
    }

    /** The device asked for; {@code auto} says on {@code err} what it chose and why. */
    Device device(PrintWriter err, boolean quiet) {
        return device(Optional.empty(), err, quiet);
    }

    /** The device asked for; {@code auto} is the one that a run is resumed from, where there is one like it. */
    Device device(Optional<Leg> before, PrintWriter err, boolean quiet) {
        Set<String> known = new LinkedHashSet<>(BACKENDS);
        Backends.installed().forEach(b -> known.add(b.name()));
        if (!known.contains(backend)) {
            throw new InputException("--backend: '" + backend + "' is not a backend" + Names.suggestion(backend, known));
        }
        if (device < 0) {
            throw new InputException("--device: expected a number from 0, got " + device);
        }
        if (backend.equals("auto") && before.isPresent()) {
            Optional<Device> same = Backends.installed().stream().filter(b -> b.name().equals(before.get().backend()))
                    .flatMap(b -> b.devices().stream()).filter(d -> d.name().equals(before.get().device())).findFirst();
            if (same.isPresent()) {
                return same.get();
            }
        }
        Device chosen = Backends.choose(backend, device);
        if (backend.equals("auto") && !quiet) {
            // only that there is none: why is long, and the same every time
            String others = Backends.installed().stream().filter(b -> b.devices().isEmpty()).map(Backend::name)
                    .collect(Collectors.joining(", "));
            err.println("loligo: --backend auto chose " + chosen.backend() + ", " + chosen.description()
                    + (others.isEmpty() ? "" : " (no device of " + others + ", see 'loligo devices')"));
        }
        return chosen;
    }

    /** Compiles the experiment for a device. */
    Simulation prepare(ExperimentFile read, Device on) {
        return prepare(read, on, Optional.empty());
    }

    /** Compiles the experiment for a device; what the user leaves open is as it was before. */
    Simulation prepare(ExperimentFile read, Device on, Optional<Leg> before) {
        if (threads < 0) {
            throw new InputException("--threads: expected a number from 1, got " + threads);
        }
        requirePrecision(read.experiment().precision(), on);
        Optional<Leg> alike = before.filter(leg -> leg.backend().equals(on.backend()));
        boolean fast = fastMath || alike.map(Leg::fastMath).orElse(false);
        if (fast) {
            on.refusalOfFastMath(read.experiment().precision()).ifPresent(r -> {
                throw new InputException("--fast-math: " + r);
            });
        }
        Optional<List<String>> chosenPasses = Optional.ofNullable(passes).map(p -> p.equals(List.of("none")) ? List.<String>of() : p)
                .or(() -> before.map(Leg::passes));
        RunOptions options = new RunOptions(threads, memory == null ? 0 : memory,
                Optional.ofNullable(schedule).or(() -> alike.map(Leg::schedule)), chosenPasses, fast);
        try {
            return InputException.at(Place.of(file.toString()), () -> Simulation.prepare(read.experiment(), on, options));
        } catch (ArithmeticException e) {
            // sizes are multiplied exactly, so that what is too large is noticed before memory is asked for
            throw new CapacityException(file + ": " + read.experiment().network().neurons() + " neurons in " + read.experiment().instances()
                    + " instances have more values than an array holds, 2^31 - 1 of each parameter and state");
        }
    }

    private static void requirePrecision(Precision asked, Device on) {
        if (!on.supports(asked)) {
            String others = Arrays.stream(Precision.values()).filter(on::supports).map(Precision::toString)
                    .collect(Collectors.joining(" or "));
            throw new DeviceException("device '" + on.name() + "' of backend '" + on.backend() + "' cannot compute in " + asked
                    + (others.isEmpty() ? "" : "; use --precision " + others));
        }
    }
}
