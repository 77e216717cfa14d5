package org.loligo.conformance;

import java.util.function.Supplier;

/** What must hold, or it is an {@link AssertionError}. */
public final class Require {
    private Require() {}

    /** Messages are made only when they are needed: there are millions of numbers to look at. */
    public static void that(boolean holds, Supplier<String> message) {
        if (!holds) {
            throw new AssertionError(message.get());
        }
    }

    /** They are equal as objects are. */
    public static void equal(Object expected, Object actual, Supplier<String> what) {
        that(expected.equals(actual), () -> what.get() + ": expected " + expected + ", got " + actual);
    }

    /** A NaN is near to nothing. */
    public static void near(double expected, double actual, double allowed, Supplier<String> what) {
        that(Math.abs(actual - expected) <= allowed, () -> what.get() + ": expected " + expected + ", got " + actual + "; the difference "
                + Math.abs(actual - expected) + " is more than " + allowed);
    }

    /** What the action throws, which must be of this type. */
    public static <E extends RuntimeException> E thrown(Class<E> type, Runnable action, Supplier<String> what) {
        try {
            action.run();
        } catch (RuntimeException e) {
            if (type.isInstance(e)) {
                return type.cast(e);
            }
            throw new AssertionError(what.get() + ": expected " + type.getSimpleName() + ", got " + e, e);
        }
        throw new AssertionError(what.get() + ": expected " + type.getSimpleName() + ", and nothing was thrown");
    }
}
