package org.loligo.cli.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
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
    private static final String INPUTS = "inputs";
    private static final String CONTENTS = "sha256:";

    private final ExperimentFile file;
    private final Function<Path, String> nameOf;

    private AsRun(ExperimentFile file, Function<Path, String> nameOf) {
        this.file = file;
        this.nameOf = nameOf;
    }

    /**
     * The text of an experiment file that stands in {@code folder} and runs the same.
     *
     * @param folder the real path of the folder, so that relative paths from it hold
     */
    public static String text(ExperimentFile file, Path folder) {
        return YamlWriter.write(new AsRun(file, input -> fromFolder(input, folder)).tree());
    }

    /** The SHA-256 of all that decides what a run gives, input files by what they hold and not by where they are. */
    public static String hash(ExperimentFile file) {
        return Inputs.sha256(YamlWriter.write(byContents(file)));
    }

    /**
     * The first key whose value differs between an experiment that was run and one that is to be, with both values, if there is one.
     *
     * @param asRun a file that {@link #text} has written; its inputs need not be where they were
     */
    public static Optional<String> difference(Path asRun, ExperimentFile here) {
        SequencedMap<String, String> written = leaves(ExperimentFile.tree(asRun));
        SequencedMap<String, String> then = new LinkedHashMap<>();
        written.forEach((key, value) -> {
            if (!key.startsWith(INPUTS + ".")) {
                String hash = written.get(INPUTS + "." + value);
                then.put(key, hash == null ? value : CONTENTS + hash);
            }
        });
        SequencedMap<String, String> now = leaves(byContents(here));
        Set<String> keys = new LinkedHashSet<>(then.keySet());
        keys.addAll(now.keySet());
        return keys.stream().filter(k -> !Objects.equals(then.get(k), now.get(k))).findFirst()
                .map(k -> k + " is " + shown(then.get(k)) + " there and " + shown(now.get(k)) + " here");
    }

    private static String shown(String value) {
        return value == null ? "not given" : "'" + (value.length() > 80 ? value.substring(0, 80) + "…" : value) + "'";
    }

    private static Tree byContents(ExperimentFile file) {
        SequencedMap<String, Tree.Entry> root = new LinkedHashMap<>(
                ((Tree.Mapping) new AsRun(file, input -> CONTENTS + file.inputs().hashes().get(input)).tree()).entries());
        root.remove(INPUTS);
        return new Tree.Mapping(NOWHERE, "", root);
    }

    private static SequencedMap<String, String> leaves(Tree tree) {
        SequencedMap<String, String> leaves = new LinkedHashMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    private static void collect(String path, Tree tree, Map<String, String> leaves) {
        String prefix = path.isEmpty() ? "" : path + ".";
        switch (tree) {
            case Tree.Mapping m -> m.entries().forEach((key, entry) -> collect(prefix + key, entry.value(), leaves));
            case Tree.Sequence s -> {
                for (int i = 0; i < s.items().size(); i++) {
                    collect(prefix + i, s.items().get(i), leaves);
                }
            }
            case Tree.Scalar s -> leaves.put(path, s.text());
        }
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
                case INPUTS -> file.inputs().hashes().isEmpty() ? null : inputs();
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
            filled = filled.with(p.name(), NOWHERE, fill(section.with("connectivity", NOWHERE, connectivity),
                    List.of(Map.entry("weight", "1"))));
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
        Tree.Mapping filled = fill(written, List.of(Map.entry("design", file.sweep().design().toString())));
        Tree.Entry summarise = written.entries().get("summarise");
        return summarise != null && isGiven(summarise.value())
                ? filled.with("summarise", NOWHERE, summaries((Tree.Sequence) summarise.value())) : filled;
    }

    private Tree summaries(Tree.Sequence written) {
        TimeGrid time = file.experiment().time();
        return new Tree.Sequence(NOWHERE, "", written.items().stream().<Tree>map(i -> fill(i, List.of(
                Map.entry("from", time.exactTime(0).toPlainString()), Map.entry("to", time.exactTime(time.steps()).toPlainString()),
                Map.entry("per", ((Tree.Mapping) i).entries().containsKey("population") ? "population" : "projection")))).toList());
    }

    private Tree inputs() {
        Map<String, Tree> hashes = new LinkedHashMap<>();
        file.inputs().hashes().forEach((path, hash) -> hashes.put(nameOf.apply(path), scalar(hash)));
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

    /** The tree with the names of input files replaced. */
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
                    ? new Tree.Scalar(NOWHERE, s.path(), nameOf.apply(input), true) : s;
        };
    }

    private static String fromFolder(Path input, Path folder) {
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
