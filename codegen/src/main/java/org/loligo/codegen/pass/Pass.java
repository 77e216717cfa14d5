package org.loligo.codegen.pass;

import java.util.List;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Precision;

/** A named change of a program that keeps what it computes, up to rounding. What is recorded never changes. */
public interface Pass {
    /**
     * All passes for kernels of a precision, in the order they run. {@code exprel} is part of the language rather than an improvement:
     * without it a removable singularity is NaN, so it always runs.
     */
    static List<Pass> all(Precision precision) {
        return List.of(new ExprelDetection(), new ConstantFolding(), new PresynapticLifting(), new PostsynapticFactoring(),
                new PowerExpansion(), new Reciprocals(), new ParameterExpressions(), new ExponentialLattice(precision),
                new MethodSplitting(), new CommonSubexpressions());
    }

    /** The name by which {@code --passes} and run records know it. */
    String name();

    /** What it does, in a sentence. */
    String doc();

    /** The changed program. */
    StepProgram apply(StepProgram program);
}
