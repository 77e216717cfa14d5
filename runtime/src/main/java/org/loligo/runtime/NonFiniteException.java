package org.loligo.runtime;

import java.util.OptionalInt;

/** The state became infinite or not a number. The message says when and where; the samples before are kept. */
public final class NonFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient OptionalInt instance;

    /** @param sentence what happened, where, and what can be done */
    public NonFiniteException(String sentence) {
        super(sentence);
        instance = OptionalInt.empty();
    }

    /**
     * Of one instance.
     *
     * @param sentence what happened, where, and what can be done
     * @param instance the instance
     */
    public NonFiniteException(String sentence, int instance) {
        super(sentence);
        this.instance = OptionalInt.of(instance);
    }

    /** The instance, if it is one. */
    public OptionalInt instance() {
        return instance;
    }
}
