package org.loligo.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The NVRTC of this machine. The test that asks for it is skipped where there is none. */
public final class InstalledNvrtc {
    private static final Capability HOPPER = new Capability(9, 0);

    private InstalledNvrtc() {}

    private static final class Once {
        static final CudaCompiler COMPILER = CompilerSearch.ofThisMachine().compilerFor(Toolkit.device(HOPPER.architecture(), 13000))
                .orElse(null);
    }

    /** A source as code for sm_90. */
    public static byte[] compile(String source) {
        assumeTrue(Once.COMPILER instanceof Nvrtc, "no NVRTC where Loligo looks for one; -D" + Places.PROPERTY + "=FOLDER names another");
        return Once.COMPILER.compile(source, HOPPER);
    }
}
