package org.loligo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.cli.experiment.InputException;
import org.loligo.cli.experiment.Output;
import org.loligo.cli.experiment.Place;
import org.loligo.cli.experiment.Setting;
import org.loligo.io.NpySink;
import org.loligo.io.SonataSink;
import org.loligo.io.ZarrSink;
import org.loligo.runtime.Device;
import org.loligo.runtime.RunReport;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.Sink;
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
            "  loligo run examples/locust-antennal-lobe.yaml --backend cpu --precision float32 --format npy --overwrite"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ExperimentOptions options;

    @Option(names = "--out", paramLabel = "DIR", description = "the folder to write, not there yet; relative to the working directory")
    private Path out;

    @Option(names = "--format", paramLabel = "NAME", split = ",",
            description = "npy, zarr or sonata, in place of the file's; may be repeated")
    private List<String> formats = List.of();

    @Option(names = "--overwrite", description = "replace the folder if it is there and holds a run of Loligo")
    private boolean overwrite;

    @Option(names = "--resume", description = "go on with a run that was stopped (not supported yet)")
    private boolean resume;

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (resume) {
            throw new InputException("--resume is not supported yet; run again with another --out, or with --overwrite");
        }
        PrintWriter err = spec.commandLine().getErr();
        ExperimentFile file = options.read(formatSettings());
        RunFolder folder = out == null
                ? RunFolder.at("output.directory", file.output().directory(), overwrite) : RunFolder.at("--out", out, overwrite);
        folder.requireSpares(options.file(), file.inputs());
        Device device = options.device(err, quiet);
        try (Simulation simulation = options.prepare(file, device)) {
            if (file.output().formats().contains(Output.Format.SONATA)) {
                InputException.at(Place.of(options.file().toString()), () -> SonataSink.checked(simulation.layout()));
            }
            // the last that can be refused is what the device cannot compile and what does not fit the memory
            simulation.plan();
            simulation.load();
            folder.create(file, RunRecord.unfinished(file, device, folder.path()));
            return simulate(simulation, file, device, folder, err);
        }
    }

    private int simulate(Simulation simulation, ExperimentFile file, Device device, RunFolder folder, PrintWriter err)
            throws IOException {
        SpikeCounts counts = new SpikeCounts();
        List<Sink> sinks = new ArrayList<>(List.of(counts));
        if (file.output().formats().contains(Output.Format.NPY)) {
            sinks.add(new NpySink(folder.path()));
        }
        if (file.output().formats().contains(Output.Format.ZARR)) {
            sinks.add(new ZarrSink(folder.path()));
        }
        if (file.output().formats().contains(Output.Format.SONATA)) {
            sinks.add(new SonataSink(folder.path()));
        }
        RunReport report;
        try (RunProgress progress = RunProgress.on(err, quiet)) {
            report = simulation.run(sinks, progress);
        } catch (RuntimeException | IOException | OutOfMemoryError e) {
            // the samples up to here are good and stay, with a record of why there are no more
            folder.writeRecord(RunRecord.failed(file, device, folder.path(), Main.sentence(e)));
            throw e;
        }
        if (file.sweep().given()) {
            folder.write("summary.csv", SweepSummary.text(file, counts));
        }
        Map<String, Object> record = RunRecord.finished(report, folder.path());
        folder.writeRecord(record);
        spec.commandLine().getOut().println(JsonLine.text(record));
        return Main.DONE;
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
