package org.loligo.cli.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.loligo.expr.Expr;
import org.loligo.expr.Parser;
import org.loligo.io.NpyArray;
import org.loligo.model.Input;
import org.loligo.model.Population;
import org.loligo.model.Stimulus;
import org.loligo.model.Stimulus.Pulse;
import org.loligo.model.TimeGrid;
import org.loligo.model.Unit;
import org.loligo.model.Value;

/** The list {@code stimuli}. */
final class Stimuli {
    private static final List<String> FORMS = List.of("pulse", "pulses", "samples", "expression");

    private final List<Population> populations;
    private final TimeGrid time;
    private final Inputs inputs;
    private final ValueForm form;
    private final Sweep sweep;

    Stimuli(List<Population> populations, TimeGrid time, Inputs inputs, ValueForm form, Sweep sweep) {
        this.populations = populations;
        this.time = time;
        this.inputs = inputs;
        this.form = form;
        this.sweep = sweep;
    }

    /** Reads the list. */
    List<Stimulus> read(Tree node) {
        return node.items("stimuli, each beginning with '-'").stream().flatMap(s -> scaled(s).stream()).toList();
    }

    /** A stimulus with its scale, which is 1 when left out. */
    private List<Stimulus> scaled(Tree node) {
        Section section = Section.of(node, "a stimulus", "to", "input", "neurons", "pulse", "pulses", "samples", "interval", "expression",
                "scale");
        List<Stimulus> stimuli = stimuli(section);
        int listed = listed(stimuli.getFirst());
        Optional<Value> scale = sweep.value(section.node().pathOf("scale"), Unit.ONE)
                .or(() -> section.get("scale").map(s -> form.read(s, Unit.ONE, OptionalInt.of(listed))));
        return scale.isEmpty() ? stimuli : stimuli.stream().<Stimulus>map(s -> new Stimulus.Scaled(s, scale.get())).toList();
    }

    private int listed(Stimulus stimulus) {
        return stimulus.neurons() != null ? stimulus.neurons().length
                : populations.stream().filter(p -> p.name().equals(stimulus.population())).findFirst().orElseThrow().size();
    }

    private List<Stimulus> stimuli(Section section) {
        Population to = Populations.named(section.require("to", "the name of a population"), populations);
        Input input = input(section, to);
        int[] neurons = section.get("neurons").map(n -> Neurons.read(n, "neuron", to.size(), inputs)).orElse(null);
        String written = section.choice(FORMS);
        Tree body = section.get(written).orElseThrow();
        if (!written.equals("samples") && section.has("interval")) {
            throw section.require("interval", "").refuse("only 'samples' have an interval");
        }
        return switch (written) {
            case "pulse" -> pulses(List.of(body), to.name(), input, neurons);
            case "pulses" -> pulses(body.items("pulses"), to.name(), input, neurons);
            case "samples" -> {
                double[][] values = samples(body, neurons == null ? to.size() : neurons.length);
                Tree intervalNode = section.require("interval", "the time between two samples in ms");
                BigDecimal interval = TimeSection.time(intervalNode);
                if (interval.signum() <= 0) {
                    throw intervalNode.expected("the time between two samples, more than 0");
                }
                yield List.of(InputException.at(body, () -> new Stimulus.Samples(to.name(), input.name(), neurons, values, interval)));
            }
            default -> List.of(new Stimulus.Waveform(to.name(), input.name(), neurons, expression(body)));
        };
    }

    private static Input input(Section section, Population to) {
        List<Input> all = to.model().inputs();
        if (all.isEmpty()) {
            throw section.node().refuse("model '" + to.model().name() + "' of population '" + to.name() + "' has no input to stimulate");
        }
        if (!section.has("input") && all.size() == 1) {
            return all.getFirst();
        }
        List<String> names = all.stream().map(Input::name).toList();
        Tree node = section.require("input", "one of " + String.join(", ", names));
        String name = node.oneOf("an input of model '" + to.model().name() + "'", names);
        return all.get(names.indexOf(name));
    }

    /** Pulses of one stimulus; one that differs between instances is a stimulus of its own. */
    private List<Stimulus> pulses(List<Tree> nodes, String to, Input input, int[] neurons) {
        List<Stimulus> stimuli = new ArrayList<>();
        List<Pulse> shared = new ArrayList<>();
        for (Tree node : nodes) {
            Pulse pulse = pulse(node, input);
            Optional<Value> amplitude = sweep.value(node.path() + ".amplitude", input.unit());
            Optional<Value> start = sweep.edges(node.path() + ".start", time);
            Optional<Value> stop = sweep.edges(node.path() + ".stop", time);
            if (amplitude.isEmpty() && start.isEmpty() && stop.isEmpty()) {
                shared.add(pulse);
                continue;
            }
            Stimulus unit = new Stimulus.Pulses(to, input.name(), neurons, List.of(new Pulse(pulse.start(), pulse.stop(), 1)));
            if (start.isPresent() || stop.isPresent()) {
                Value on = start.orElse(Value.of(pulse.start().doubleValue()));
                Value off = stop.orElse(Value.of(pulse.stop().doubleValue()));
                requireOrder(node, on, off);
                unit = new Stimulus.TimedPulse(to, input.name(), neurons, on, off);
            }
            stimuli.add(new Stimulus.Scaled(unit, amplitude.orElse(Value.of(pulse.amplitude()))));
        }
        if (!shared.isEmpty() || stimuli.isEmpty()) {
            stimuli.addFirst(new Stimulus.Pulses(to, input.name(), neurons, shared));
        }
        return stimuli;
    }

    private void requireOrder(Tree node, Value start, Value stop) {
        for (int i = 0; i < sweep.instances(); i++) {
            double on = inInstance(start, i);
            double off = inInstance(stop, i);
            if (off < on) {
                throw node.refuse("in instance " + i + " of the sweep it stops (" + off + " ms) before it starts (" + on + " ms)");
            }
        }
    }

    private static double inInstance(Value time, int instance) {
        return time instanceof Value.PerInstance swept ? swept.values()[instance] : ((Value.Constant) time).value();
    }

    private Pulse pulse(Tree node, Input input) {
        Section section = Section.of(node, "a pulse", "start", "stop", "amplitude");
        BigDecimal start = TimeSection.edge(section.require("start", "the time at which the pulse goes on, in ms"), time);
        BigDecimal stop = TimeSection.edge(section.require("stop", "the time at which the pulse goes off, in ms"), time);
        double amplitude = Quantity.number(section.require("amplitude", "the value of the pulse in " + input.unit()), input.unit(),
                "an amplitude");
        return InputException.at(node, () -> new Pulse(start, stop, amplitude));
    }

    private double[][] samples(Tree file, int neurons) {
        NpyArray array = inputs.array(file, "a .npy file of samples, [sample] or [neuron, sample]", 1, 2);
        double[] data = ValueForm.finite(file, array.values());
        if (array.shape().length == 1) {
            return new double[][] {data};
        }
        if (array.shape()[0] != neurons) {
            throw file.refuse("the file has the shape " + Arrays.toString(array.shape())
                    + ", expected [neuron, sample] with a row for each of " + (neurons == 1 ? "1 neuron" : neurons + " neurons"));
        }
        int count = data.length / neurons;
        double[][] rows = new double[neurons][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(data, i * count, (i + 1) * count));
        return rows;
    }

    private static Expr expression(Tree node) {
        String formula = node.text("a formula in t, as in \"10*sin(t/5)\"");
        // the stimulus checks the names; what it belongs to does not matter here
        return InputException.at(node, () -> new Stimulus.Waveform("", "", null, Parser.parse(formula)).value());
    }
}
