package org.loligo.codegen.feed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Neurons by what their stimuli are worth: those of one class get the same value at every time, so that a device needs one number for a
 * class where a host would write one for each neuron.
 */
public final class StimulusClasses {
    /** What a class adds to the class it was split from. */
    private record Step(int parent, int source, int column) {}

    private final int[] ofNeuron;
    private final int[] steps;
    private final List<Step> tree;

    private StimulusClasses(int[] ofNeuron, int[] steps, List<Step> tree) {
        this.ofNeuron = ofNeuron;
        this.steps = steps;
        this.tree = tree;
    }

    /** The class of each neuron. */
    public int[] ofNeuron() {
        return ofNeuron;
    }

    /** How many classes there are. */
    public int size() {
        return steps.length;
    }

    /** Adds up the stimuli for each class in the given phases, in the order in which {@link Drive#values} does for each neuron. */
    public void values(Drive drive, long[] phases, double[] into) {
        double[] sums = new double[tree.size()];
        for (int i = 1; i < sums.length; i++) {
            Step step = tree.get(i);
            sums[i] = sums[step.parent] + drive.value(step.source, phases[step.source], step.column);
        }
        for (int c = 0; c < steps.length; c++) {
            into[c] = sums[steps[c]];
        }
    }

    /** Splits classes, one stimulus of one neuron after the other. */
    static final class Sorting {
        private final int[] at;
        private final Map<Step, Integer> known = new LinkedHashMap<>();
        private final List<Step> tree = new ArrayList<>();

        Sorting(int count) {
            at = new int[count];
            tree.add(null);
        }

        void add(int neuron, int source, int column) {
            at[neuron] = known.computeIfAbsent(new Step(at[neuron], source, column), step -> {
                tree.add(step);
                return tree.size() - 1;
            });
        }

        StimulusClasses done() {
            Map<Integer, Integer> classes = new LinkedHashMap<>();
            int[] ofNeuron = new int[at.length];
            for (int i = 0; i < at.length; i++) {
                ofNeuron[i] = classes.computeIfAbsent(at[i], _ -> classes.size());
            }
            int[] steps = classes.keySet().stream().mapToInt(Integer::intValue).toArray();
            return new StimulusClasses(ofNeuron, steps, tree);
        }
    }
}
