package org.loligo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.loligo.cli.experiment.AsRun;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.InputException;
import org.loligo.cli.experiment.Output;
import org.loligo.cli.experiment.Place;
import org.loligo.cli.experiment.Setting;
import org.loligo.io.CheckpointFolder;
import org.loligo.io.NpySink;
import org.loligo.io.SonataSink;
import org.loligo.io.ZarrSink;
import org.loligo.runtime.Checkpoint;
import org.loligo.runtime.Checkpointing;
import org.loligo.runtime.Device;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.Leg;
import org.loligo.runtime.NonFiniteException;
import org.loligo.runtime.ResumableSink;
import org.loligo.runtime.RunReport;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.StoppedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code loligo run}: nothing is written before the whole experiment is checked and compiled. */
@Command(name = "run", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        description = "Runs an experiment. The last line of the output is a summary in JSON.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  loligo run examples/feed-forward.yaml",
            "  loligo run examples/feed-forward.yaml --out /tmp/short --set time.stop=50 --set record.0.every=1",
            "  loligo run examples/locust-antennal-lobe.yaml --backend cpu --precision float32 --format npy --overwrite",
            "  loligo run examples/out/locust-antennal-lobe/experiment.yaml --resume",
            "",
            "A run that is stopped by a signal ends with exit code 130 (Ctrl-C), 143 (SIGTERM) or 129 (SIGHUP); --resume goes on with it.",
            "A second signal stops at once; what was computed since the last checkpoint is then computed again."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ExperimentOptions options;

    @Option(names = "--out", paramLabel = "DIR",
            description = "the folder to write, not there yet unless --resume or --overwrite; relative to the working directory")
    private Path out;

    @Option(names = "--format", paramLabel = "NAME", split = ",",
            description = "npy, zarr or sonata, in place of the file's; may be repeated")
    private List<String> formats = List.of();

    @Option(names = "--overwrite", description = "replace the folder if it is there and holds a run of Loligo")
    private boolean overwrite;

    @Option(names = "--resume", description = "go on with the run in the folder where its last checkpoint stands, or at the start if it has"
            + " none; FILE may be the experiment.yaml in it, and --out is then not needed. The files are the same, bit for bit, as if it"
            + " had never stopped, on the same device with the same schedule")
    private boolean resume;

    @Option(names = "--checkpoint", paramLabel = "TIME", converter = TimeSpan.class, defaultValue = "60s",
            description = "how often to write a checkpoint, as in 5min, or never (the default is 60s; less often where they are large)."
                    + " One is also written when the run is stopped by Ctrl-C or SIGTERM, and when the device fails")
    private Duration checkpoint;

    @Option(names = "--dry-run", description = "print the network's sizes and the memory plan; run nothing and write nothing")
    private boolean dryRun;

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        ExperimentFile file = options.read(formatSettings());
        RunFolder folder = folder(file);
        if (resume && folder.isFinished(file)) {
            err.println("loligo: the run in '" + folder.path() + "' is finished, there is nothing to resume");
            spec.commandLine().getOut().print(folder.readRecord());
            return Main.DONE;
        }
        Optional<CheckpointFolder.Found> found = resume ? folder.checkpoints().newest() : Optional.empty();
        Optional<Leg> before = found.map(f -> f.checkpoint().legs().getLast());
        Device device = options.device(before, err, quiet);
        try (Simulation simulation = options.prepare(file, device, before)) {
            if (file.output().formats().contains(Output.Format.SONATA)) {
                InputException.at(Place.of(options.file().toString()), () -> SonataSink.checked(simulation.layout()));
            }
            // the last that can be refused is what the device cannot compile and what does not fit the memory
            String plan = simulation.plan();
            if (dryRun) {
                spec.commandLine().getOut().print(NetworkPage.of(file) + plan);
                return Main.DONE;
            }
            simulation.load();
            if (found.isPresent()) {
                resumeFrom(found.get(), folder, simulation, err);
            } else {
                if (resume) {
                    err.println("loligo: there is no checkpoint in '" + folder.path() + "', so the run begins at the start");
                }
                folder.create(file, RunRecord.unfinished(file, device, folder.path()));
            }
            return simulate(simulation, file, found.map(CheckpointFolder.Found::checkpoint), folder, err);
        }
    }

    private RunFolder folder(ExperimentFile file) throws IOException {
        if (resume && overwrite) {
            throw new InputException("--resume keeps what is there and --overwrite replaces it; give one of them");
        }
        RunFolder.Existing existing = overwrite ? RunFolder.Existing.REPLACE
                : resume ? RunFolder.Existing.RESUME : dryRun ? RunFolder.Existing.IGNORE : RunFolder.Existing.REFUSE;
        Path besides = options.file().toAbsolutePath().getParent();
        RunFolder folder = out != null ? RunFolder.at("--out", out, existing)
                : resume && RunFolder.holdsRun(besides) ? RunFolder.at("--resume", besides, existing)
                : RunFolder.at("output.directory", file.output().directory(), existing);
        if (overwrite) {
            folder.requireSpares(options.file(), file.inputs());
        }
        return folder;
    }

    private static void resumeFrom(CheckpointFolder.Found found, RunFolder folder, Simulation simulation, PrintWriter err)
            throws IOException {
        Checkpoint checkpoint = found.checkpoint();
        found.refused().forEach(reason -> err.println("loligo: the checkpoint " + reason + "; the one before it is used"));
        double reached = simulation.layout().time().time(checkpoint.step());
        Leg before = checkpoint.legs().getLast();
        Leg now = simulation.leg(checkpoint.step());
        err.println("loligo: going on at " + reached + " ms" + (now.computesLike(before) ? "" : " with " + inWords(now) + ", after "
                + inWords(before) + ": the numbers agree with those of a run without a break within rounding, not bit for bit"));
        err.flush();
        folder.checkpoints().dropBeyond(checkpoint.step());
    }

    private static String inWords(Leg leg) {
        return leg.backend() + " '" + leg.device() + "' (" + leg.schedule() + ", width " + leg.width() + ")";
    }

    private int simulate(Simulation simulation, ExperimentFile file, Optional<Checkpoint> from, RunFolder folder, PrintWriter err)
            throws IOException {
        SpikeCounts counts = new SpikeCounts();
        List<ResumableSink> sinks = new ArrayList<>(List.of(counts));
        if (file.output().formats().contains(Output.Format.NPY)) {
            sinks.add(new NpySink(folder.path()));
        }
        if (file.output().formats().contains(Output.Format.ZARR)) {
            sinks.add(new ZarrSink(folder.path(), file.sweep().columns()));
        }
        if (file.output().formats().contains(Output.Format.SONATA)) {
            sinks.add(new SonataSink(folder.path()));
        }
        RunReport report;
        try (StopSignals signals = new StopSignals(err)) {
            try (RunProgress progress = RunProgress.on(err, quiet, simulation.layout(), file.experiment().network().neurons())) {
                report = simulation.run(sinks, progress,
                        new Checkpointing(AsRun.hash(file), folder.checkpoints(), checkpoint, from, signals::stop));
            } catch (RuntimeException | IOException | OutOfMemoryError e) {
                // the samples up to here are good and stay, with a record of why there are no more
                String sentence = Main.sentence(e) + valuesOfInstance(e, file);
                try {
                    folder.writeRecord(RunRecord.failed(file, simulation.device(), folder.path(), sentence));
                } catch (IOException full) {
                    e.addSuppressed(full);
                }
                String again = "; './loligo run " + folder.path().resolve(RunFolder.EXPERIMENT) + " --resume' goes on ";
                switch (e) {
                    case StoppedException _ -> {
                        err.println("loligo: " + e.getMessage() + again + "from there");
                        return signals.exitCode();
                    }
                    case DeviceException _ -> {
                        err.println("loligo: " + e.getMessage() + again + "with it");
                        return Main.FAILED;
                    }
                    case NonFiniteException _ -> {
                        err.println("loligo: " + sentence);
                        return Main.FAILED;
                    }
                    default -> throw e;
                }
            }
        }
        if (SummaryTable.isWanted(file)) {
            folder.write("summary.csv", SummaryTable.text(file, counts, report.summaries()));
        }
        Map<String, Object> record = RunRecord.finished(report, folder.path());
        folder.writeRecord(record);
        folder.checkpoints().delete();
        spec.commandLine().getOut().println(JsonLine.text(record));
        return Main.DONE;
    }

    /** What a sweep gave the instance that a failure is about. */
    private static String valuesOfInstance(Throwable failure, ExperimentFile file) {
        if (!(failure instanceof NonFiniteException e) || e.instance().isEmpty() || file.sweep().columns().isEmpty()) {
            return "";
        }
        int instance = e.instance().getAsInt();
        return "; instance " + instance + " has " + file.sweep().columns().entrySet().stream()
                .map(column -> column.getKey() + " = " + column.getValue()[instance]).collect(Collectors.joining(", "));
    }

    private List<Setting> formatSettings() {
        if (formats.isEmpty()) {
            return List.of();
        }
        Place place = Place.of("--format " + String.join(",", formats));
        List<String> quoted = formats.stream().map(f -> "'" + f.replace("'", "''") + "'").toList();
        return List.of(new Setting(place, "output.formats", quoted.toString()));
    }
}
