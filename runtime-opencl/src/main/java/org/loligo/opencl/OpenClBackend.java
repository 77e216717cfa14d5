package org.loligo.opencl;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.loligo.codegen.emit.Dialect;
import org.loligo.model.Precision;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Device;
import org.loligo.runtime.accelerator.AcceleratorDevice;
import org.loligo.runtime.accelerator.KernelCache;
import org.loligo.runtime.accelerator.Limits;

/** Runs on graphics cards, and whatever else has an OpenCL driver. */
public final class OpenClBackend implements Backend {
    @Override
    public String name() {
        return "opencl";
    }

    @Override
    public List<Device> devices() {
        return Discovery.ofThisMachine().devices().stream().map(OpenClBackend::device).toList();
    }

    @Override
    public String absence() {
        return Discovery.ofThisMachine().absence();
    }

    @Override
    public int preference() {
        List<OpenClDevice> devices = Discovery.ofThisMachine().devices();
        // a processor is better served by the CPU backend than by OpenCL
        return !devices.isEmpty() && devices.getFirst().kind() == OpenClDevice.Kind.GPU ? 20 : 0;
    }

    private static Device device(OpenClDevice device) {
        Set<Precision> precisions = device.hasFloat64() ? EnumSet.allOf(Precision.class) : EnumSet.of(Precision.FLOAT32);
        // on processors a group is a loop, the longer the better
        int multiprocessors = device.kind() == OpenClDevice.Kind.CPU ? 1 : device.computeUnits();
        Limits limits = new Limits(device.memoryBytes(), device.maxAllocationBytes(), device.localBytes(), device.maxGroupSize(),
                multiprocessors);
        return new AcceleratorDevice("opencl", device.name(), device.description(), precisions, Dialect.OPENCL_C, limits,
                () -> new OpenClAccelerator(device, device.keepsKernels() ? KernelCache.none() : KernelCache.standard()));
    }
}
