package org.loligo.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import jdk.incubator.vector.VectorShape;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.emit.JavaVectorEmitter;
import org.loligo.codegen.emit.VectorKernel;
import org.loligo.model.Names;
import org.loligo.model.Precision;
import org.loligo.runtime.Device;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.Engine;
import org.loligo.runtime.MemoryUse;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.RunOptions;

/** The processor this Java runs on. */
final class CpuDevice implements Device {
    @Override
    public String backend() {
        return "cpu";
    }

    @Override
    public String name() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(l -> l.startsWith("model name"))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip()).findFirst().orElseGet(CpuDevice::architecture);
        } catch (IOException e) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }

    private static int bits() {
        return VectorShape.preferredShape().vectorBitSize();
    }

    @Override
    public String description() {
        return String.format(Locale.ROOT, "%d-bit vectors, %d processors, %.1f GiB heap, float32 and float64", bits(),
                Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() / 0x1p30);
    }

    @Override
    public boolean supports(Precision precision) {
        return true;
    }

    @Override
    public List<String> schedules() {
        return List.of(CpuEngine.INDEPENDENT, CpuEngine.STAGED, CpuEngine.LANES);
    }

    /**
     * What the user wants, or: side by side, where that fills at least a group of instances for each thread. Of coupled networks the
     * numbers are the same either way.
     */
    private String schedule(StepProgram program, RunOptions options) {
        int groups = program.instances() / CpuEngine.SIDE_BY_SIDE;
        String natural = !program.isCoupled() ? CpuEngine.INDEPENDENT
                : groups >= Math.max(1, options.threads()) ? CpuEngine.LANES : CpuEngine.STAGED;
        String schedule = options.schedule().orElse(natural);
        if (!schedules().contains(schedule)) {
            throw new DeviceException("the cpu backend has no schedule '" + schedule + "'" + Names.suggestion(schedule, schedules()));
        }
        if (schedule.equals(CpuEngine.INDEPENDENT) && program.isCoupled()) {
            throw new DeviceException("schedule 'independent' is for networks without projections; use staged or lanes");
        }
        return schedule;
    }

    @Override
    public String source(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return JavaVectorEmitter.emit(program, precision, bits(), CpuEngine.lanes(schedule(program, options)), KernelCompiler.PACKAGE);
    }

    /** Lanes that no instance has hold copies, which need memory too. */
    @Override
    public List<MemoryUse> plan(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        int lanes = CpuEngine.lanes(schedule(program, options));
        return Device.super.plan(program.withInstances(Math.ceilDiv(program.instances(), lanes) * lanes), precision, layout, options);
    }

    @Override
    public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        VectorKernel kernel = KernelCompiler.compile(source(program, precision, layout, options));
        CpuEngine engine = new CpuEngine(program, precision, layout, kernel, schedule(program, options), Math.max(1, options.threads()));
        engine.warmUp();
        return engine;
    }
}
