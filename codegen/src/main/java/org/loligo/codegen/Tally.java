package org.loligo.codegen;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Running numbers of each element of a block over the steps {@code from ≤ n < to}: enough to work out statistics at the end, whatever the
 * stretches in which the steps were taken.
 *
 * @param block     the index of the block
 * @param state     the index of the state whose values at the start of each step are tallied; −1 for spikes
 * @param from      the first step
 * @param to        the step before which it ends
 * @param registers what is kept of each element, in the order of {@link Register}
 */
public record Tally(int block, int state, long from, long to, List<Register> registers) {

    /** A number that is kept of each element. Those of spikes are integers, those of states reals of the working precision. */
    public enum Register {
        /** The number of spikes; 0 at first. */
        SPIKES(true),
        /** The step of the first spike; −1 before. */
        FIRST(true),
        /** The step of the last spike; −1 before. */
        LAST(true),
        /** The sum of the squared intervals between spikes, in steps. */
        INTERVALS(true),
        /** The value at the first step, which all sums are of differences from, so that they stay small. */
        SHIFT(false),
        /** The sum of the differences. */
        SUM(false),
        /** What rounding took from the sum. */
        SUM_REST(false),
        /** The sum of the squared differences. */
        SQUARES(false),
        /** What rounding took from the sum of squares. */
        SQUARES_REST(false),
        /** The smallest value. */
        MIN(false),
        /** The largest value. */
        MAX(false);

        private final boolean integer;

        Register(boolean integer) {
            this.integer = integer;
        }

        /** Whether it is a 64-bit integer. */
        public boolean isInteger() {
            return integer;
        }

        /** What an integer is before the first step. A real is set in the first step of the window. */
        public long initial() {
            return this == FIRST || this == LAST ? -1 : 0;
        }
    }

    /** Sorts the registers. */
    public Tally {
        registers = List.copyOf(EnumSet.copyOf(registers));
        if (registers.stream().anyMatch(r -> r.isInteger() != state < 0)) {
            throw new IllegalArgumentException("registers of spikes and of a state together: " + registers);
        }
    }

    /** A tally with these registers. */
    public static Tally of(int block, int state, long from, long to, Register... registers) {
        return new Tally(block, state, from, to, Arrays.asList(registers));
    }

    /** Whether it counts spikes. */
    public boolean isOfSpikes() {
        return state < 0;
    }

    /** Whether a register is kept. */
    public boolean keeps(Register register) {
        return registers.contains(register);
    }

    /** Whether a step is in its window. */
    public boolean covers(long step) {
        return step >= from && step < to;
    }

    /** Whether it is of the same numbers in the same window as another. */
    public boolean isLike(Tally other) {
        return block == other.block && state == other.state && from == other.from && to == other.to;
    }

    /** The tally with more registers. */
    public Tally with(Set<Register> more) {
        Set<Register> all = EnumSet.copyOf(registers);
        all.addAll(more);
        return new Tally(block, state, from, to, List.copyOf(all));
    }
}
