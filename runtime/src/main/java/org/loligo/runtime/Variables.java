package org.loligo.runtime;

import java.util.List;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.StepProgram.Location;
import org.loligo.model.ModelException;
import org.loligo.model.Names;
import org.loligo.model.Network;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Projection;
import org.loligo.model.State;
import org.loligo.model.Unit;

/**
 * The variables of a network by the names users know, wherever the program keeps them.
 *
 * @param asking what asks for them, for messages: {@code record}
 */
record Variables(String asking, Network network, StepProgram program) {

    /**
     * Where a variable is.
     *
     * @throws ModelException when there is none
     */
    Location location(String owner, String variable) {
        if (!network.names().contains(owner)) {
            throw new ModelException(asking + ": '" + owner + "' is not a population or projection"
                    + Names.suggestion(owner, network.names()));
        }
        Location location = program.variables().get(owner + "." + variable);
        if (location == null) {
            List<String> known = program.variables().keySet().stream().filter(n -> n.startsWith(owner + "."))
                    .map(n -> n.substring(owner.length() + 1)).toList();
            throw new ModelException(asking + ": '" + owner + "' has no variable '" + variable + "'" + Names.suggestion(variable, known));
        }
        return location;
    }

    /** The elements of a variable in one instance. */
    int count(Location location) {
        return location.index() == null ? program.block(location.block()).count() : location.index().length;
    }

    /**
     * A population whose spikes are asked for.
     *
     * @throws ModelException when there is none, or it has no threshold
     */
    Population firing(String population) {
        Population p = network.population(population);
        if (p.model().event().isEmpty()) {
            throw new ModelException(asking + ": population '" + population + "' has no spikes, its model '" + p.model().name()
                    + "' has no threshold");
        }
        return p;
    }

    /** What an element of a variable is. */
    Series.Element element(String owner, String variable) {
        return network.projections().stream().anyMatch(p -> p.name().equals(owner)
                && p.model().state(variable).filter(s -> s.owner() == Owner.SELF).isPresent())
                ? Series.Element.SYNAPSE : Series.Element.NEURON;
    }

    /** The unit of a variable. */
    Unit unit(String owner, String variable) {
        for (Population p : network.populations()) {
            if (p.name().equals(owner)) {
                return p.model().state(variable).map(State::unit).orElse(Unit.MILLISECOND);
            }
        }
        for (Projection p : network.projections()) {
            if (p.name().equals(owner)) {
                return p.model().state(variable).orElseThrow().unit();
            }
        }
        throw new IllegalStateException(owner);
    }
}
