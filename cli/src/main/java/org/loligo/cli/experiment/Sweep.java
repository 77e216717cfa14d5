package org.loligo.cli.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.loligo.model.Names;
import org.loligo.model.Philox;
import org.loligo.model.Unit;
import org.loligo.model.Value;

/**
 * The section {@code sweep}: how many instances of the network run side by side, and which values differ between them. Grids multiply, the
 * first one varying slowest, and {@code instances} repeats each point of the grids. Random values are drawn for each instance, from the
 * seed.
 */
public final class Sweep {
    private static final List<String> FORMS = List.of("grid", "uniform", "normal", "values", "file");

    private final boolean given;
    private final int instances;
    private final long seed;
    private final SequencedMap<String, Axis> axes;
    private final Optional<Tree> summarise;
    private final SequencedMap<String, double[]> columns = new LinkedHashMap<>();

    private Sweep(boolean given, int instances, long seed, SequencedMap<String, Axis> axes, Optional<Tree> summarise) {
        this.given = given;
        this.instances = instances;
        this.seed = seed;
        this.axes = axes;
        this.summarise = summarise;
    }

    /** A value that differs between instances. */
    private sealed interface Axis {
        Place place();

        /** How many instances it is written out for, or 0 when any number will do. */
        default int rows() {
            return 0;
        }

        /** Points from {@code body}'s first number to its second, each of {@code repeats} consecutive instances. */
        record Grid(Place place, Tree body, int points, int repeats) implements Axis {}

        record Random(Place place, Tree body, boolean normal) implements Axis {}

        record Listed(Place place, Tree body) implements Axis {
            @Override
            public int rows() {
                return ((Tree.Sequence) body).items().size();
            }
        }

        record Column(Place place, Table table, int column) implements Axis {
            @Override
            public int rows() {
                return table.rows().size();
            }
        }
    }

    /** No sweep: one instance. */
    static Sweep none(long seed) {
        return new Sweep(false, 1, seed, new LinkedHashMap<>(), Optional.empty());
    }

    /** Reads the section. */
    static Sweep read(Tree node, Inputs inputs, long seed) {
        Section section = Section.of(node, "a sweep", "instances", "values", "summarise");
        SequencedMap<String, Axis> axes = new LinkedHashMap<>();
        section.get("values").ifPresent(v -> readAxes(v, axes, inputs));
        Optional<Long> repeats = section.get("instances").map(n -> n.integer("the number of instances", 1, Integer.MAX_VALUE));
        long points = 1;
        for (Axis axis : axes.values()) {
            points *= axis instanceof Axis.Grid grid ? grid.points() : 1;
            if (points > Integer.MAX_VALUE) {
                throw node.refuse("has more instances than can be counted, " + Integer.MAX_VALUE + " at most");
            }
        }
        int rows = axes.values().stream().mapToInt(Axis::rows).max().orElse(0);
        long total = points * repeats.orElse(points == 1 && rows > 0 ? (long) rows : 1L);
        if (total > Integer.MAX_VALUE) {
            throw node.refuse("has " + total + " instances, " + Integer.MAX_VALUE + " at most");
        }
        axes.forEach((path, axis) -> {
            if (axis instanceof Axis.Listed || axis instanceof Axis.Column) {
                if (axis.rows() != total) {
                    throw new InputException(axis.place(), path + ": has " + axis.rows() + (axis.rows() == 1 ? " value" : " values")
                            + ", expected one for each of the " + total + " instances");
                }
            }
        });
        // the first grid varies slowest, so a point of it lasts for all points of the later ones
        long remaining = total;
        for (var entry : axes.entrySet()) {
            if (entry.getValue() instanceof Axis.Grid g) {
                remaining /= g.points();
                entry.setValue(new Axis.Grid(g.place(), g.body(), g.points(), (int) remaining));
            }
        }
        return new Sweep(true, (int) total, seed, axes, section.get("summarise"));
    }

