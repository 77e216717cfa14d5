package org.loligo.cuda;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compute capability: what instructions a device has.
 *
 * @param major the generation
 * @param minor what was added within it
 */
record Capability(int major, int minor) implements Comparable<Capability> {
    private static final Comparator<Capability> ORDER = Comparator.comparingInt(Capability::major).thenComparingInt(Capability::minor);
    private static final Pattern ARCHITECTURE = Pattern.compile("sm_(\\d+)(\\d)");

    /** That of the number compilers use, e.g. 9.0 of 90. */
    static Capability of(int number) {
        return new Capability(number / 10, number % 10);
    }

    /** That of an architecture, e.g. 9.0 of {@code sm_90}; empty for those of a single device, such as {@code sm_90a}. */
    static Optional<Capability> of(String architecture) {
        Matcher matcher = ARCHITECTURE.matcher(architecture.strip());
        return matcher.matches() ? Optional.of(new Capability(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** What compilers call it, e.g. {@code sm_90}. */
    String architecture() {
        return "sm_" + major + minor;
    }

    /** The best among these to compile for: code runs on later devices of the same generation, and on no others. */
    Optional<Capability> bestOf(Collection<Capability> known) {
        return known.stream().filter(c -> c.major == major && c.minor <= minor).max(ORDER);
    }

    @Override
    public int compareTo(Capability other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
