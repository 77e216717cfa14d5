package org.loligo.expr;

/**
 * A real-valued expression: an immutable tree with structural equality. Models are written with the fluent methods here and the
 * functions of {@link Expressions}, e.g. {@code I.minus(g_L.times(V.minus(E_L))).over(C)}.
 */
public sealed interface Expr {

    /** A number. */
    record Literal(double value) implements Expr {
        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /**
     * A name: a state, a parameter, an input or a definition of the model it stands in. In a synapse model {@code pre.V} and
     * {@code post.V} are states of the presynaptic and postsynaptic neuron; {@code t} is the time in ms.
     */
    record Symbol(String name) implements Expr {
        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** An operation on two operands. */
    record Binary(Operator operator, Expr left, Expr right) implements Expr {
        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** A function of one argument. */
    record Call(Function function, Expr argument) implements Expr {
        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** {@code then} where the condition holds, {@code otherwise} elsewhere; the other branch never matters, not even when it is NaN. */
    record Select(Comparison condition, Expr then, Expr otherwise) implements Expr {
        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** A condition: {@code left relation right}; false when either is NaN. */
    record Comparison(Relation relation, Expr left, Expr right) {
        @Override
        public String toString() {
            return Printer.print(this);
        }
    }

    /** How two numbers compare. */
    enum Relation {
        LESS("<"), LESS_EQUAL("<="), GREATER(">"), GREATER_EQUAL(">=");

        private final String text;

        Relation(String text) {
            this.text = text;
        }

        /** The mathematical sign in plain text. */
        public String text() {
            return text;
        }

        /** Whether {@code a} and {@code b} stand in this relation. */
        public boolean holds(double a, double b) {
            return switch (this) {
                case LESS -> a < b;
                case LESS_EQUAL -> a <= b;
                case GREATER -> a > b;
                case GREATER_EQUAL -> a >= b;
            };
        }
    }

    /** {@code this + other}. */
    default Expr plus(Expr other) {
        return new Binary(Operator.ADD, this, other);
    }

    /** {@code this + other}. */
    default Expr plus(double other) {
        return plus(new Literal(other));
    }

    /** {@code this − other}. */
    default Expr minus(Expr other) {
        return new Binary(Operator.SUBTRACT, this, other);
    }

    /** {@code this − other}. */
    default Expr minus(double other) {
        return minus(new Literal(other));
    }

    /** {@code this · other}. */
    default Expr times(Expr other) {
        return new Binary(Operator.MULTIPLY, this, other);
    }

    /** {@code this · other}. */
    default Expr times(double other) {
        return times(new Literal(other));
    }

    /** {@code this / other}. */
    default Expr over(Expr other) {
        return new Binary(Operator.DIVIDE, this, other);
    }

    /** {@code this / other}. */
    default Expr over(double other) {
        return over(new Literal(other));
    }

    /** {@code this} to the power {@code exponent}; an integer exponent is a product, for any sign of the base. */
    default Expr pow(Expr exponent) {
        return new Binary(Operator.POWER, this, exponent);
    }

    /** {@code this} to the power {@code exponent}. */
    default Expr pow(double exponent) {
        return pow(new Literal(exponent));
    }

    /** {@code −this}. */
    default Expr negate() {
        return new Call(Function.NEGATE, this);
    }

    /** {@code this < other}. */
    default Comparison below(Expr other) {
        return new Comparison(Relation.LESS, this, other);
    }

    /** {@code this < other}. */
    default Comparison below(double other) {
        return below(new Literal(other));
    }

    /** {@code this > other}. */
    default Comparison above(Expr other) {
        return new Comparison(Relation.GREATER, this, other);
    }

    /** {@code this > other}. */
    default Comparison above(double other) {
        return above(new Literal(other));
    }
}
