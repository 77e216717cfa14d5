package org.loligo.expr;

/** The functions of one argument. */
public enum Function {
    /** −x. */
    NEGATE,
    /** eˣ. */
    EXP,
    /** The natural logarithm. */
    LOG,
    /** √x. */
    SQRT,
    /** The hyperbolic tangent. */
    TANH,
    /** The sine. */
    SIN,
    /** The cosine. */
    COS,
    /** |x|. */
    ABS,
    /**
     * x/(eˣ − 1), continued by its limit 1 at x = 0. The rates of Hodgkin-Huxley cells are made of it; as a function of its own it
     * has no singularity.
     */
    EXPRELR;

    /** The name in formulas. */
    public String text() {
        return this == NEGATE ? "-" : name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The value at x. */
    public double apply(double x) {
        return switch (this) {
            case NEGATE -> -x;
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case TANH -> Math.tanh(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case ABS -> Math.abs(x);
            // expm1 keeps every digit near zero; far to the right x/∞ is the right limit, 0
            case EXPRELR -> x == 0 ? 1 : x / Math.expm1(x);
        };
    }
}
