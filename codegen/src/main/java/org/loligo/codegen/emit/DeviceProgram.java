package org.loligo.codegen.emit;

import java.util.List;
import org.loligo.codegen.Tally;

/**
 * A program as source for a device, and what its kernels expect in memory. Every kernel takes the same arguments, in the order of
 * {@link Argument}.
 *
 * @param source      the source
 * @param schedule    how it is laid on the device
 * @param groupSize   work items of a work-group
 * @param first       kernels to launch before the first step; none unless staged
 * @param steps       kernels to launch: for each step in turn if staged, else once for all steps
 * @param recorded    what is recorded
 * @param tallies     what is tallied
 * @param inputs      what the host tells about each step
 * @param state       numbers that change; the states of all blocks come first, then the tallies of states
 * @param constants   numbers that do not
 * @param indices     indices of elements and synapses
 * @param memory      the memory of spikes; the steps of the last spikes come first, then the tallies of spikes
 * @param firing      for each block that fires, where its bits begin in a row of {@code spikes}, times instances; −1 for the others
 * @param firingCount the elements of all blocks that fire in one instance
 * @param sharedBytes the memory a work-group shares, which each launch must give it where the source does not
 */
public record DeviceProgram(String source, Schedule schedule, int groupSize, List<Kernel> first, List<Kernel> steps,
        List<Recorded> recorded, List<Tally> tallies,
        StepInputs inputs, Arena<Content.Real> state, Arena<Content.Constant> constants, Arena<Content.Indices> indices,
        Arena<Content.Count> memory, int[] firing, int firingCount, long sharedBytes) {

    /**
     * A kernel.
     *
     * @param name   its name
     * @param blocks the blocks whose elements it works on, one after the other
     */
    public record Kernel(String name, List<Integer> blocks) {}

    /** The arguments of each kernel, in their order. */
    public enum Argument {
        /** Numbers that change. */
        STATE("real *restrict state"),
        /** The memory of spikes. */
        MEMORY("i64 *restrict memory"),
        /** Numbers that do not change. */
        CONSTANTS("const real *restrict constants"),
        /** Indices of elements and synapses. */
        INDICES("const int *restrict indices"),
        /** What the host tells about each step, in integers. */
        PLAN("const i64 *restrict plan"),
        /** What the host tells about each step, in reals. */
        INPUT("const real *restrict input"),
        /** Recorded states: {@code [instance][sample][element]} for each recorded variable. */
        SAMPLES("real *restrict samples"),
        /** Recorded steps of last spikes, likewise. */
        TIMES("i64 *restrict times"),
        /** A bit for each step of each element that can fire: {@code [step/32][block][instance][element]}. */
        SPIKES("u32 *restrict spikes"),
        /** The steps of the launch; if staged, what to add to {@link StepInputs#base} to get the row of the step, from −1. */
        STEPS("const int steps");

        private final String declaration;

        Argument(String declaration) {
            this.declaration = declaration;
        }

        String declaration(Dialect dialect) {
            return (declaration.contains("*") ? dialect.global() : "") + declaration.replace("*restrict", "*" + dialect.restrict());
        }
    }
}
