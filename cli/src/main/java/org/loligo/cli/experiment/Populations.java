package org.loligo.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.loligo.model.Names;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;
import org.loligo.model.Unit;
import org.loligo.model.Value;
import org.loligo.models.Models;

/** The section {@code populations}. */
final class Populations {
    private Populations() {}

    /** Reads the section. */
    static List<Population> read(Tree node, ValueForm form, Sweep sweep) {
        Tree.Mapping named = Section.mapping(node, "a section with the names of populations");
        List<Population> populations = new ArrayList<>();
        named.entries().forEach((name, entry) -> populations.add(population(name, entry, form, sweep)));
        if (populations.isEmpty()) {
            throw node.refuse("a network needs at least one population");
        }
        return populations;
    }

    private static Population population(String name, Tree.Entry entry, ValueForm form, Sweep sweep) {
        Section section = Section.of(entry.value(), "a population", "model", "size", "parameters", "initial");
        NeuronModel model = model(section.require("model", "the name of a neuron model"));
        int size = (int) section.require("size", "the number of neurons").integer("the number of neurons", 1, Integer.MAX_VALUE);
        Map<String, Value> parameters = Slot.read(section.get("parameters"), section.node().pathOf("parameters"),
                "a parameter of model '" + model.name() + "'", parameters(model, size), form, sweep);
        Map<String, Value> initial = Slot.read(section.get("initial"), section.node().pathOf("initial"),
                "a state of model '" + model.name() + "'", states(model, size), form, sweep);
        return InputException.at(entry.place(), () -> new Population(name, model, size, parameters, initial));
    }

    /** The parameters an experiment can give a value. */
    static List<Slot> parameters(NeuronModel model, int size) {
        return model.parameters().stream().map(p -> new Slot(p.name(), p.unit(), OptionalInt.of(size))).toList();
    }

    /** The states an experiment can give an initial value. */
    static List<Slot> states(NeuronModel model, int size) {
        List<Slot> states = new ArrayList<>();
        model.states().forEach(s -> states.add(new Slot(s.name(), s.unit(), OptionalInt.of(size))));
        if (model.event().isPresent()) {
            states.add(new Slot(Population.LAST_SPIKE, Unit.MILLISECOND, OptionalInt.of(size)));
        }
        return states;
    }

    private static NeuronModel model(Tree node) {
        String name = node.text("the name of a neuron model");
        return Models.neuron(name).orElseThrow(() -> node.refuse(Models.synapse(name).isPresent()
                ? "'" + name + "' is a synapse model, expected a neuron model"
                : "'" + name + "' is not a neuron model"
                        + Names.suggestion(name, Models.names().stream().filter(n -> Models.neuron(n).isPresent()).toList())));
    }

    /** The population a node names. */
    static Population named(Tree node, List<Population> populations) {
        String name = node.text("the name of a population");
        return populations.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> node.refuse("'" + name
                + "' is not a population" + Names.suggestion(name, populations.stream().map(Population::name).toList())));
    }
}
