package org.loligo.runtime;

/** The state became infinite or not a number. The message says when and where; the samples before are kept. */
public final class NonFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what happened, where, and what can be done */
    public NonFiniteException(String sentence) {
        super(sentence);
    }
}
