package org.loligo.cuda;

import java.util.EnumSet;
import java.util.List;
import org.loligo.codegen.emit.Dialect;
import org.loligo.model.Precision;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Device;
import org.loligo.runtime.accelerator.AcceleratorDevice;
import org.loligo.runtime.accelerator.KernelCache;
import org.loligo.runtime.accelerator.Limits;

/** Runs on NVIDIA's graphics cards. */
public final class CudaBackend implements Backend {
    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public List<Device> devices() {
        return Discovery.ofThisMachine().devices().stream().map(CudaBackend::device).toList();
    }

    @Override
    public String absence() {
        return Discovery.ofThisMachine().absence();
    }

    @Override
    public int preference() {
        List<CudaDevice> devices = Discovery.ofThisMachine().devices();
        // without a device, not even the class of the compilers is loaded
        return devices.isEmpty() ? 0 : preference(devices.getFirst(), CompilerSearch.ofThisMachine());
    }

    /** A device that nothing can be compiled for is for those who ask for it, and hear what is missing. */
    static int preference(CudaDevice device, CompilerSearch compilers) {
        return compilers.compilerFor(device).isPresent() ? 30 : -1;
    }

    private static Device device(CudaDevice device) {
        Limits limits = new Limits(device.memoryBytes(), device.memoryBytes(), device.mostSharedBytes(), device.maxGroupSize(),
                device.multiprocessors());
        CompilerSearch compilers = CompilerSearch.ofThisMachine();
        return new AcceleratorDevice("cuda", device.name(), device.description() + ", " + compilers.description(device),
                EnumSet.allOf(Precision.class), Dialect.CUDA_C, limits,
                () -> new CudaAccelerator(device, compilers, KernelCache.standard()));
    }
}
