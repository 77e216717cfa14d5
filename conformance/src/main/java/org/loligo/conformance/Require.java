package org.loligo.conformance;

import java.util.function.Supplier;

/** What must hold, or it is an {@link AssertionError}. */
final class Require {
    private Require() {}

    /** Messages are made only when they are needed: there are millions of numbers to look at. */
    static void that(boolean holds, Supplier<String> message) {
        if (!holds) {
            throw new AssertionError(message.get());
        }
    }

    static void equal(Object expected, Object actual, Supplier<String> what) {
        that(expected.equals(actual), () -> what.get() + ": expected " + expected + ", got " + actual);
    }

    /** A NaN is near to nothing. */
    static void near(double expected, double actual, double allowed, Supplier<String> what) {
        that(Math.abs(actual - expected) <= allowed, () -> what.get() + ": expected " + expected + ", got " + actual + "; the difference "
                + Math.abs(actual - expected) + " is more than " + allowed);
    }
}
