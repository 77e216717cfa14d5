package org.loligo.codegen;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An explicit Runge-Kutta method by its Butcher tableau: stage s is evaluated at {@code t_n + c_s·dt} and
 * {@code X_n + dt·Σ a_sj k_j}; the step ends at {@code X_n + dt·Σ b_s k_s}.
 *
 * @param name  the name experiments use
 * @param order the order of convergence
 * @param a     the coefficients of the stages, a row for each; row s has s entries
 * @param b     the weights of the stages
 * @param c     the places of the stages in the step, multiples of 1/{@link #ticks()}
 */
public record Tableau(String name, int order, double[][] a, double[] b, double[] c) {
    /** Euler's method. */
    public static final Tableau EULER = new Tableau("euler", 1, new double[][] {{}}, new double[] {1}, new double[] {0});
    /** The explicit midpoint method. */
    public static final Tableau MIDPOINT =
            new Tableau("midpoint", 2, new double[][] {{}, {0.5}}, new double[] {0, 1}, new double[] {0, 0.5});
    /** The classical method of Runge and Kutta (Kutta 1901). */
    public static final Tableau RK4 = new Tableau("rk4", 4, new double[][] {{}, {0.5}, {0, 0.5}, {0, 0, 1}},
            new double[] {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0}, new double[] {0, 0.5, 0.5, 1});
    /** Kutta's 3/8 rule (Kutta 1901). */
    public static final Tableau RK4_38 = new Tableau("rk4-38", 4,
            new double[][] {{}, {1 / 3.0}, {-1 / 3.0, 1}, {1, -1, 1}}, new double[] {1 / 8.0, 3 / 8.0, 3 / 8.0, 1 / 8.0},
            new double[] {0, 1 / 3.0, 2 / 3.0, 1});

    /** All that experiments can name. */
    public static final List<Tableau> ALL = List.of(EULER, MIDPOINT, RK4);

    /** The method with this name. */
    public static Optional<Tableau> named(String name) {
        return ALL.stream().filter(t -> t.name.equals(name)).findFirst();
    }

    /** The number of stages. */
    public int stages() {
        return b.length;
    }

    /** The earlier stages j with a coefficient a_sj that is not 0. */
    public int[] uses(int stage) {
        return IntStream.range(0, stage).filter(j -> a[stage][j] != 0).toArray();
    }

    /** How many equal parts a step must be divided into for every stage to fall on a boundary. */
    public int ticks() {
        for (int d = 1; d <= 64; d++) {
            int parts = d;
            if (Arrays.stream(c).allMatch(x -> Math.abs(x * parts - Math.rint(x * parts)) < 1e-12)) {
                return d;
            }
        }
        throw new IllegalStateException("the stages of " + name + " do not fall on equal parts of a step");
    }

    /** The place of a stage in parts of a step. */
    public int tick(int stage) {
        return (int) Math.rint(c[stage] * ticks());
    }

    @Override
    public String toString() {
        return name;
    }
}
