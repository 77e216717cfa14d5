package org.loligo.conformance;

import static org.loligo.conformance.RandomValues.decimal;
import static org.loligo.expr.Expressions.sin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.Tableau;
import org.loligo.expr.Expressions;
import org.loligo.model.Connectivity;
import org.loligo.model.ModelException;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.Stimulus;
import org.loligo.model.Storage;
import org.loligo.model.Summary;
import org.loligo.model.Summary.SpikeStatistic;
import org.loligo.model.SynapseModel;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.runtime.Experiment;

/** One random experiment while it is drawn. */
final class RandomExperiment {
    private static final BigDecimal STEP = new BigDecimal("0.05");
    /** So many that steps need more than 32 bits from the middle on, and so do times in steps. */
    private static final long AN_AGE = 10_000_000_000L;

    private final RandomNetworks kind;
    private final long seed;
    private final RandomValues values;
    private final RandomGenerator random;
    private final RandomModels models;
    private final TimeGrid time;
    /** What times of stimuli count from. */
    private final BigDecimal origin;

    RandomExperiment(RandomNetworks kind, long seed) {
        this.kind = kind;
        this.seed = seed;
        values = new RandomValues(seed, kind.instances());
        random = values.random;
        time = time();
        boolean old = time.steps() > Integer.MAX_VALUE;
        origin = old ? time.exactTime(time.steps() / 2) : BigDecimal.ZERO;
        // in single precision the time of an age is so coarse that nothing that uses it can be compared
        models = new RandomModels(values, !old, kind.functions());
    }

    RandomNetwork draw(Precision precision) {
        List<Population> populations = new ArrayList<>();
        int n = 1 + random.nextInt(kind.projections() ? 3 : 4);
        for (int p = 0; p < n; p++) {
            populations.add(population(p));
        }
        List<Projection> projections = new ArrayList<>();
        int m = kind.projections() ? random.nextInt(4) : 0;
        for (int p = 0; p < m; p++) {
            projections.add(projection("J" + p, populations));
        }
        List<Stimulus> stimuli = new ArrayList<>();
        for (Population p : populations) {
            for (int s = random.nextInt(3); s > 0; s--) {
                Stimulus course = values.oneIn(4) ? timed(p) : stimulus(p);
                stimuli.add(values.oneIn(3) ? new Stimulus.Scaled(course,
                        values.value(course.neurons() == null ? p.size() : course.neurons().length)) : course);
            }
        }
        Tableau tableau = values.pick(List.of(Tableau.EULER, Tableau.MIDPOINT, Tableau.RK4, Tableau.RK4, Tableau.RK4_38));
        Experiment drawn = new Experiment("random-" + seed, new Network(populations, projections, stimuli), time, tableau, precision, seed,
                values.instances, recordings(populations, projections), summaries(populations, projections));
        // all passes most of the time, because that is what users run
        if (!values.oneIn(3)) {
            return new RandomNetwork(withMatrices(drawn), StepCompiler.allPasses());
        }
        return new RandomNetwork(drawn, StepCompiler.allPasses().stream().filter(_ -> !values.oneIn(3)).toList());
    }

