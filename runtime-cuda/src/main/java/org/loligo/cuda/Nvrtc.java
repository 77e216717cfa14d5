package org.loligo.cuda;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.loligo.runtime.DeviceException;

/**
 * NVRTC, the compiler in the process. JCuda has bindings too, but to the library of CUDA 12 alone; these take any from 11.2.
 *
 * @param library      its functions
 * @param version      its version, major and minor
 * @param place        where it was found
 * @param build        what tells builds of the same version apart
 * @param capabilities what it compiles for
 */
record Nvrtc(NvrtcLibrary library, String version, String place, String build, Set<Capability> capabilities) implements CudaCompiler {
    /** What the library's files are called; the second half of the compiler is in another, {@code libnvrtc-builtins.so}. */
    static final String FILES = "libnvrtc.so*";
    private static final String BUILTINS = "libnvrtc-builtins.so*";
    private static final String SOURCE = "kernel.cu";
    /** Compilers descend into expressions, and threads of Java have little stack. Only what is used of it is taken. */
    private static final long STACK_BYTES = 256L << 20;

    /**
     * Loads it from a file.
     *
     * @throws IllegalArgumentException saying why that cannot be
     */
    @SuppressWarnings("restricted")
    static Nvrtc at(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        // NVRTC asks for it by name, and finds what is loaded already; elsewhere it would have to lie on the system's path
        try (DirectoryStream<Path> builtins = Files.newDirectoryStream(folder, BUILTINS)) {
            for (Path b : builtins) {
                SymbolLookup.libraryLookup(b, Arena.global());
            }
        } catch (IOException | IllegalArgumentException _) {
            // where it is missing or broken, compiling says so
        }
        String build;
        try {
            build = file.toRealPath().getFileName() + " of " + Files.size(file) + " bytes";
        } catch (IOException e) {
            throw new IllegalArgumentException("it cannot be read", e);
        }
        return of(SymbolLookup.libraryLookup(file, Arena.global()), folder.toString(), build);
    }

    /**
     * Loads it by its name, from where the system looks for libraries.
     *
     * @throws IllegalArgumentException saying why that cannot be
     */
    @SuppressWarnings("restricted")
    static Nvrtc named(String name) {
        return of(SymbolLookup.libraryLookup(name, Arena.global()), "the system's libraries", name);
    }

    private static Nvrtc of(SymbolLookup lookup, String place, String build) {
        NvrtcLibrary library = new NvrtcLibrary(lookup);
        try {
            int[] version = library.version();
            return new Nvrtc(library, version[0] + "." + version[1], place, build, library.capabilities());
        } catch (NvrtcException e) {
            throw new IllegalArgumentException("it fails with " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return "NVRTC " + version;
    }

    @Override
    public int major() {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    @Override
    public String identity() {
        return name() + ", " + build + ", " + String.join(" ", options(new Capability(0, 0)));
    }

    private static String[] options(Capability target) {
        return new String[] {"--gpu-architecture=" + target.architecture(), "--std=c++17", "--fmad=true"};
    }

    @Override
    public byte[] compile(String source, Capability target) {
        FutureTask<byte[]> task = new FutureTask<>(() -> compiled(source, target));
        Thread thread = new Thread(null, task, "nvrtc", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new DeviceException("interrupted while " + name() + " was compiling a kernel");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case DeviceException d -> throw d;
                case Error error -> throw error;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private byte[] compiled(String source, Capability target) {
        try {
            MemorySegment program = library.create(source, SOURCE);
            try {
                return compiled(program, source, target);
            } finally {
                library.destroy(program);
            }
        } catch (NvrtcException e) {
            throw new DeviceException(name() + " in " + place + " failed while compiling a kernel: " + e.getMessage());
        }
    }

    private byte[] compiled(MemorySegment program, String source, Capability target) {
        try {
            library.compile(program, options(target));
        } catch (NvrtcException e) {
            String log = library.log(program);
            throw new DeviceException(e.isOfTheSource()
                    ? Complaint.about(name(), source, log).orElseGet(() -> name() + " refused a kernel: " + Complaint.gist(log))
                    : name() + " in " + place + " failed while compiling a kernel: " + e.getMessage()
                    + (log.isBlank() ? "" : ", " + Complaint.gist(log)));
        }
        return library.cubin(program);
    }
}
