package org.loligo.conformance;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.loligo.codegen.Tableau;

/** The order of convergence as the slope of log error against log dt. */
final class Convergence {
    /** The errors at 2, 4, 8… times as many steps must be this far above the rounding errors, so that they are truncation. */
    private static final double ABOVE_ROUNDING = 100;

    private Convergence() {}

    /**
     * Checks that errors fall as dt to the order of the tableau, by the least-squares slope of log error against log dt and between any two
     * neighbouring grids.
     *
     * @param end       the state at the end of a run of so many steps, every component of order 1
     * @param reference the exact state
     * @param rounding  a bound of the error from rounding
     * @param steps     the numbers of steps, each twice the one before
     */
    static void requireOrder(Tableau tableau, IntFunction<double[]> end, double[] reference, double rounding, int... steps) {
        double[] errors = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            errors[i] = distance(end.apply(steps[i]), reference);
        }
        String what = tableau + " with " + Arrays.toString(steps) + " steps has the errors " + Arrays.toString(errors);
        Require.that(errors[steps.length - 1] > ABOVE_ROUNDING * rounding, () -> what + ", too close to the rounding error " + rounding);
        Require.near(tableau.order(), slope(steps, errors), 0.1, () -> what + ", the slope");
        for (int i = 1; i < steps.length; i++) {
            double local = Math.log(errors[i - 1] / errors[i]) / Math.log((double) steps[i] / steps[i - 1]);
            int from = steps[i - 1];
            int to = steps[i];
            Require.near(tableau.order(), local, 0.15, () -> what + ", the slope between " + from + " and " + to);
        }
    }

    /** The largest difference of two components. */
    static double distance(double[] a, double[] b) {
        Require.equal(a.length, b.length, () -> "the number of components");
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            int component = i;
            Require.that(Double.isFinite(a[i]) && Double.isFinite(b[i]), () -> "component " + component + " is " + a[component] + " and "
                    + b[component]);
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static double slope(int[] steps, double[] errors) {
        double[] x = Arrays.stream(steps).mapToDouble(n -> -Math.log(n)).toArray();
        double[] y = Arrays.stream(errors).map(Math::log).toArray();
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (int i = 0; i < x.length; i++) {
            above += (x[i] - meanX) * (y[i] - meanY);
            below += (x[i] - meanX) * (x[i] - meanX);
        }
        return above / below;
    }
}
