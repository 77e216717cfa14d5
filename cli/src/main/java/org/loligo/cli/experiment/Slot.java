package org.loligo.cli.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.loligo.model.Names;
import org.loligo.model.Population;
import org.loligo.model.Unit;
import org.loligo.model.Value;

/**
 * A parameter or an initial state that an experiment can give a value.
 *
 * @param name  its name
 * @param unit  its unit in the model
 * @param count how many values it takes when each element has its own, when that is known already
 */
record Slot(String name, Unit unit, OptionalInt count) {

    /**
     * Reads the values given for some slots, in the file or by the sweep.
     *
     * @param node  the section that gives them, if it is there
     * @param path  the path of that section
     * @param what  what they are, as in {@code a parameter of model 'gaba-a'}
     */
    static Map<String, Value> read(Optional<Tree> node, String path, String what, List<Slot> slots, ValueForm form, Sweep sweep) {
        Map<String, Value> values = new HashMap<>();
        if (node.isPresent()) {
            List<String> names = slots.stream().map(Slot::name).toList();
            Tree.Mapping given = Section.mapping(node.get(), "a section with the names of values");
            given.entries().forEach((name, entry) -> {
                Slot slot = slots.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow(
                        () -> new InputException(entry.place(), given.pathOf(name) + ": '" + name + "' is not " + what
                                + Names.suggestion(name, names)));
                values.put(name, form.read(entry.value(), slot.unit(), slot.count(), name.equals(Population.LAST_SPIKE)));
            });
        }
        for (Slot slot : slots) {
            sweep.value(path + "." + slot.name(), slot.unit()).ifPresent(v -> values.put(slot.name(), v));
        }
        return values;
    }
}
