package org.loligo.conformance;

/**
 * A check with a name, for the tests of a backend to show.
 *
 * @param name what is checked, and with what
 * @param body what throws an {@link AssertionError} where it does not hold
 */
public record Check(String name, Runnable body) {

    /** Checks it. */
    public void run() {
        body.run();
    }

    @Override
    public String toString() {
        return name;
    }
}
