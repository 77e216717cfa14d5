package org.loligo.expr;

/** The operations on two operands. */
public enum Operator {
    /** a + b. */
    ADD,
    /** a − b. */
    SUBTRACT,
    /** a · b. */
    MULTIPLY,
    /** a / b. */
    DIVIDE,
    /** a to the power b. */
    POWER,
    /** The smaller one; NaN if either is. */
    MIN,
    /** The larger one; NaN if either is. */
    MAX;

    /** The value of {@code a op b}. */
    public double apply(double a, double b) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> Math.pow(a, b);
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
        };
    }
}
