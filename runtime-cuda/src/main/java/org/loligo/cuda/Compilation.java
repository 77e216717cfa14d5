package org.loligo.cuda;

import static jcuda.driver.CUresult.CUDA_ERROR_INVALID_IMAGE;
import static jcuda.driver.CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU;
import static jcuda.driver.CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
import static jcuda.driver.JCudaDriver.cuModuleLoadDataEx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import jcuda.driver.CUmodule;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.accelerator.KernelCache;

/** Compiles programs for a device, and loads them; what was compiled at an earlier time is loaded only. */
final class Compilation {
    /** Goes up when what is stored changes its form. */
    private static final String CACHE_FORMAT = "cuda 1";

    private final Context context;
    private final CompilerSearch compilers;
    private final KernelCache cache;

    Compilation(Context context, CompilerSearch compilers, KernelCache cache) {
        this.context = context;
        this.compilers = compilers;
        this.cache = cache;
    }

    CudaProgram compile(String source) {
        CudaCompiler compiler = compilers.requireFor(context.device());
        Capability target = context.device().capability().bestOf(compiler.capabilities()).orElseThrow();
        String key = key(compiler, target, source);
        CUmodule module = cache.get(key).flatMap(this::tryToLoad).orElseGet(() -> {
            byte[] code = compiler.compile(source, target);
            CUmodule loaded = load(code, compiler);
            cache.put(key, code);
            return loaded;
        });
        return new CudaProgram(module, source, context);
    }

    /** What the code of this source depends on. */
    static String key(CudaCompiler compiler, Capability target, String source) {
        return KernelCache.key(CACHE_FORMAT, target.architecture(), compiler.identity(), source);
    }

    private CUmodule load(byte[] code, CudaCompiler compiler) {
        CUmodule module = new CUmodule();
        int status = load(code, module);
        if (isRefused(status)) {
            CudaDevice device = context.device();
            throw new DeviceException("the driver of the CUDA device " + device.name() + " (" + device.driver() + ") refuses what "
                    + compiler.name() + " in " + compiler.place() + " compiled: " + Status.name(status)
                    + "; install a newer driver, or name an older NVRTC with -D" + Places.PROPERTY + "=FOLDER");
        }
        Status.check(status, context.device(), "loading a program");
        return module;
    }

    /** Empty where the driver does not take what it took once, for whatever reason: the source is still there. */
    private Optional<CUmodule> tryToLoad(byte[] code) {
        CUmodule module = new CUmodule();
        int status = load(code, module);
        if (isRefused(status)) {
            return Optional.empty();
        }
        Status.check(status, context.device(), "loading a program");
        return Optional.of(module);
    }

    private static int load(byte[] code, CUmodule into) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment image = arena.allocate(Math.max(1, code.length), 64);
            MemorySegment.copy(code, 0, image, ValueLayout.JAVA_BYTE, 0, code.length);
            // no options; but JCuda would hold up the garbage collector, had it to point to an empty array
            Address address = new Address(image.address());
            return cuModuleLoadDataEx(into, address, 0, new int[0], address);
        }
    }

    private static boolean isRefused(int status) {
        return status == CUDA_ERROR_INVALID_IMAGE || status == CUDA_ERROR_NO_BINARY_FOR_GPU || status == CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
    }
}
