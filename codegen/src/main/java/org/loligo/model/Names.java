package org.loligo.model;

import java.util.Collection;
import java.util.regex.Pattern;

/** Names of things users write, and the nearest valid one to a misspelt one. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    private Names() {}

    /** Whether a population or projection may have this name. */
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }

    /** {@code "; did you mean V?"} when a valid name is close, else {@code "; expected one of a, b, c"}. */
    public static String suggestion(String wrong, Collection<String> valid) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        // no name is longer, and what comes from a file may be
        String given = wrong.substring(0, Math.min(100, wrong.length())).toLowerCase(java.util.Locale.ROOT);
        for (String candidate : valid) {
            int distance = distance(given, candidate.toLowerCase(java.util.Locale.ROOT));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        if (best == null) {
            return "; there are none";
        }
        String all = valid.size() <= 12 ? " (there are: " + String.join(", ", valid) + ")" : "";
        return bestDistance <= Math.max(1, wrong.length() / 2)
                ? "; did you mean '" + best + "'?" + all
                : valid.size() <= 12 ? "; expected one of " + String.join(", ", valid) : "; the nearest is '" + best + "'";
    }

    /** The number of single-character insertions, deletions, replacements and swaps of neighbours from a to b. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
