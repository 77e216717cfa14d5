package org.loligo.model;

/** A mistake in what the user gave: a model, a network, a value. The message is one sentence that names what and where. */
public final class ModelException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what is wrong, where, and what was expected */
    public ModelException(String sentence) {
        super(sentence);
    }
}
