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
        return List.of(CpuEngine.INDEPENDENT, CpuEngine.STAGED);
    }

    @Override
    public String source(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return JavaVectorEmitter.emit(program, precision, bits(), KernelCompiler.PACKAGE);
    }

    @Override
    public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        String natural = program.isCoupled() ? CpuEngine.STAGED : CpuEngine.INDEPENDENT;
        String schedule = options.schedule().orElse(natural);
        if (!schedules().contains(schedule)) {
            throw new DeviceException("the cpu backend has no schedule '" + schedule + "'" + Names.suggestion(schedule, schedules()));
        }
        if (schedule.equals(CpuEngine.INDEPENDENT) && program.isCoupled()) {
            throw new DeviceException("schedule 'independent' is for networks without projections; use staged");
        }
        VectorKernel kernel = KernelCompiler.compile(source(program, precision, layout, options));
        CpuEngine engine = new CpuEngine(program, precision, layout, kernel, schedule, Math.max(1, options.threads()));
        engine.warmUp();
        return engine;
    }
}
