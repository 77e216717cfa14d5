package org.loligo.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.StepProgram.Location;
import org.loligo.codegen.feed.LastSpikes;
import org.loligo.codegen.feed.Ticks;
import org.loligo.model.ModelException;
import org.loligo.model.Names;
import org.loligo.model.Network;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.State;
import org.loligo.model.Unit;

/** What an experiment records, in terms of its program. */
final class RunPlan {
    private final Experiment experiment;
    private final StepProgram lowered;
    private final StepProgram program;

    RunPlan(Experiment experiment, StepCompiler.Compilation compilation) {
        this.experiment = experiment;
        lowered = compilation.lowered();
        program = compilation.program();
    }

    RunLayout layout(Map<String, String> attributes) {
        List<Series> series = new ArrayList<>();
        List<SpikeSeries> spikes = new ArrayList<>();
        Map<String, Boolean> seen = new LinkedHashMap<>();
        for (Recording r : experiment.recordings()) {
            switch (r) {
                case Recording.SpikesOf(String population) -> {
                    Population p = experiment.network().population(population);
                    if (p.model().event().isEmpty()) {
                        throw new ModelException("record: population '" + population + "' has no spikes, its model '" + p.model().name()
                                + "' has no threshold");
                    }
                    if (seen.put(population + " spikes", true) != null) {
                        throw new ModelException("record: the spikes of '" + population + "' are listed twice");
                    }
                    spikes.add(new SpikeSeries(population, p.size()));
                }
                case Recording.Variables v -> {
                    for (String variable : v.variables()) {
                        if (seen.put(v.owner() + "." + variable, true) != null) {
                            throw new ModelException("record: '" + v.owner() + "." + variable + "' is listed twice");
                        }
                        series.add(series(v, variable));
                    }
                }
            }
        }
        return new RunLayout(experiment.name(), experiment.time(), experiment.instances(), experiment.precision(), series, spikes,
                attributes, experiment.swept());
    }

    private Series series(Recording.Variables v, String variable) {
        Network network = experiment.network();
        if (!network.names().contains(v.owner())) {
            throw new ModelException("record: '" + v.owner() + "' is not a population or projection"
                    + Names.suggestion(v.owner(), network.names()));
        }
        Location location = program.variables().get(v.owner() + "." + variable);
        if (location == null) {
            List<String> known = program.variables().keySet().stream().filter(n -> n.startsWith(v.owner() + "."))
                    .map(n -> n.substring(v.owner().length() + 1)).toList();
            throw new ModelException("record: '" + v.owner() + "' has no variable '" + variable + "'" + Names.suggestion(variable, known));
        }
        int count = location.index() == null ? program.block(location.block()).count() : location.index().length;
        boolean synapses = network.projections().stream().anyMatch(p -> p.name().equals(v.owner()) && isOfSynapse(p, variable));
        int[] elements = v.elements() == null ? IntStream.range(0, count).toArray() : v.elements();
        for (int e : elements) {
            if (e < 0 || e >= count) {
                throw new ModelException("record of '" + v.owner() + "': " + (synapses ? "synapse " : "neuron ") + e
                        + " is out of range, expected 0 to " + (count - 1));
            }
        }
        boolean isTime = variable.equals(Population.LAST_SPIKE);
        return new Series(v.owner(), variable, unit(v.owner(), variable), synapses ? Series.Element.SYNAPSE : Series.Element.NEURON,
                elements, population(v.owner(), variable), synapses ? postsynaptic(v.owner(), elements) : elements, v.every(),
                experiment.time().steps() / v.every() + 1, isTime ? Precision.FLOAT64 : experiment.precision());
    }

    private static boolean isOfSynapse(Projection p, String variable) {
        return p.model().state(variable).filter(s -> s.owner() == Owner.SELF).isPresent();
    }

    /** The population whose neurons have a variable, or have the synapses that have it. */
    private String population(String owner, String variable) {
        return experiment.network().projections().stream().filter(p -> p.name().equals(owner)).findFirst()
                .map(p -> p.model().state(variable).orElseThrow().owner() == Owner.PRE ? p.from() : p.to()).orElse(owner);
    }

    /** Where synapses end. Only the network as it was written still has a block of them for sure. */
    private int[] postsynaptic(String projection, int[] synapses) {
        int[] post = lowered.block(projection).wiring().orElseThrow().synapses().post();
        return IntStream.of(synapses).map(k -> post[k]).toArray();
    }

    private String unit(String owner, String variable) {
        for (Population p : experiment.network().populations()) {
            if (p.name().equals(owner)) {
                return p.model().state(variable).map(State::unit).orElse(Unit.MILLISECOND).toString();
            }
        }
        for (Projection p : experiment.network().projections()) {
            if (p.name().equals(owner)) {
                return p.model().state(variable).orElseThrow().unit().toString();
            }
        }
        throw new IllegalStateException(owner);
    }

    /** Every variable of the network at the end of a run. */
    FinalState finalState(NetworkState end) {
        Ticks ticks = new Ticks(program.time(), program.tableau());
        List<FinalState.Variable> variables = new ArrayList<>();
        program.variables().forEach((name, location) -> {
            int b = program.blockIndex(location.block());
            Block block = program.blocks().get(b);
            boolean isTime = location.state().equals(Population.LAST_SPIKE);
            int count = location.index() == null ? block.count() : location.index().length;
            double[] values = new double[program.instances() * count];
            LastSpikes spikes = null;
            if (isTime) {
                spikes = new LastSpikes(block, program.instances(), ticks);
                spikes.restore(end.lastSpikes().get(b));
            }
            for (int k = 0; k < values.length; k++) {
                int element = location.index() == null ? k % count : location.index()[k % count];
                int from = k / count * block.count() + element;
                values[k] = isTime ? spikes.time(from) : end.precision().get(end.states().get(b)[block.stateIndex(location.state())], from);
            }
            int dot = name.indexOf('.');
            variables.add(new FinalState.Variable(name.substring(0, dot), name.substring(dot + 1),
                    isTime ? Precision.FLOAT64 : end.precision(), count, values));
        });
        return new FinalState(end.step(), variables);
    }
}
