package org.loligo.cli.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.loligo.model.Names;
import org.loligo.model.TimeGrid;
import org.loligo.model.Unit;
import org.loligo.model.Value;

/**
 * The section {@code sweep}: how many instances of the network run side by side, and which values differ between them. Grids multiply, the
 * first one varying slowest, and {@code instances} repeats each point of the grids. Other values are listed, or drawn for each instance
 * from the seed, by a {@link Design}.
 */
public final class Sweep {
    /** The ways to write what a value is in each instance. */
    static final List<String> FORMS = Stream.concat(Stream.of("grid", "values", "file"), Distribution.FORMS.stream()).toList();
    /** How far the points of a grid may be off, of 1 or their size. */
    private static final double ROUNDING = 1e-12;

    private final boolean given;
    private final int instances;
    private final Design design;
    private final long seed;
    private final SequencedMap<String, Axis> axes;
    private final Optional<Tree> summarise;
    private final Map<String, double[]> columns = new HashMap<>();
    private final List<String> paths = new ArrayList<>();

    private Sweep(boolean given, int instances, Design design, long seed, SequencedMap<String, Axis> axes, Optional<Tree> summarise) {
        this.given = given;
        this.instances = instances;
        this.design = design;
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

        /** Values of a distribution, the {@code index}-th of those that are drawn. */
        record Drawn(Place place, Tree body, String form, int index) implements Axis {}

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
        return new Sweep(false, 1, Design.RANDOM, seed, new LinkedHashMap<>(), Optional.empty());
    }

    /** Reads the section. */
    static Sweep read(Tree node, Inputs inputs, long seed) {
        Section section = Section.of(node, "a sweep", "instances", "design", "values", "summarise");
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
        Design design = section.get("design").map(d -> design(d, axes.values())).orElse(Design.RANDOM);
        return new Sweep(true, (int) total, design, seed, axes, section.get("summarise"));
    }

    private static Design design(Tree node, Collection<Axis> axes) {
        Design design = Design.named(node.oneOf("a design", Design.names()));
        long drawn = drawn(axes);
        if (design != Design.RANDOM && drawn == 0) {
            throw node.refuse("'" + design + "' spreads values that are drawn, and none is; expected one of "
                    + String.join(", ", Distribution.FORMS) + " in 'values'");
        }
        if (design == Design.SOBOL && drawn > Design.MOST_SOBOL_AXES) {
            throw node.refuse("Sobol's sequence is known for " + Design.MOST_SOBOL_AXES + " values at most, and " + drawn + " are drawn");
        }
        return design;
    }

    private static long drawn(Collection<Axis> axes) {
        return axes.stream().filter(a -> a instanceof Axis.Drawn).count();
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
                case "values" -> {
                    body.items("numbers, one for each instance");
                    yield new Axis.Listed(entry.place(), body);
                }
                case "file" -> {
                    Table table = inputs.table(body, "a .csv file with a row for each instance");
                    int column = table.header().size() == 1 ? 0 : table.header().indexOf(path);
                    if (column < 0) {
                        throw body.refuse("the file has the columns " + String.join(", ", table.header()) + ", expected one of the name '"
                                + path + "'");
                    }
                    yield new Axis.Column(entry.place(), table, column);
                }
                default -> new Axis.Drawn(entry.place(), body, form, (int) drawn(axes.values()));
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

    /** How values that are drawn are spread. */
    Design design() {
        return design;
    }

    /** The values of each swept path, by instance, in the order in which the paths are written. */
    public SequencedMap<String, double[]> columns() {
        SequencedMap<String, double[]> written = new LinkedHashMap<>();
        axes.keySet().stream().filter(columns::containsKey).forEach(path -> written.put(path, columns.get(path)));
        return Collections.unmodifiableSequencedMap(written);
    }

    /** The value at a path, if it is swept; asked for each value that may be. */
    Optional<Value> value(String path, Unit unit) {
        return values(path, unit).map(Value.PerInstance::new);
    }

    private Optional<double[]> values(String path, Unit unit) {
        paths.add(path);
        Axis axis = axes.get(path);
        if (axis == null) {
            return Optional.empty();
        }
        double[] values = switch (axis) {
            case Axis.Grid grid -> {
                double[] points = grid(grid, unit);
                double[] repeated = new double[instances];
                Arrays.setAll(repeated, i -> points[i / grid.repeats() % grid.points()]);
                yield repeated;
            }
            case Axis.Drawn drawn -> Arrays.stream(design.positions(path, drawn.index(), instances, seed))
                    .map(Distribution.read(drawn.form(), drawn.body(), unit)::at).toArray();
            case Axis.Listed listed -> listed.body().items("numbers").stream()
                    .mapToDouble(v -> Quantity.number(v, unit, "a number")).toArray();
            case Axis.Column column -> column.table().rows().stream().mapToDouble(r -> r.number(column.column(), path)).toArray();
        };
        columns.put(path, values);
        return Optional.of(values);
    }

    /**
     * The times at a path, if it is swept, at which something switches: the starts of steps on a uniform grid. What is drawn is rounded to
     * them.
     */
    Optional<Value> edges(String path, TimeGrid grid) {
        return values(path, Unit.MILLISECOND).map(drawn -> {
            Axis axis = axes.get(path);
            double[] times = Arrays.stream(drawn).map(t -> {
                if (!Double.isFinite(t)) {
                    throw new InputException(axis.place(), "sweep.values: '" + path + "' has a time that is not finite");
                }
                BigDecimal time = BigDecimal.valueOf(t);
                BigDecimal edge = TimeSection.nearestEdge(time, grid);
                // the points between the ends of a grid are rounded
                if (!(axis instanceof Axis.Drawn) && Math.abs(edge.subtract(time).doubleValue()) > ROUNDING * Math.max(1, Math.abs(t))) {
                    throw new InputException(axis.place(), "sweep.values: '" + path + "' " + TimeSection.noEdge(time, grid));
                }
                return edge.doubleValue();
            }).toArray();
            columns.put(path, times);
            return new Value.PerInstance(times);
        });
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
    void requireAllUsed() {
        axes.forEach((path, axis) -> {
            if (!columns.containsKey(path)) {
                throw new InputException(axis.place(), "sweep.values: '" + path + "' " + whyNot(path));
            }
        });
    }

    private String whyNot(String path) {
        if (path.contains(".connectivity")) {
            return "cannot be swept, for all instances share their connectivity; run the experiment for each, as with --set seed=2";
        }
        return "is not the path of a value" + Names.suggestion(path, paths);
    }
}
