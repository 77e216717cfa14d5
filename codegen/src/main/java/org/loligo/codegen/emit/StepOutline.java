package org.loligo.codegen.emit;

import java.util.ArrayList;
import java.util.List;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;

/**
 * What an element does in a step, in the order it does it, cut wherever it needs what other elements have computed. Devices differ in what
 * a cut is: a barrier, the end of a kernel.
 *
 * @param stretches the stretches of a step between two cuts
 * @param tail      what ends each step and, before the first, begins a launch; it is the end of the last stretch too
 */
record StepOutline(List<Stretch> stretches, List<Action> tail) {

    /** Something each element does. */
    sealed interface Action {
        /** Shows the exports of populations at a stage; those at stage 0 are of the next step. */
        record ExportNeurons(int stage) implements Action {}

        /** Shows the exports of synapses at a stage. */
        record ExportSynapses(int stage) implements Action {}

        /** Adds the state at the start of the step to what is tallied of it. */
        record Tally() implements Action {}

        /** Sums over synapses, takes the slopes and moves on to the next stage or the end of the step. */
        record Derive(int stage) implements Action {}

        /** Finds out whether the element fired. */
        record Fire() implements Action {}

        /** Adds what spikes bring. */
        record Deliver() implements Action {}

        /** Records the state, where it is due. */
        record Record() implements Action {}
    }

    /**
     * Actions without a cut among them.
     *
     * @param cut whether a cut must stand before them
     */
    record Stretch(boolean cut, List<Action> actions) {
        Stretch {
            actions = List.copyOf(actions);
        }
    }

    /** The outline of a program. */
    static StepOutline of(StepProgram program) {
        boolean neuronsShow = program.blocks().stream().anyMatch(b -> shows(b) && !b.isSynapses());
        boolean synapsesShow = program.blocks().stream().anyMatch(b -> shows(b) && b.isSynapses());
        int stages = program.tableau().stages();
        List<Action> tail = new ArrayList<>(List.of(new Action.Record()));
        if (neuronsShow) {
            tail.add(new Action.ExportNeurons(0));
        }
        List<Stretch> stretches = new ArrayList<>();
        List<Action> current = new ArrayList<>();
        boolean cut = false;
        for (int s = 0; s < stages; s++) {
            if (neuronsShow || synapsesShow) {
                if (!current.isEmpty()) {
                    stretches.add(new Stretch(cut, current));
                    current.clear();
                }
                cut = true;
            }
            if (synapsesShow) {
                stretches.add(new Stretch(true, List.of(new Action.ExportSynapses(s))));
            }
            if (s == 0) {
                current.add(new Action.Tally());
            }
            current.add(new Action.Derive(s));
            if (neuronsShow && s + 1 < stages) {
                current.add(new Action.ExportNeurons(s + 1));
            }
        }
        current.add(new Action.Fire());
        if (!program.deliveries().isEmpty()) {
            stretches.add(new Stretch(cut, current));
            current.clear();
            cut = true;
            current.add(new Action.Deliver());
        }
        current.addAll(tail);
        stretches.add(new Stretch(cut, current));
        return new StepOutline(List.copyOf(stretches), List.copyOf(tail));
    }

    private static boolean shows(Block block) {
        return !block.exports().results().isEmpty();
    }

    /** Whether a block has anything to do in an action. */
    static boolean concerns(Action action, Block block, StepProgram program) {
        return switch (action) {
            case Action.ExportNeurons _ -> shows(block) && !block.isSynapses();
            case Action.ExportSynapses _ -> shows(block) && block.isSynapses();
            case Action.Tally _, Action.Derive _ -> !block.states().isEmpty();
            case Action.Fire _ -> block.firing().isPresent();
            case Action.Deliver _ -> program.deliveries().stream().anyMatch(d -> d.block().equals(block.name()));
            case Action.Record _ -> true;
        };
    }
}
