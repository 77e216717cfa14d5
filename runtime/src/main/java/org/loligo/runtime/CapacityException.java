package org.loligo.runtime;

/** There is not enough memory or disk. The message is one sentence with the numbers. */
public final class CapacityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what happened, where, and what can be done */
    public CapacityException(String sentence) {
        super(sentence);
    }
}
