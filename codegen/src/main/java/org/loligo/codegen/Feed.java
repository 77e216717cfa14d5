package org.loligo.codegen;

import java.util.List;
import org.loligo.model.Stimulus;
import org.loligo.model.Values;

/** A name in a block's equations whose value comes from outside the block's own state, anew for each stage. */
public sealed interface Feed {
    /** The name in the equations. */
    String name();

    /** The sum of stimuli, which depend on time alone. */
    record Stimulated(String name, List<Stimulus.TimeCourse> stimuli) implements Feed {
        /** Keeps a copy. */
        public Stimulated {
            stimuli = List.copyOf(stimuli);
        }
    }

    /** 1 while {@code delay < t − last_spike < delay + duration} of the element itself, else 0; delay and duration in ms. */
    record Window(String name, Values delay, Values duration) implements Feed {}

    /** What the {@link Sum} of this name adds up. */
    record Summed(String name) implements Feed {}

    /** An export of another block: element i sees element {@code index[i]}. */
    record Gathered(String name, String block, String export, int[] index) implements Feed {}
}
