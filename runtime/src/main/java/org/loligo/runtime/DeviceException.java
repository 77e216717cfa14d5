package org.loligo.runtime;

/** There is no such device, or it cannot do what was asked. The message is one sentence. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what happened, where, and what can be done */
    public DeviceException(String sentence) {
        super(sentence);
    }
}
