package org.loligo.cuda;

/** A function of NVRTC failed. */
final class NvrtcException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int COMPILATION = 6;

    private final int status;

    NvrtcException(int status, String name) {
        super(name);
        this.status = status;
    }

    /** Whether it is the source that is wrong, so that there is a log. */
    boolean isOfTheSource() {
        return status == COMPILATION;
    }
}
