package org.loligo.runtime.accelerator;

/** What is said of a source that the compiler of a device refuses: nobody but us has written it. */
public final class RefusedSource {
    private RefusedSource() {}

    /** The sentence, with what a compiler says. */
    public static String because(String compiler, String error) {
        return compiler + " refused a kernel, which is a mistake in Loligo, please report it: " + error.strip();
    }

    /** The same, with the line of the source where the compiler says it. */
    public static String because(String compiler, String error, String source, int line) {
        String text = source.lines().skip(Math.max(0, line - 1)).findFirst().map(l -> "\n  " + l.strip()).orElse("");
        return because(compiler, "line " + line + ": " + error.strip() + text);
    }
}
