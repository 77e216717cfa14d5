package org.loligo.runtime;

/** The run was asked to stop and did so at the end of a chunk: what was computed is written, and a checkpoint stands there. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence where it stopped */
    public StoppedException(String sentence) {
        super(sentence);
    }
}
