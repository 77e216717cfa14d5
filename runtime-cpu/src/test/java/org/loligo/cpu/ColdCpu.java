package org.loligo.cpu;

import java.util.List;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Precision;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Device;
import org.loligo.runtime.Engine;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.RunOptions;

/** The CPU without the rehearsal before a run, which takes longer than the few steps of a random network. */
final class ColdCpu implements Device {
    private final Device cpu = Backends.choose("cpu", 0);

    @Override
    public String backend() {
        return cpu.backend();
    }

    @Override
    public String name() {
        return cpu.name();
    }

    @Override
    public String description() {
        return cpu.description();
    }

    @Override
    public boolean supports(Precision precision) {
        return cpu.supports(precision);
    }

    @Override
    public List<String> schedules() {
        return cpu.schedules();
    }

    @Override
    public String source(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return cpu.source(program, precision, layout, options);
    }

    @Override
    public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return new CpuEngine(program, precision, layout, KernelCompiler.compile(source(program, precision, layout, options)),
                options.schedule().orElseThrow(), Math.max(1, options.threads()));
    }
}
