package org.loligo.conformance;

import java.math.BigDecimal;
import java.util.Arrays;
import org.loligo.model.TimeGrid;

/** The steps of a run whose order of convergence is measured. */
public enum Grid {
    /** Equal steps. */
    UNIFORM,
    /** Unequal steps: the image of equal ones under one smooth mapping of time. */
    MAPPED;

    TimeGrid of(String start, String stop, int steps) {
        if (this == UNIFORM) {
            BigDecimal span = new BigDecimal(stop).subtract(new BigDecimal(start));
            return new TimeGrid.Uniform(new BigDecimal(start), new BigDecimal(stop), span.divide(BigDecimal.valueOf(steps)));
        }
        double from = Double.parseDouble(start);
        double span = Double.parseDouble(stop) - from;
        double[] times = new double[steps + 1];
        Arrays.setAll(times, k -> from + span * map((double) k / steps));
        return new TimeGrid.Explicit(times);
    }

    private static double map(double s) {
        return s + 0.05 * Math.sin(2 * Math.PI * s);
    }
}
