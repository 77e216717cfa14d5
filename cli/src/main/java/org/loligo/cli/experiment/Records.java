package org.loligo.cli.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.loligo.model.Connectivity;
import org.loligo.model.Names;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.State;
import org.loligo.model.TimeGrid;

/** The list {@code record}. */
final class Records {
    private final List<Population> populations;
    private final List<Projection> projections;
    private final TimeGrid time;
    private final Inputs inputs;
    private final Set<String> seen = new HashSet<>();

    Records(List<Population> populations, List<Projection> projections, TimeGrid time, Inputs inputs) {
        this.populations = populations;
        this.projections = projections;
        this.time = time;
        this.inputs = inputs;
    }

    /** Reads the list. */
    List<Recording> read(Tree node) {
        List<Recording> recordings = new ArrayList<>();
        for (Tree item : node.items("records, each beginning with '-'")) {
            Section section = Section.of(item, "a record", "population", "projection", "variables", "every", "neurons", "synapses",
                    "spikes");
            recordings.add(switch (section.choice(List.of("population", "projection", "spikes"))) {
                case "population" -> population(section);
                case "projection" -> projection(section);
                default -> spikes(section);
            });
        }
        return recordings;
    }

    private Recording population(Section section) {
        Population population = Populations.named(section.require("population", ""), populations);
        List<String> valid = new ArrayList<>(population.model().states().stream().map(State::name).toList());
        if (population.model().event().isPresent()) {
            valid.add(Population.LAST_SPIKE);
        }
        refuse(section, "synapses", "a population has neurons; expected 'neurons'");
        int[] neurons = section.get("neurons").map(n -> Neurons.read(n, "neuron", population.size(), inputs)).orElse(null);
        return variables(section, population.name(), population.model().name(), valid, neurons);
    }

    private Recording projection(Section section) {
        Tree node = section.require("projection", "");
        String name = node.text("the name of a projection");
        Projection projection = projections.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> node.refuse("'" + name
                + "' is not a projection" + Names.suggestion(name, projections.stream().map(Projection::name).toList())));
        refuse(section, "neurons", "a projection has synapses; expected 'synapses'");
        List<String> valid = projection.model().states().stream().map(State::name).toList();
        Optional<Tree> selection = section.get("synapses");
        if (selection.isPresent() && projection.model().states().stream().anyMatch(s -> s.owner() == Owner.POST)) {
            throw selection.get().refuse("model '" + projection.model().name()
                    + "' has states that belong to the postsynaptic neuron, which cannot be selected by synapse");
        }
        int[] synapses = selection.map(n -> Neurons.read(n, "synapse", count(projection).orElse(Integer.MAX_VALUE), inputs)).orElse(null);
        return variables(section, name, projection.model().name(), valid, synapses);
    }

    private static OptionalInt count(Projection projection) {
        return projection.connectivity() instanceof Connectivity.Edges e ? OptionalInt.of(e.pre().length) : OptionalInt.empty();
    }

    private Recording variables(Section section, String owner, String model, List<String> valid, int[] elements) {
        if (valid.isEmpty()) {
            throw section.node().refuse("model '" + model + "' has no states to record");
        }
        List<Tree> nodes = section.require("variables", "a list of states, such as [" + valid.getFirst() + "]").items("states");
        List<String> names = new ArrayList<>();
        for (Tree node : nodes) {
            String name = node.oneOf("a state of model '" + model + "'", valid);
            if (!seen.add(owner + "." + name)) {
                throw node.refuse("'" + name + "' of '" + owner + "' is recorded twice");
            }
            names.add(name);
        }
        if (names.isEmpty()) {
            throw section.require("variables", "").refuse("expected at least one state, such as [" + valid.getFirst() + "]");
        }
        long every = section.get("every").map(n -> TimeSection.every(n, time)).orElse(1L);
        return new Recording.Variables(owner, names, elements, every);
    }

    private Recording spikes(Section section) {
        for (String key : List.of("variables", "every", "neurons", "synapses")) {
            refuse(section, key, "a record of spikes keeps all spikes of a population and has no '" + key + "'");
        }
        Tree node = section.require("spikes", "");
        Population population = Populations.named(node, populations);
        if (population.model().event().isEmpty()) {
            throw node.refuse("model '" + population.model().name() + "' of population '" + population.name()
                    + "' has no threshold to fire at");
        }
        if (!seen.add(population.name() + ".spikes")) {
            throw node.refuse("the spikes of '" + population.name() + "' are recorded twice");
        }
        return new Recording.SpikesOf(population.name());
    }

    private static void refuse(Section section, String key, String sentence) {
        section.get(key).ifPresent(n -> {
            throw n.refuse(sentence);
        });
    }
}
