package org.loligo.cli.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.loligo.codegen.Tableau;
import org.loligo.model.Names;
import org.loligo.model.Network;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.Stimulus;
import org.loligo.model.Summary;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Experiment;

/**
 * An experiment file, read and checked.
 *
 * @param experiment what runs
 * @param output     where its results go
 * @param sweep      what differs between instances
 * @param inputs     the files it names
 * @param tree       what is written, settings of the command line included
 */
public record ExperimentFile(Experiment experiment, Output output, Sweep sweep, Inputs inputs, Tree.Mapping tree) {
    /** The keys of the file, in the order they are written. */
    static final List<String> KEYS = List.of("name", "time", "integrator", "precision", "seed", "populations", "projections", "stimuli",
            "record", "summarise", "sweep", "output", "inputs");

    /**
     * Reads a file.
     *
     * @param file     the file
     * @param settings what the command line changes in it, in order
     * @throws InputException for the first mistake in it
     */
    public static ExperimentFile read(Path file, List<Setting> settings) {
        Tree tree = tree(file);
        for (Setting setting : settings) {
            tree = setting.apply(tree);
        }
        if (tree instanceof Tree.Scalar scalar && scalar.isNull()) {
            throw new InputException(tree.place(), "the file is empty, expected an experiment with the keys time and populations");
        }
        return bind(file.toAbsolutePath().normalize(), Section.of(tree, "an experiment", KEYS));
    }

    /** What is written in a file. */
    static Tree tree(Path file) {
        return YamlReader.read(file.toString(), text(file));
    }

    private static ExperimentFile bind(Path file, Section root) {
        Path base = file.getParent();
        Inputs inputs = new Inputs(base, root);
        String name = root.get("name").map(ExperimentFile::name).orElseGet(() -> defaultName(file));
        TimeGrid time = TimeSection.read(root.require("time", "{start: 0, stop: …, step: …} or {grid: t.npy}"), inputs);
        Tableau integrator = root.get("integrator").map(ExperimentFile::integrator).orElse(Tableau.RK4);
        Precision precision = root.get("precision").map(ExperimentFile::precision).orElse(Precision.FLOAT64);
        long seed = root.get("seed").map(s -> s.integer("a seed", Long.MIN_VALUE, Long.MAX_VALUE)).orElse(1L);
        Sweep sweep = root.get("sweep").map(s -> Sweep.read(s, inputs, seed)).orElseGet(() -> Sweep.none(seed));
        ValueForm form = new ValueForm(inputs);
        List<Population> populations = Populations.read(root.require("populations", "at least one population of neurons"), form, sweep);
        List<Projection> projections = root.get("projections").map(p -> Projections.read(p, populations, inputs, form, sweep))
                .orElse(List.of());
        List<Stimulus> stimuli = root.get("stimuli").map(new Stimuli(populations, time, inputs, form, sweep)::read).orElse(List.of());
        sweep.requireAllUsed();
        List<Recording> recordings = root.get("record").map(new Records(populations, projections, time, inputs)::read).orElse(List.of());
        if (root.has("summarise") && sweep.summarise().isPresent()) {
            throw sweep.summarise().get().refuse("'summarise' stands both here and beside 'sweep', expected one list");
        }
        List<Summary> summaries = root.get("summarise").or(sweep::summarise)
                .map(new Summaries(populations, projections, time)::read).orElse(List.of());
        Output output = Output.read(root.get("output"), base, name);
        Network network = InputException.at(root.node().place(), () -> new Network(populations, projections, stimuli));
        Experiment experiment = new Experiment(name, network, time, integrator, precision, seed, sweep.instances(), recordings,
                summaries, sweep.given());
        return new ExperimentFile(experiment, output, sweep, inputs, root.node());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InputException("cannot read the experiment file '" + file + "': "
                    + (Files.isDirectory(file) ? "it is a folder" : Inputs.reason(e)));
        }
    }

    /** The name also names files in the output. */
    private static String name(Tree node) {
        String name = node.text("a name");
        if (!name.matches("[\\p{L}\\p{N}][^/\\\\\\p{Cntrl}]{0,100}")) {
            throw node.refuse("'" + name + "' is not a name for an experiment; expected a letter or digit first, and no slashes");
        }
        return name;
    }

    private static String defaultName(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "").replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceFirst("^[._-]+", "");
        return name.isEmpty() ? "experiment" : name;
    }

    private static Tableau integrator(Tree node) {
        String name = node.text("an integrator");
        return Tableau.named(name).orElseThrow(() -> node.refuse("'" + name + "' is not an integrator"
                + Names.suggestion(name, Tableau.ALL.stream().map(Tableau::name).toList())));
    }

    private static Precision precision(Tree node) {
        String name = node.oneOf("a precision", Arrays.stream(Precision.values()).map(Precision::toString).toList());
        return Optional.of(Precision.FLOAT32).filter(p -> p.toString().equals(name)).orElse(Precision.FLOAT64);
    }
}
