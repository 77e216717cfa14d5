package org.loligo.cli.experiment;

import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.loligo.model.Unit;

/** How the values of a sweep that are drawn are distributed: the inverse of the cumulative distribution. */
interface Distribution {
    /** The names in experiment files. */
    List<String> FORMS = List.of("uniform", "log_uniform", "normal");

    /** The value below which the part {@code position} of all values lies; 0 < position < 1. */
    double at(double position);

    /** Reads the distribution of a form. */
    static Distribution read(String form, Tree body, Unit unit) {
        return switch (form) {
            case "uniform" -> {
                double[] ends = ValueForm.interval(body, unit);
                yield position -> ends[0] + (ends[1] - ends[0]) * position;
            }
            case "log_uniform" -> {
                double[] ends = ValueForm.interval(body, unit);
                if (ends[0] <= 0) {
                    throw body.refuse("expected two numbers above 0, got " + ends[0]);
                }
                double log = StrictMath.log(ends[1] / ends[0]);
                yield position -> ends[0] * StrictMath.exp(position * log);
            }
            default -> {
                ValueForm.Normal given = ValueForm.normal(body, unit);
                NormalDistribution standard = new NormalDistribution();
                yield position -> given.mean() + given.standardDeviation() * standard.inverseCumulativeProbability(position);
            }
        };
    }
}
