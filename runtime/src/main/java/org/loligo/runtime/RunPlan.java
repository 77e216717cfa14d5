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
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Recording;

/** What an experiment records and summarises, in terms of its program. */
final class RunPlan {
    private final Experiment experiment;
    private final StepProgram lowered;
    private final StepProgram program;
    private final Variables known;
    private final SummaryPlan summaries;

    RunPlan(Experiment experiment, StepCompiler.Compilation compilation) {
        this.experiment = experiment;
        lowered = compilation.lowered();
        program = compilation.program();
        known = new Variables("record", experiment.network(), program);
        summaries = new SummaryPlan(experiment, program);
    }

    RunLayout layout(Map<String, String> attributes) {
        List<Series> series = new ArrayList<>();
        List<SpikeSeries> spikes = new ArrayList<>();
        Map<String, Boolean> seen = new LinkedHashMap<>();
        for (Recording r : experiment.recordings()) {
            switch (r) {
                case Recording.SpikesOf(String population) -> {
                    Population p = known.firing(population);
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
                summaries.series(), summaries.tallies(), attributes, experiment.swept());
    }

    private Series series(Recording.Variables v, String variable) {
        Location location = known.location(v.owner(), variable);
        int count = known.count(location);
        Series.Element element = known.element(v.owner(), variable);
        int[] elements = v.elements() == null ? IntStream.range(0, count).toArray() : v.elements();
        for (int e : elements) {
            if (e < 0 || e >= count) {
                throw new ModelException("record of '" + v.owner() + "': " + (element == Series.Element.SYNAPSE ? "synapse " : "neuron ")
                        + e + " is out of range, expected 0 to " + (count - 1));
            }
        }
        boolean isTime = variable.equals(Population.LAST_SPIKE);
        return new Series(v.owner(), variable, known.unit(v.owner(), variable).toString(), element, elements,
                population(v.owner(), variable), element == Series.Element.SYNAPSE ? postsynaptic(v.owner(), elements) : elements,
                v.every(), experiment.time().steps() / v.every() + 1, isTime ? Precision.FLOAT64 : experiment.precision());
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
        return new FinalState(end.step(), variables, summaries.values(end));
    }
}