    private static void readAxes(Tree node, SequencedMap<String, Axis> axes, Inputs inputs) {
        Section.mapping(node, "a section with the paths of values").entries().forEach((path, entry) -> {
            if (path.equals("file")) {
                Table table = inputs.table(entry.value(), "a .csv file with a column for each path and a row for each instance");
                for (int c = 0; c < table.header().size(); c++) {
                    add(axes, table.header().get(c), new Axis.Column(new Place(table.file(), 1, 0), table, c));
                }
                return;
            }
            Section section = Section.of(entry.value(), "a swept value", FORMS);
            String form = section.choice(FORMS);
            Tree body = section.get(form).orElseThrow();
            add(axes, path, switch (form) {
                case "grid" -> {
                    List<Tree> items = body.items("two numbers and a count");
                    if (items.size() != 3) {
                        throw body.refuse("expected [from, to, number of points], got " + items.size()
                                + (items.size() == 1 ? " number" : " numbers"));
                    }
                    yield new Axis.Grid(entry.place(), body,
                            (int) items.get(2).integer("the number of points", 1, Integer.MAX_VALUE), 1);
                }
                case "uniform", "normal" -> new Axis.Random(entry.place(), body, form.equals("normal"));
                case "values" -> {
                    body.items("numbers, one for each instance");
                    yield new Axis.Listed(entry.place(), body);
                }
                default -> {
                    Table table = inputs.table(body, "a .csv file with a row for each instance");
                    int column = table.header().size() == 1 ? 0 : table.header().indexOf(path);
                    if (column < 0) {
                        throw body.refuse("the file has the columns " + String.join(", ", table.header()) + ", expected one of the name '"
                                + path + "'");
                    }
                    yield new Axis.Column(entry.place(), table, column);
                }
            });
        });
    }

    private static void add(SequencedMap<String, Axis> axes, String path, Axis axis) {
        if (axes.putIfAbsent(path, axis) != null) {
            throw new InputException(axis.place(), path + ": is swept twice");
        }
    }

    /** Whether the experiment has this section, be it for one instance only. */
    public boolean given() {
        return given;
    }

    /** The list of summaries, where it stands in this section. */
    Optional<Tree> summarise() {
        return summarise;
    }

    /** How many instances run. */
    public int instances() {
        return instances;
    }

    /** The values of each swept path, by instance. */
    public SequencedMap<String, double[]> columns() {
        return Collections.unmodifiableSequencedMap(columns);
    }

    /** The value at a path, if it is swept. */
    Optional<Value> value(String path, Unit unit) {
        Axis axis = axes.get(path);
        if (axis == null) {
            return Optional.empty();
        }
        double[] values = switch (axis) {
            case Axis.Grid grid -> {
                double[] points = grid(grid, unit);
                yield fill(i -> points[i / grid.repeats() % grid.points()]);
            }
            case Axis.Random random when random.normal() -> {
                ValueForm.Normal normal = ValueForm.normal(random.body(), unit);
                yield fill(i -> normal.mean() + normal.standardDeviation() * Philox.stream(seed, i, "sweep." + path).normal(0));
            }
            case Axis.Random random -> {
                double[] ends = ValueForm.interval(random.body(), unit);
                yield fill(i -> ends[0] + (ends[1] - ends[0]) * Philox.stream(seed, i, "sweep." + path).uniform(0));
            }
            case Axis.Listed listed -> listed.body().items("numbers").stream()
                    .mapToDouble(v -> Quantity.number(v, unit, "a number")).toArray();
            case Axis.Column column -> column.table().rows().stream().mapToDouble(r -> r.number(column.column(), path)).toArray();
        };
        columns.put(path, values);
        return Optional.of(new Value.PerInstance(values));
    }

    private double[] fill(java.util.function.IntToDoubleFunction valueOf) {
        double[] values = new double[instances];
        Arrays.setAll(values, valueOf);
        return values;
    }

    private static double[] grid(Axis.Grid grid, Unit unit) {
        List<Tree> items = ((Tree.Sequence) grid.body()).items();
        double from = Quantity.number(items.get(0), unit, "a number");
        double to = Quantity.number(items.get(1), unit, "a number");
        double[] points = new double[grid.points()];
        Arrays.setAll(points, i -> i == 0 ? from : i == points.length - 1 ? to : from + i * ((to - from) / (points.length - 1)));
        return points;
    }

    /** Refuses paths that no value was read for. */
    void requireAllUsed(Collection<String> valid) {
        List<String> unused = new ArrayList<>(axes.keySet());
        unused.removeAll(columns.keySet());
        for (String path : unused) {
            boolean later = path.startsWith("stimuli") || path.contains(".connectivity") || path.contains("weight");
            throw new InputException(axes.get(path).place(), "sweep.values: '" + path + "' " + (later
                    ? "cannot be swept yet; what can are populations.NAME.parameters and .initial, projections.NAME.parameters and .initial"
                    : "is not the path of a value" + Names.suggestion(path, valid)));
        }
    }
}
