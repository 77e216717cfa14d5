package org.loligo.cuda;

import java.util.Set;

/** A compiler of CUDA C. Arithmetic is never made fast and wrong; multiplication and addition may become one operation. */
sealed interface CudaCompiler permits Nvrtc, Nvcc {
    /** Its name and version, for people. */
    String name();

    /** Where it was found. */
    String place();

    /** The generation of CUDA it belongs to. */
    int major();

    /** What it compiles for. */
    Set<Capability> capabilities();

    /** All that decides what it makes of a source, beside the source and the capability. */
    String identity();

    /**
     * A source as code for devices of a capability, and for later ones of its generation.
     *
     * @throws org.loligo.runtime.DeviceException with the line that the compiler refuses
     */
    byte[] compile(String source, Capability target);
}
