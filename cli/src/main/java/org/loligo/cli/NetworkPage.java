package org.loligo.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.loligo.cli.experiment.ExperimentFile;
import org.loligo.expr.Printer;
import org.loligo.model.Network;
import org.loligo.model.Population;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.Stimulus;
import org.loligo.model.Summary;
import org.loligo.model.Synapses;
import org.loligo.runtime.Experiment;

/** The sizes of a network and what drives and records it, as text. */
final class NetworkPage {
    private NetworkPage() {}

    /** The page. */
    static String of(ExperimentFile file) {
        Experiment e = file.experiment();
        Network network = e.network();
        StringBuilder text = new StringBuilder();
        text.append(e.name()).append(": ").append(e.time().steps()).append(" steps of ").append(e.integrator().name()).append(" from ")
                .append(Printer.number(e.time().time(0))).append(" to ").append(Printer.number(e.time().time(e.time().steps())))
                .append(" ms, ").append(e.precision()).append(", seed ").append(e.seed()).append(", ")
                .append(count(e.instances(), "instance")).append('\n');
        for (Population p : network.populations()) {
            text.append("population ").append(p.name()).append(": ").append(count(p.size(), "neuron")).append(" of ")
                    .append(p.model().name()).append('\n');
        }
        for (Projection p : network.projections()) {
            Synapses synapses = p.connectivity().resolve(p.name(), network.population(p.from()).size(), network.population(p.to()).size(),
                    p.from().equals(p.to()), e.seed());
            text.append("projection ").append(p.name()).append(": ").append(p.from()).append(" -> ").append(p.to()).append(", ")
                    .append(count(synapses.size(), "synapse")).append(" of ").append(p.model().name())
                    .append(String.format(Locale.ROOT, " (%.3g of all pairs)", synapses.density()))
                    .append(", storage ").append(p.storage()).append('\n');
        }
        for (Stimulus s : network.stimuli()) {
            text.append("stimulus of ").append(s.population()).append('.').append(s.input()).append(": ").append(form(s)).append(" to ")
                    .append(s.neurons() == null ? "all neurons" : count(s.neurons().length, "neuron")).append('\n');
        }
        for (Recording r : e.recordings()) {
            text.append(switch (r) {
                case Recording.Variables v -> "record " + v.owner() + ": " + String.join(", ", v.variables()) + " every "
                        + count(v.every(), "step") + ", " + count(e.time().steps() / v.every() + 1, "sample");
                case Recording.SpikesOf s -> "record the spikes of " + s.population();
            }).append('\n');
        }
        for (Summary s : e.summaries()) {
            String what = switch (s) {
                case Summary.OfSpikes o -> texts(o.of()) + " of the spikes of " + o.owner();
                case Summary.OfVariable o -> texts(o.of()) + " of " + o.owner() + "." + o.variable();
            };
            text.append("summarise ").append(what).append(s.perElement() ? ", each by itself" : "").append(", steps ")
                    .append(s.window().from()).append(" to ").append(s.window().to() - 1).append('\n');
        }
        file.sweep().columns().keySet().forEach(path -> text.append("sweep of ").append(path).append('\n'));
        return text.toString();
    }

    private static String form(Stimulus stimulus) {
        return switch (stimulus) {
            case Stimulus.Pulses p -> count(p.pulses().size(), "pulse");
            case Stimulus.Samples p -> count(p.values()[0].length, "sample") + " every " + p.interval().toPlainString() + " ms";
            case Stimulus.Waveform w -> Printer.print(w.value());
            case Stimulus.Staircase s -> count(s.times().size(), "step");
            case Stimulus.TimedPulse _ -> "a pulse at times by instance";
            case Stimulus.Scaled s -> form(s.of()) + ", scaled";
        };
    }

    private static String texts(List<? extends Summary.Statistic> statistics) {
        return statistics.stream().map(Summary.Statistic::text).collect(Collectors.joining(", "));
    }

    private static String count(long n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
