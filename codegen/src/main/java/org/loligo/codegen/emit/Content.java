package org.loligo.codegen.emit;

import org.loligo.codegen.Sum;
import org.loligo.codegen.Tally;
import org.loligo.codegen.feed.Delays;
import org.loligo.model.Values;

/**
 * What the arrays of a kernel hold at the start of a run. Arrays are the same where the very same object fills them. Elements are by
 * instance, then by element, where they differ.
 */
public sealed interface Content {

    /** Numbers of the kernel's precision that change. */
    sealed interface Real extends Content {}

    /** A state of a block: {@code [instance][element]}. */
    record State(int block, int state) implements Real {}

    /** A register of a tally of a state: {@code [instance][element]}. */
    record Tallied(int tally, Tally.Register register) implements Real {}

    /** What one launch leaves for the next. It needs no content. */
    record Scratch(String name) implements Real {}

    /** Numbers of the kernel's precision that do not change. */
    sealed interface Constant extends Content {}

    /** A parameter, a threshold, a weight, what a spike adds. */
    record Numbers(Values values) implements Constant {
        // two parameters that happen to be equal keep places of their own: no value may change the source
        @Override
        public boolean equals(Object o) {
            return o instanceof Numbers n && values == n.values;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(values);
        }
    }

    /** The weights of synapses as a matrix {@code [pre][post]}, or {@code [instance][pre][post]}. */
    record Matrix(Sum.Weighted sum) implements Constant {
        @Override
        public boolean equals(Object o) {
            return o instanceof Matrix m && sum == m.sum;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(sum);
        }
    }

    /** Indices. */
    record Indices(int[] values) implements Content {
        @Override
        public boolean equals(Object o) {
            return o instanceof Indices i && values == i.values;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(values);
        }
    }

    /** Integers of 64 bits. */
    sealed interface Count extends Content {}

    /** The memory of spikes of a block: {@code [instance][element]}. */
    sealed interface Memory extends Count {
        /** The index of the block. */
        int block();
    }

    /** The step of the last spike, or −1. */
    record LastSpike(int block) implements Memory {}

    /** A register of a tally of the spikes of a block. */
    record Counted(int block, int tally, Tally.Register register) implements Memory {}

    /** The first step in which the element may fire. */
    record MayFire(int block) implements Memory {}

    /** The first tick at which a window is open. */
    record Opens(int block, int window) implements Memory {}

    /** The last tick at which a window is open. */
    record Closes(int block, int window) implements Memory {}

    /** On a uniform grid: how long after the start of the step of a spike something happens, by class. */
    record DelayTable(Delays delays) implements Count {}
}
