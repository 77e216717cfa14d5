package org.loligo.cli.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.loligo.expr.Printer;
import org.loligo.model.Parameter;
import org.loligo.model.Population;
import org.loligo.model.Projection;
import org.loligo.model.State;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Experiment;

/** An experiment as it was run: everything written out, so that later defaults cannot change it, and its inputs held to their hashes. */
public final class AsRun {
    private static final Place NOWHERE = Place.of("");

    private final ExperimentFile file;
    private final Path folder;

    private AsRun(ExperimentFile file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /**
     * The text of an experiment file that stands in {@code folder} and runs the same.
     *
     * @param folder the real path of the folder, so that relative paths from it hold
     */
    public static String text(ExperimentFile file, Path folder) {
        return YamlWriter.write(new AsRun(file, folder).tree());
    }

    private Tree tree() {
        Experiment experiment = file.experiment();
        SequencedMap<String, Tree.Entry> root = new LinkedHashMap<>();
        for (String key : ExperimentFile.KEYS) {
            Tree written = file.tree().entries().containsKey(key) ? relocate(file.tree().entries().get(key).value()) : null;
            Tree value = switch (key) {
                case "name" -> scalar(experiment.name());
                case "integrator" -> scalar(experiment.integrator().name());
                case "precision" -> scalar(experiment.precision().toString());
                case "seed" -> scalar(Long.toString(experiment.seed()));
                case "time" -> experiment.time() instanceof TimeGrid.Uniform u
                        ? fill(written, List.of(Map.entry("start", u.start().toString()))) : written;
                case "populations" -> populations((Tree.Mapping) written);
                case "projections" -> isGiven(written) ? projections((Tree.Mapping) written) : null;
                case "record" -> isGiven(written) ? records((Tree.Sequence) written) : null;
                case "summarise" -> isGiven(written) ? summaries((Tree.Sequence) written) : null;
                case "sweep" -> isGiven(written) ? sweep((Tree.Mapping) written) : null;
                // the folder is where this file stands
                case "output" -> mapping(Map.of("formats", formats()));
                case "inputs" -> file.inputs().hashes().isEmpty() ? null : inputs();
                default -> isGiven(written) ? written : null;
            };
            if (value != null) {
                root.put(key, new Tree.Entry(NOWHERE, value));
            }
        }
        return new Tree.Mapping(NOWHERE, "", root);
    }

    private Tree formats() {
        return new Tree.Sequence(NOWHERE, "", Stream.of(Output.Format.values()).filter(file.output().formats()::contains)
                .<Tree>map(f -> scalar(f.toString())).toList());
    }

    private static boolean isGiven(Tree tree) {
        return tree != null && !(tree instanceof Tree.Scalar s && s.isNull());
    }

    private Tree populations(Tree.Mapping written) {
        Tree.Mapping filled = written;
        for (Population p : file.experiment().network().populations()) {
            filled = filled.with(p.name(), NOWHERE, defaults(written.entries().get(p.name()).value(), p.model().parameters(),
                    p.model().states()));
        }
        return filled;
    }

    private Tree projections(Tree.Mapping written) {
        Tree.Mapping filled = written;
        for (Projection p : file.experiment().network().projections()) {
            Tree.Mapping section = defaults(written.entries().get(p.name()).value(), p.model().parameters(), p.model().states());
            Tree connectivity = fill(section.entries().get("connectivity").value(), List.of(Map.entry("self", "false"),
                    Map.entry("storage", p.storage().toString())));
            filled = filled.with(p.name(), NOWHERE, section.with("connectivity", NOWHERE, connectivity));
        }
        return filled;
    }

    private static Tree.Mapping defaults(Tree written, List<Parameter> parameters, List<State> states) {
        Tree.Mapping section = (Tree.Mapping) written;
        Tree.Entry givenParameters = section.entries().get("parameters");
        Tree.Entry givenStates = section.entries().get("initial");
        return section
                .with("parameters", NOWHERE, fill(givenParameters == null ? null : givenParameters.value(),
                        parameters.stream().map(p -> Map.entry(p.name(), Printer.number(p.defaultValue()))).toList()))
                .with("initial", NOWHERE, fill(givenStates == null ? null : givenStates.value(),
                        states.stream().map(s -> Map.entry(s.name(), Printer.number(s.initial()))).toList()));
    }

    private Tree records(Tree.Sequence written) {
        String step = file.experiment().time() instanceof TimeGrid.Uniform u ? u.step().toString() : "1";
        return new Tree.Sequence(NOWHERE, "", written.items().stream()
                .map(i -> ((Tree.Mapping) i).entries().containsKey("spikes") ? i : fill(i, List.of(Map.entry("every", step)))).toList());
    }

    private Tree sweep(Tree.Mapping written) {
        Tree.Entry summarise = written.entries().get("summarise");
        return summarise != null && isGiven(summarise.value())
                ? written.with("summarise", NOWHERE, summaries((Tree.Sequence) summarise.value())) : written;
    }

    private Tree summaries(Tree.Sequence written) {
        TimeGrid time = file.experiment().time();
        return new Tree.Sequence(NOWHERE, "", written.items().stream().<Tree>map(i -> fill(i, List.of(
                Map.entry("from", time.exactTime(0).toPlainString()), Map.entry("to", time.exactTime(time.steps()).toPlainString()),
                Map.entry("per", ((Tree.Mapping) i).entries().containsKey("population") ? "population" : "projection")))).toList());
    }

    private Tree inputs() {
        Map<String, Tree> hashes = new LinkedHashMap<>();
        file.inputs().hashes().forEach((path, hash) -> hashes.put(fromFolder(path), scalar(hash)));
        return mapping(hashes);
    }

    /** The section with missing values added. */
    private static Tree.Mapping fill(Tree written, List<Map.Entry<String, String>> values) {
        Tree.Mapping filled = isGiven(written) ? (Tree.Mapping) written : new Tree.Mapping(NOWHERE, "", new LinkedHashMap<>());
        for (Map.Entry<String, String> value : values) {
            Tree.Entry old = filled.entries().get(value.getKey());
            if (old == null || !isGiven(old.value())) {
                filled = filled.with(value.getKey(), NOWHERE, scalar(value.getValue()));
            }
        }
        return filled;
    }

    /** The tree with the paths of input files made to work from the folder. */
    private Tree relocate(Tree tree) {
        return switch (tree) {
            case Tree.Mapping m -> {
                Tree.Mapping moved = m;
                for (var entry : m.entries().entrySet()) {
                    moved = moved.with(entry.getKey(), NOWHERE, relocate(entry.getValue().value()));
                }
                yield moved;
            }
            case Tree.Sequence s -> new Tree.Sequence(s.place(), s.path(), s.items().stream().map(this::relocate).toList());
            case Tree.Scalar s -> file.inputs().opened().get(s.path()) instanceof Path input
                    ? new Tree.Scalar(NOWHERE, s.path(), fromFolder(input), true) : s;
        };
    }

    private String fromFolder(Path input) {
        // another drive has no relative path
        boolean sameRoot = input.getRoot().equals(folder.getRoot());
        return (sameRoot ? folder.relativize(input) : input).toString().replace('\\', '/');
    }

    private static Tree mapping(Map<String, Tree> values) {
        SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> entries.put(key, new Tree.Entry(NOWHERE, value)));
        return new Tree.Mapping(NOWHERE, "", entries);
    }

    private static Tree scalar(String text) {
        return new Tree.Scalar(NOWHERE, "", text, false);
    }
}
