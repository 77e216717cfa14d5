package org.loligo.runtime;

import java.util.List;
import java.util.Optional;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Precision;

/** Something that computes. */
public interface Device {
    /** The name of its backend. */
    String backend();

    /** Its name, e.g. that of the processor. */
    String name();

    /** What it can do, in a line: vector width, cores, memory. */
    String description();

    /** Whether it computes in this precision. */
    boolean supports(Precision precision);

    /** The names of its schedules. */
    List<String> schedules();

    /** The names of the compiler passes it runs where the user names none. */
    default List<String> passes() {
        return StepCompiler.allPasses();
    }

    /** Why it does not compute with fast math in a precision, in a sentence; empty where it does. */
    default Optional<String> refusalOfFastMath(Precision precision) {
        return Optional.of("fast math is for float32 on CUDA; device '" + name() + "' of backend '" + backend() + "' in " + precision
                + " has none");
    }

    /** The source it would run, for people to read. */
    String source(StepProgram program, Precision precision, RunLayout layout, RunOptions options);

    /** What it would hold in memory beside the samples on the host, as far as the program tells. */
    default List<MemoryUse> plan(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return MemoryEstimate.ofProgram(program, precision, layout);
    }

    /**
     * Compiles a program and puts its state at the start of the run.
     *
     * @throws DeviceException   when the device cannot run it
     * @throws CapacityException when the memory does not suffice
     */
    Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options);
}
