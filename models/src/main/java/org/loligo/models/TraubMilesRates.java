package org.loligo.models;

import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.minus;

import org.loligo.expr.Expr;

/**
 * The rates, in 1/ms, of the sodium and potassium gates of Traub and Miles, "Neuronal Networks of the Hippocampus" (1991), which most
 * cells here share. They are functions of the voltage u above a reference near the threshold, in mV.
 */
final class TraubMilesRates {
    private TraubMilesRates() {}

    /** The opening rate of sodium activation. */
    static Expr alphaM(Expr u) {
        return literal(0.32).times(minus(13, u)).over(exp(minus(13, u).over(4)).minus(1));
    }

    /** The closing rate of sodium activation. */
    static Expr betaM(Expr u) {
        return literal(0.28).times(u.minus(40)).over(exp(u.minus(40).over(5)).minus(1));
    }

    /** The opening rate of sodium inactivation. */
    static Expr alphaH(Expr u) {
        return literal(0.128).times(exp(minus(17, u).over(18)));
    }

    /** The closing rate of sodium inactivation. */
    static Expr betaH(Expr u) {
        return literal(4).over(exp(minus(40, u).over(5)).plus(1));
    }

    /** The opening rate of potassium activation; {@code scale} is 0.032 in the original, in 1/(ms mV). */
    static Expr alphaN(double scale, Expr u) {
        return literal(scale).times(minus(15, u)).over(exp(minus(15, u).over(5)).minus(1));
    }

    /** The closing rate of potassium activation. */
    static Expr betaN(Expr u) {
        return literal(0.5).times(exp(minus(10, u).over(40)));
    }

    /** The rate of change of a gate x that opens with the rate alpha and closes with the rate beta. */
    static Expr gate(Expr alpha, Expr beta, Expr x) {
        return alpha.times(minus(1, x)).minus(beta.times(x));
    }
}
