package org.loligo.interpreter;

/**
 * How far operations may be from the exact result, in unit roundoffs of the precision: 2 of them are at least one unit in the last place.
 * What is not here, additions and products, is rounded correctly everywhere.
 *
 * @param quotient          a division
 * @param exponential       {@code exp(x)}, near 0
 * @param exponentialGrowth what is added for each unit of |x|
 * @param exprelr           {@code exprelr(x)}, near 0
 * @param exprelrGrowth     what is added for each unit of |x|
 * @param flushes           whether these take numbers below the normal range for 0, and a divisor above 2¹²⁶ for infinite
 */
public record Accuracy(double quotient, double exponential, double exponentialGrowth, double exprelr, double exprelrGrowth,
        boolean flushes) {
    /** That of every backend: division is correctly rounded, functions of the libraries are within two units in the last place. */
    public static final Accuracy STANDARD = new Accuracy(1, RoundingErrors.FUNCTION, 0, RoundingErrors.FUNCTION + 2, 0, false);

    /**
     * That of fast math on CUDA, from the errors NVIDIA states for its instructions: 2 units in the last place for {@code div.approx.ftz};
     * as much for {@code ex2.approx.ftz}, which is applied to a product rounded once with a rounded constant, log₂ e: 1.23·|x| roundoffs
     * more. {@code exprelr} divides by eˣ − 1 beyond |x| = 1, where that is at least 0.63·eˣ, and is a polynomial within.
     */
    public static final Accuracy FAST = new Accuracy(4, 4, 1.25, 12, 2, true);

    double exponential(double x) {
        return exponential + exponentialGrowth * Math.abs(x);
    }

    double exprelr(double x) {
        return exprelr + exprelrGrowth * Math.abs(x);
    }
}
