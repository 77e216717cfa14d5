package org.loligo.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.loligo.model.Names;
import org.loligo.model.Network;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Projection;
import org.loligo.model.Storage;
import org.loligo.model.SynapseModel;
import org.loligo.model.Unit;
import org.loligo.model.Value;
import org.loligo.models.Models;

/** The section {@code projections}. */
final class Projections {
    private Projections() {}

    /** Reads the section. */
    static List<Projection> read(Tree node, List<Population> populations, Inputs inputs, ValueForm form, Sweep sweep) {
        List<Projection> projections = new ArrayList<>();
        Section.mapping(node, "a section with the names of projections").entries().forEach((name, entry) -> {
            if (populations.stream().anyMatch(p -> p.name().equals(name))) {
                throw new InputException(entry.place(), "projections." + name + ": '" + name
                        + "' is the name of a population, expected a name of its own");
            }
            projections.add(projection(name, entry, populations, inputs, form, sweep));
        });
        return projections;
    }

    private static Projection projection(String name, Tree.Entry entry, List<Population> populations, Inputs inputs, ValueForm form,
            Sweep sweep) {
        Section section = Section.of(entry.value(), "a projection", "from", "to", "model", "connectivity", "storage", "weight",
                "parameters", "initial");
        Population from = Populations.named(section.require("from", "the presynaptic population"), populations);
        Population to = Populations.named(section.require("to", "the postsynaptic population"), populations);
        Tree modelNode = section.require("model", "the name of a synapse model");
        SynapseModel model = model(modelNode);
        ConnectivityForm connectivity = ConnectivityForm.read(section.require("connectivity",
                "which neurons are connected, as in {all-to-all: true}"), from, to, inputs);
        // the storage may stand beside the connectivity or in it
        Storage storage = section.get("storage").map(node -> {
            Storage chosen = ConnectivityForm.storage(node);
            if (connectivity.storage() != Storage.AUTO && connectivity.storage() != chosen) {
                throw node.refuse("contradicts connectivity.storage, which is " + connectivity.storage());
            }
            return chosen;
        }).orElse(connectivity.storage());
        Map<String, Value> parameters = Slot.read(section.get("parameters"), section.node().pathOf("parameters"),
                "a parameter of model '" + model.name() + "'", parameters(model, from, to, connectivity.count()), form, sweep);
        Map<String, Value> initial = Slot.read(section.get("initial"), section.node().pathOf("initial"),
                "a state of model '" + model.name() + "'", states(model, from, to, connectivity.count()), form, sweep);
        Value weight = sweep.value(section.node().pathOf("weight"), Unit.ONE).or(() -> section.get("weight")
                .map(w -> Value.of(Quantity.number(w, Unit.ONE, "what all weights are multiplied by")))).orElse(Value.of(1));
        Projection projection = InputException.at(entry.place(), () -> new Projection(name, from.name(), to.name(), model,
                connectivity.connectivity(), storage, parameters, initial, weight));
        // whether the synapse fits the two neurons is the network's knowledge, so it is asked about each projection alone
        InputException.at(modelNode, () -> new Network(populations, List.of(projection), List.of()));
        return projection;
    }

    /** The parameters an experiment can give a value. */
    static List<Slot> parameters(SynapseModel model, Population from, Population to, OptionalInt synapses) {
        return model.parameters().stream().map(p -> new Slot(p.name(), p.unit(), count(p.owner(), from, to, synapses))).toList();
    }

    /** The states an experiment can give an initial value. */
    static List<Slot> states(SynapseModel model, Population from, Population to, OptionalInt synapses) {
        return model.states().stream().map(s -> new Slot(s.name(), s.unit(), count(s.owner(), from, to, synapses))).toList();
    }

    private static OptionalInt count(Owner owner, Population from, Population to, OptionalInt synapses) {
        return switch (owner) {
            case SELF -> synapses;
            case PRE -> OptionalInt.of(from.size());
            case POST -> OptionalInt.of(to.size());
        };
    }

    private static SynapseModel model(Tree node) {
        String name = node.text("the name of a synapse model");
        return Models.synapse(name).orElseThrow(() -> node.refuse(Models.neuron(name).isPresent()
                ? "'" + name + "' is a neuron model, expected a synapse model"
                : "'" + name + "' is not a synapse model"
                        + Names.suggestion(name, Models.names().stream().filter(n -> Models.synapse(n).isPresent()).toList())));
    }
}
