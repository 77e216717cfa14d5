package org.loligo.runtime;

import java.util.List;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Precision;

/** The interpreter as a device that a test changes in some respect. */
class OtherDevice implements Device {
    @Override
    public String backend() {
        return "other";
    }

    @Override
    public String name() {
        return "other";
    }

    @Override
    public String description() {
        return "the interpreter, changed";
    }

    @Override
    public boolean supports(Precision precision) {
        return SmallExperiments.INTERPRETER.supports(precision);
    }

    @Override
    public List<String> schedules() {
        return SmallExperiments.INTERPRETER.schedules();
    }

    @Override
    public String source(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return SmallExperiments.INTERPRETER.source(program, precision, layout, options);
    }

    @Override
    public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return SmallExperiments.INTERPRETER.load(program, precision, layout, options);
    }
}
