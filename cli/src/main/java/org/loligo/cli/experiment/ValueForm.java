package org.loligo.cli.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.loligo.model.Unit;
import org.loligo.model.Value;

/** The ways to write the values of a parameter or an initial state. */
final class ValueForm {
    private static final List<String> FORMS = List.of("values", "file", "linspace", "normal", "uniform");

    private final Inputs inputs;

    ValueForm(Inputs inputs) {
        this.inputs = inputs;
    }

    /**
     * Reads a value.
     *
     * @param node  where it is written
     * @param unit  the unit of the model
     * @param count how many elements it is for, when that is known already
     */
    Value read(Tree node, Unit unit, OptionalInt count) {
        return read(node, unit, count, false);
    }

    /** Reads a value; {@code never} says whether it is a time that may be "never", which is -inf in a file. */
    Value read(Tree node, Unit unit, OptionalInt count, boolean never) {
        return switch (node) {
            case Tree.Scalar scalar -> new Value.Constant(number(scalar, unit, never));
            case Tree.Sequence list -> throw list.refuse("expected a number, got a list; write {values: [...]} for a number for each");
            case Tree.Mapping mapping -> {
                Section section = Section.of(mapping, "a value", FORMS);
                String form = section.choice(FORMS);
                Tree body = section.get(form).orElseThrow();
                yield switch (form) {
                    case "values" -> {
                        double[] values = body.items("numbers").stream().mapToDouble(v -> number(v, unit, never)).toArray();
                        yield new Value.PerElement(counted(body, values, count));
                    }
                    case "file" -> {
                        double[] given = inputs.vector(body, "a .npy file with one dimension");
                        double[] values = never && Arrays.stream(given).allMatch(t -> t < Double.POSITIVE_INFINITY) ? given
                                : finite(body, given);
                        yield new Value.PerElement(counted(body, values, count));
                    }
                    case "linspace" -> {
                        double[] ends = pair(body, unit);
                        yield new Value.Linspace(ends[0], ends[1]);
                    }
                    case "normal" -> {
                        Normal normal = normal(body, unit);
                        yield new Value.Normal(normal.mean(), normal.standardDeviation());
                    }
                    default -> {
                        double[] ends = interval(body, unit);
                        yield new Value.Uniform(ends[0], ends[1]);
                    }
                };
            }
        };
    }

    private static double number(Tree node, Unit unit, boolean never) {
        return never && node instanceof Tree.Scalar s && s.text().equals("never") ? Double.NEGATIVE_INFINITY
                : Quantity.number(node, unit, "a number");
    }

    /** The two numbers of a normal distribution. */
    record Normal(double mean, double standardDeviation) {}

    /** Reads {@code {mean: m, sd: s}}. */
    static Normal normal(Tree body, Unit unit) {
        Section section = Section.of(body, "a normal distribution", "mean", "sd");
        Tree sd = section.require("sd", "the standard deviation");
        Normal normal = new Normal(Quantity.number(section.require("mean", "the mean"), unit, "the mean"),
                Quantity.number(sd, unit, "the standard deviation"));
        if (normal.standardDeviation() < 0) {
            throw sd.expected("a standard deviation, at least 0");
        }
        return normal;
    }

    /** Reads {@code [a, b]}. */
    static double[] pair(Tree body, Unit unit) {
        List<Tree> items = body.items("two numbers");
        if (items.size() != 2) {
            throw body.refuse("expected two numbers, [from, to], got " + items.size());
        }
        return items.stream().mapToDouble(v -> Quantity.number(v, unit, "a number")).toArray();
    }

    /** Reads {@code [a, b]} with a ≤ b. */
    static double[] interval(Tree body, Unit unit) {
        double[] ends = pair(body, unit);
        if (ends[0] > ends[1]) {
            throw body.refuse("expected [least, most], got " + ends[0] + " above " + ends[1]);
        }
        return ends;
    }

    /** Refuses numbers from a file that are not finite. */
    static double[] finite(Tree body, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw body.refuse("entry " + i + " of the file is " + values[i] + ", expected a finite number");
            }
        }
        return values;
    }

    private static double[] counted(Tree body, double[] values, OptionalInt count) {
        if (count.isPresent() && values.length != count.getAsInt()) {
            throw body.refuse("has " + values.length + (values.length == 1 ? " value" : " values") + ", expected " + count.getAsInt());
        }
        return values;
    }
}
