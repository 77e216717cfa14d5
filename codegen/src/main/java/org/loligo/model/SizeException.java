package org.loligo.model;

/** A network that is right and too large for the machine. The message is one sentence with the numbers. */
public final class SizeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what is too large, how large it is, and what can be done */
    public SizeException(String sentence) {
        super(sentence);
    }
}