    private TimeGrid time() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> {
                double[] times = new double[400];
                times[0] = random.nextDouble();
                for (int i = 1; i < times.length; i++) {
                    times[i] = times[i - 1] + 0.01 + 0.08 * random.nextDouble();
                }
                yield new TimeGrid.Explicit(times);
            }
            case 2 -> new TimeGrid.Uniform(BigDecimal.ZERO, STEP.multiply(BigDecimal.valueOf(AN_AGE)), STEP);
            default -> new TimeGrid.Uniform(decimal(random.nextInt(5) - 2), decimal(100), STEP);
        };
    }

    private Population population(int p) {
        NeuronModel model = models.neuron("cell" + p);
        int size = 1 + random.nextInt(kind.neurons());
        Map<String, Value> parameters = new HashMap<>();
        for (var parameter : model.parameters()) {
            if (random.nextBoolean()) {
                parameters.put(parameter.name(), valueFor(parameter.name(), size));
            }
        }
        Map<String, Value> initial = new HashMap<>();
        for (var s : model.states()) {
            if (random.nextBoolean()) {
                initial.put(s.name(), values.value(size));
            }
        }
        if (model.event().isPresent() && values.oneIn(3)) {
            initial.put(Population.LAST_SPIKE, Value.of(-0.1 * random.nextInt(5) - 0.013));
        }
        return new Population("P" + p, model, size, parameters, initial);
    }

    private Value valueFor(String parameter, int count) {
        return parameter.startsWith("t_") ? values.times(count, 12) : values.value(count);
    }

    private Projection projection(String name, List<Population> populations) {
        Population from = values.pick(populations);
        Population to = values.pick(populations);
        SynapseModel model = models.synapse("synapse-" + name, from.model().event().isPresent());
        Connectivity connectivity = switch (random.nextInt(5)) {
            case 0 -> new Connectivity.AllToAll(random.nextBoolean());
            case 1 -> new Connectivity.Probability(random.nextDouble(), true);
            case 2 -> matrix(from.size(), to.size());
            case 3 -> edges(from.size(), to.size(), 0);
            default -> edges(from.size(), to.size(), 1 + random.nextInt(4 * to.size()));
        };
        int synapses = connectivity.resolve(name, from.size(), to.size(), from == to, seed).size();
        Map<String, Value> parameters = new HashMap<>();
        for (var p : model.parameters()) {
            if (values.oneIn(3)) {
                parameters.put(p.name(), valueFor(p.name(),
                        p.owner() == Owner.PRE ? from.size() : p.owner() == Owner.POST ? to.size() : synapses));
            }
        }
        Map<String, Value> initial = new HashMap<>();
        for (var s : model.states()) {
            if (values.oneIn(3)) {
                initial.put(s.name(), values.value(s.owner() == Owner.POST ? to.size() : synapses));
            }
        }
        Storage storage = values.oneIn(3) ? Storage.SPARSE : Storage.AUTO;
        Value weight = values.oneIn(3) ? new Value.PerInstance(random.doubles(values.instances, 0.1, 1).toArray()) : Value.of(1);
        return new Projection(name, from.name(), to.name(), model, connectivity, storage, parameters, initial, weight);
    }

    private Connectivity matrix(int pre, int post) {
        double[][] weights = new double[post][pre];
        for (double[] row : weights) {
            for (int j = 0; j < pre; j++) {
                row[j] = random.nextBoolean() ? values.number() : 0;
            }
        }
        return new Connectivity.Matrix(weights);
    }

    private Connectivity edges(int pre, int post, int n) {
        int[] from = new int[n];
        int[] to = new int[n];
        double[] weight = new double[n];
        for (int k = 0; k < n; k++) {
            // a pair may come twice
            from[k] = random.nextInt(pre);
            to[k] = random.nextInt(post);
            weight[k] = values.number() / 4;
        }
        return new Connectivity.Edges(from, to, weight);
    }

    private Stimulus stimulus(Population p) {
        int[] neurons = random.nextBoolean() ? null : random.ints(1 + random.nextInt(p.size()), 0, p.size()).distinct().toArray();
        int rows = random.nextBoolean() ? 1 : neurons == null ? p.size() : neurons.length;
        return switch (random.nextInt(origin.signum() == 0 ? 3 : 2)) {
            case 0 -> new Stimulus.Pulses(p.name(), "I", neurons, List.of(pulse("0.1", "1.2"), pulse("0.5", "3")));
            case 1 -> {
                double[][] samples = new double[rows][30];
                for (double[] row : samples) {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = values.number();
                    }
                }
                yield new Stimulus.Samples(p.name(), "I", neurons, samples, decimal(random.nextBoolean() ? "0.05" : "0.17"));
            }
            default -> new Stimulus.Waveform(p.name(), "I", neurons, sin(Expressions.TIME.times(2)));
        };
    }

    /** A pulse whose times differ; some start where others stop, and some never. */
    private Stimulus timed(Population p) {
        double from = origin.doubleValue();
        Value start = new Value.PerInstance(random.ints(values.instances, 0, 12).mapToDouble(k -> from + k * 5 / 100.0).toArray());
        Value stop = new Value.PerElement(random.ints(p.size(), 0, 24).mapToDouble(k -> from + k * 5 / 100.0).toArray());
        return new Stimulus.TimedPulse(p.name(), "I", null, start, stop);
    }

    private Stimulus.Pulse pulse(String start, String stop) {
        return new Stimulus.Pulse(origin.add(decimal(start)), origin.add(decimal(stop)), values.number());
    }

    /** Some variables of some elements, each at its own steps; all spikes most of the time. */
    private List<Recording> recordings(List<Population> populations, List<Projection> projections) {
        List<Recording> recordings = new ArrayList<>();
        boolean everySpike = !values.oneIn(5);
        for (Population p : populations) {
            p.model().states().forEach(s -> sometimes(recordings, p.name(), s.name(), p.size()));
            if (p.model().event().isPresent()) {
                sometimes(recordings, p.name(), Population.LAST_SPIKE, p.size());
                if (everySpike || random.nextBoolean()) {
                    recordings.add(new Recording.SpikesOf(p.name()));
                }
            }
        }
        for (Projection p : projections) {
            int pre = size(populations, p.from());
            int post = size(populations, p.to());
            int synapses = p.connectivity().resolve(p.name(), pre, post, p.from().equals(p.to()), seed).size();
            p.model().states().forEach(s -> sometimes(recordings, p.name(), s.name(), s.owner() == Owner.POST ? post : synapses));
        }
        return recordings;
    }

    private static int size(List<Population> populations, String name) {
        return populations.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow().size();
    }

    private void sometimes(List<Recording> recordings, String owner, String variable, int count) {
        if (random.nextBoolean()) {
            long every = values.pick(List.of(1L, 1L, 2L, 3L, 7L, 50L));
            recordings.add(new Recording.Variables(owner, List.of(variable), values.some(count), every));
        }
    }

    /** Some statistics over windows near the first step; drawn apart, so that they change nothing else. */
    private List<Summary> summaries(List<Population> populations, List<Projection> projections) {
        Random apart = new Random(seed);
        List<Summary> summaries = new ArrayList<>();
        for (Population p : populations) {
            p.model().states().forEach(s -> sometimes(summaries, p.name(), s.name(), apart));
            if (p.model().event().isPresent() && apart.nextInt(3) > 0) {
                List<SpikeStatistic> of = some(Summary.SpikeStatistic.values(), apart);
                of.removeIf(s -> s == SpikeStatistic.CV_ISI && time instanceof TimeGrid.Explicit);
                summaries.add(new Summary.OfSpikes("s" + summaries.size(), p.name(), window(apart), apart.nextBoolean(),
                        of.isEmpty() ? List.of(SpikeStatistic.COUNT) : of));
            }
        }
        for (Projection p : projections) {
            p.model().states().forEach(s -> sometimes(summaries, p.name(), s.name(), apart));
        }
        return summaries;
    }

    private void sometimes(List<Summary> summaries, String owner, String variable, Random apart) {
        if (apart.nextBoolean()) {
            summaries.add(new Summary.OfVariable("s" + summaries.size(), owner, variable, window(apart), apart.nextBoolean(),
                    some(Summary.VariableStatistic.values(), apart)));
        }
    }

    private Summary.Window window(Random apart) {
        long first = time.steps() > Integer.MAX_VALUE ? time.steps() / 2 : 0;
        long from = first + (apart.nextInt(3) == 0 ? 0 : apart.nextInt(60));
        return new Summary.Window(from, from + 1 + apart.nextInt(80));
    }

    /** At least one, in their order. */
    private static <T> List<T> some(T[] choices, Random apart) {
        int chosen = 1 + apart.nextInt((1 << choices.length) - 1);
        return new ArrayList<>(IntStream.range(0, choices.length).filter(i -> (chosen >> i & 1) > 0).mapToObj(i -> choices[i]).toList());
    }

    /** Stores some projections as matrices, where all passes together make that possible. */
    private Experiment withMatrices(Experiment e) {
        List<Projection> projections = new ArrayList<>(e.network().projections());
        for (int p = 0; p < projections.size(); p++) {
            Projection before = projections.get(p);
            if (values.oneIn(3)) {
                projections.set(p, RandomNetwork.stored(before, Storage.DENSE));
                try {
                    RandomNetwork.compile(e, network(e, projections), StepCompiler.allPasses());
                } catch (ModelException aSynapseHasAStateOfItsOwn) {
                    projections.set(p, before);
                }
            }
        }
        return new Experiment(e.name(), network(e, projections), e.time(), e.integrator(), e.precision(), e.seed(), e.instances(),
                e.recordings(), e.summaries());
    }

    private static Network network(Experiment e, List<Projection> projections) {
        return new Network(e.network().populations(), projections, e.network().stimuli());
    }
}
