package org.loligo.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Populations, the projections between them and the stimuli that drive them.
 *
 * @param populations the populations, in the order they are stored
 * @param projections the projections
 * @param stimuli     the stimuli
 */
public record Network(List<Population> populations, List<Projection> projections, List<Stimulus> stimuli) {
    private static final Set<String> RESERVED = Set.of("time", "spikes", "final");

    /** @throws ModelException when a name is used twice or not known, or a synapse does not fit the neurons it connects */
    public Network {
        populations = List.copyOf(populations);
        projections = List.copyOf(projections);
        stimuli = List.copyOf(stimuli);
        if (populations.isEmpty()) {
            throw new ModelException("a network needs at least one population");
        }
        Set<String> names = new HashSet<>();
        populations.forEach(p -> requireNew(names, p.name()));
        for (Projection p : projections) {
            requireNew(names, p.name());
            Population from = find(populations, p.from(), "projection '" + p.name() + "': from");
            Population to = find(populations, p.to(), "projection '" + p.name() + "': to");
            requireFit(p, from, to);
        }
        for (Stimulus s : stimuli) {
            Population to = find(populations, s.population(), "stimulus: to");
            List<String> inputs = to.model().inputs().stream().map(Input::name).toList();
            requireKnown("stimulus of '" + to.name() + "': input", List.of(s.input()), inputs);
            if (s.neurons() != null) {
                for (int neuron : s.neurons()) {
                    if (neuron < 0 || neuron >= to.size()) {
                        throw new ModelException("stimulus of '" + to.name() + "': neuron " + neuron + " is out of range, expected 0 to "
                                + (to.size() - 1));
                    }
                }
            }
            if (!(s instanceof Stimulus.TimeCourse) && s.neurons() != null
                    && Arrays.stream(s.neurons()).distinct().count() < s.neurons().length) {
                throw new ModelException("stimulus of '" + to.name() + "': a neuron is listed twice, expected each once"
                        + " where instances differ");
            }
            int listed = s.neurons() == null ? to.size() : s.neurons().length;
            if (courseOf(s) instanceof Stimulus.Samples samples && samples.values().length != 1 && samples.values().length != listed) {
                throw new ModelException("stimulus of '" + to.name() + "': the samples have " + samples.values().length
                        + " rows, expected one for each of the " + listed + " neurons");
            }
        }
    }

    private static Stimulus courseOf(Stimulus stimulus) {
        return stimulus instanceof Stimulus.Scaled scaled ? courseOf(scaled.of()) : stimulus;
    }

    private static void requireFit(Projection p, Population from, Population to) {
        String where = "projection '" + p.name() + "'";
        for (Input used : p.model().neurons()) {
            boolean isPre = used.name().startsWith("pre.");
            Population side = isPre ? from : to;
            String state = used.name().substring(used.name().indexOf('.') + 1);
            State found = side.model().state(state).orElseThrow(() -> new ModelException(where + ": model '" + p.model().name()
                    + "' needs state '" + state + "' of population '" + side.name() + "', but model '" + side.model().name() + "' has "
                    + side.model().states().stream().map(State::name).toList()));
            if (!found.unit().fits(used.unit())) {
                throw new ModelException(where + ": model '" + p.model().name() + "' takes " + used.name() + " in " + used.unit()
                        + ", but in population '" + side.name() + "' it is in " + found.unit());
            }
        }
        if ((p.model().window().isPresent() || !p.model().jumps().isEmpty()) && from.model().event().isEmpty()) {
            throw new ModelException(where + ": model '" + p.model().name() + "' needs spikes, but model '" + from.model().name()
                    + "' of population '" + from.name() + "' has no threshold");
        }
        Input current = to.model().synapticCurrent().orElseThrow(() -> new ModelException(where + ": model '" + to.model().name()
                + "' of population '" + to.name() + "' takes no synaptic current"));
        if (!current.unit().fits(p.model().currentUnit())) {
            throw new ModelException(where + ": the current of model '" + p.model().name() + "' is in " + p.model().currentUnit()
                    + ", but model '" + to.model().name() + "' of population '" + to.name() + "' takes " + current.unit());
        }
    }

    private static void requireNew(Set<String> names, String name) {
        if (!names.add(name)) {
            throw new ModelException("the name '" + name + "' is used twice; names are unique over populations and projections");
        }
    }

    static void requireName(String name, String kind) {
        if (!Names.isValid(name)) {
            throw new ModelException("'" + name + "' is not a name for a " + kind + "; expected a letter, then letters, digits, _ or -");
        }
        if (RESERVED.contains(name)) {
            throw new ModelException("'" + name + "' is reserved and cannot name a " + kind);
        }
    }

    static void requireKnown(String what, Collection<String> given, Collection<String> known) {
        for (String name : given) {
            if (!known.contains(name)) {
                throw new ModelException(what + " '" + name + "' is not known" + Names.suggestion(name, known));
            }
        }
    }

    private static Population find(List<Population> populations, String name, String where) {
        return populations.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> new ModelException(where + " '" + name
                + "' is not a population" + Names.suggestion(name, populations.stream().map(Population::name).toList())));
    }

    /** The population with this name. */
    public Population population(String name) {
        return find(populations, name, "population");
    }

    /** The names of populations and projections. */
    public List<String> names() {
        List<String> names = new ArrayList<>(populations.stream().map(Population::name).toList());
        projections.forEach(p -> names.add(p.name()));
        return names;
    }

    /** The number of neurons. */
    public long neurons() {
        return populations.stream().mapToLong(Population::size).sum();
    }
}
