package org.loligo.cli.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.loligo.model.Names;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Projection;
import org.loligo.model.State;
import org.loligo.model.Summary;
import org.loligo.model.Summary.SpikeStatistic;
import org.loligo.model.Summary.VariableStatistic;
import org.loligo.model.TimeGrid;

/** The list {@code summarise}: what is worked out of the run while it steps. */
final class Summaries {
    private final List<Population> populations;
    private final List<Projection> projections;
    private final TimeGrid time;
    private final Set<String> columns = new HashSet<>();

    Summaries(List<Population> populations, List<Projection> projections, TimeGrid time) {
        this.populations = populations;
        this.projections = projections;
        this.time = time;
    }

    /** Reads the list. */
    List<Summary> read(Tree node) {
        List<Summary> summaries = new ArrayList<>();
        for (Tree item : node.items("summaries, each beginning with '-'")) {
            Section section = Section.of(item, "a summary", "population", "projection", "spikes", "variable", "of", "from", "to", "per",
                    "name");
            boolean ofProjection = section.choice(List.of("population", "projection")).equals("projection");
            summaries.add(ofProjection ? ofProjection(section) : ofPopulation(section));
        }
        return summaries;
    }

    private Summary ofPopulation(Section section) {
        Population population = Populations.named(section.require("population", ""), populations);
        boolean perNeuron = perElement(section, "population", "neuron");
        if (section.choice(List.of("spikes", "variable")).equals("variable")) {
            return variable(section, population.name(), population.model().name(),
                    population.model().states().stream().map(State::name).toList(), perNeuron);
        }
        Tree node = section.require("spikes", "");
        if (population.model().event().isEmpty()) {
            throw node.refuse("model '" + population.model().name() + "' of population '" + population.name()
                    + "' has no threshold to fire at");
        }
        section.get("of").ifPresent(of -> {
            throw of.refuse("statistics of spikes stand behind 'spikes', as in spikes: [count, rate]");
        });
        List<SpikeStatistic> of = statistics(node, "of spikes", SpikeStatistic.values());
        if (of.contains(SpikeStatistic.CV_ISI) && !(time instanceof TimeGrid.Uniform)) {
            throw node.refuse("cv_isi needs steps of equal length, but the times are a grid; record the spikes instead");
        }
        return named(section, node, of, name ->
                new Summary.OfSpikes(name, population.name(), window(section), perNeuron, of), population.name() + ".");
    }

    private Summary ofProjection(Section section) {
        Tree node = section.require("projection", "");
        String name = node.text("the name of a projection");
        Projection projection = projections.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> node.refuse("'" + name
                + "' is not a projection" + Names.suggestion(name, projections.stream().map(Projection::name).toList())));
        section.get("spikes").ifPresent(s -> {
            throw s.refuse("synapses do not fire; expected 'variable'");
        });
        boolean ofNeurons = section.get("variable").flatMap(v -> projection.model().state(v.text("a state")))
                .filter(s -> s.owner() == Owner.POST).isPresent();
        return variable(section, name, projection.model().name(), projection.model().states().stream().map(State::name).toList(),
                perElement(section, "projection", ofNeurons ? "neuron" : "synapse"));
    }

    private Summary variable(Section section, String owner, String model, List<String> states, boolean perElement) {
        Tree node = section.require("variable", "the name of a state");
        if (node.text("the name of a state").equals(Population.LAST_SPIKE)) {
            throw node.refuse("last_spike is a time and has no statistics; expected a state, or 'spikes' in place of 'variable'");
        }
        String variable = node.oneOf("a state of model '" + model + "'", states);
        Tree list = section.require("of", "a list of " + String.join(", ", VariableStatistic.names()));
        List<VariableStatistic> of = statistics(list, "of a variable", VariableStatistic.values());
        return named(section, list, of, name -> new Summary.OfVariable(name, owner, variable, window(section), perElement, of),
                owner + "." + variable + ".");
    }

    /** Whether each element has results of its own. */
    private static boolean perElement(Section section, String together, String each) {
        return section.get("per").map(p -> p.oneOf("what a summary can be per", List.of(together, each)).equals(each)).orElse(false);
    }

    private static <S extends Summary.Statistic> List<S> statistics(Tree list, String what, S[] all) {
        List<String> names = Arrays.stream(all).map(Summary.Statistic::text).toList();
        List<S> chosen = new ArrayList<>();
        for (Tree item : list.items("statistics, such as [" + names.getFirst() + "]")) {
            S statistic = all[names.indexOf(item.oneOf("a statistic " + what, names))];
            if (chosen.contains(statistic)) {
                throw item.refuse("'" + statistic.text() + "' is asked for twice");
            }
            chosen.add(statistic);
        }
        if (chosen.isEmpty()) {
            throw list.refuse("expected at least one of " + String.join(", ", names));
        }
        return chosen;
    }

    /** A summary by its name, which must keep its columns apart from others; {@code what} is what they begin with. */
    private Summary named(Section section, Tree list, List<? extends Summary.Statistic> of, Function<String, Summary> summary,
            String what) {
        String name = section.get("name").map(n -> {
            String text = n.text("a name");
            boolean taken = populations.stream().anyMatch(p -> p.name().equals(text))
                    || projections.stream().anyMatch(p -> p.name().equals(text));
            if (taken || !Names.isValid(text)) {
                throw n.refuse("'" + text + "' is not a name for a summary; expected a letter first, then letters, digits, _ and -"
                        + (taken ? ", and no name of a population or projection" : ""));
            }
            return text;
        }).orElse("");
        for (Summary.Statistic statistic : of) {
            String column = (name.isEmpty() ? "" : name + ".") + what + statistic.text();
            if (!columns.add(column)) {
                throw list.refuse("two summaries would both be '" + column + "'; give one of them a name of its own, as in name: late");
            }
        }
        return summary.apply(name);
    }

    private Summary.Window window(Section section) {
        BigDecimal from = section.get("from").map(n -> TimeSection.edge(n, time)).orElseGet(() -> time.exactTime(0));
        BigDecimal to = section.get("to").map(n -> TimeSection.edge(n, time)).orElseGet(() -> time.exactTime(time.steps()));
        // the later edge that is given is the one to look at first
        Tree place = section.get("to").or(() -> section.get("from")).orElse(section.node());
        return InputException.at(place, () -> Summary.Window.between(time, from, to));
    }
}
