package org.loligo.runtime;

import java.util.List;

/** A way to run programs, found by {@link java.util.ServiceLoader}: the CPU, OpenCL, CUDA, the interpreter. */
public interface Backend {
    /** The name users type, e.g. {@code cpu}. */
    String name();

    /** Its devices, the best first; empty where it cannot run. */
    List<Device> devices();

    /** Why there are no devices, in a sentence; empty when there are some. */
    String absence();

    /** Where {@code auto} prefers the backend with the largest number; a negative one is never chosen by itself. */
    int preference();
}
