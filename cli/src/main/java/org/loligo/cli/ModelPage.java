package org.loligo.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.loligo.expr.Expr;
import org.loligo.expr.Expressions;
import org.loligo.expr.Printer;
import org.loligo.model.Definition;
import org.loligo.model.Event;
import org.loligo.model.Input;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Parameter;
import org.loligo.model.State;
import org.loligo.model.SynapseModel;

/** A model as a page of text. */
final class ModelPage {
    private final StringBuilder text = new StringBuilder();

    private ModelPage() {}

    /** The page of a neuron model. */
    static String of(NeuronModel model) {
        ModelPage page = new ModelPage();
        page.head(model.name(), "neuron model", model.doc());
        page.states(model.states());
        page.parameters(model.parameters());
        List<String[]> inputs = new ArrayList<>();
        model.inputs().forEach(i -> inputs.add(row(i)));
        model.synapticCurrent().ifPresent(i -> inputs.add(row(i)));
        page.table("Inputs", inputs);
        page.equations(model.definitions(), model.derivatives(), Optional.empty());
        model.event().ifPresent(e -> page.section("Fires", e instanceof Event.Level level
                ? "at the end of a step with " + e.variable() + " > " + threshold(model, e) + ", at most once in "
                        + Printer.print(level.refractory()) + " ms"
                : "when " + e.variable() + " crosses " + threshold(model, e) + " upwards"));
        page.section("Source", wrap(model.source()));
        return page.text.toString();
    }

    /** The page of a synapse model. */
    static String of(SynapseModel model) {
        ModelPage page = new ModelPage();
        page.head(model.name(), "synapse model", model.doc());
        page.states(model.states());
        page.parameters(model.parameters());
        page.table("Neurons", model.neurons().stream().map(ModelPage::row).toList());
        model.window().ifPresent(w -> page.section("Window", w.name() + " is 1 while " + Printer.print(w.delay())
                + " < t - last_spike < " + Printer.print(w.delay().plus(w.duration())) + ", else 0"));
        page.equations(model.definitions(), model.derivatives(), Optional.of(model));
        page.section("Source", wrap(model.source()));
        return page.text.toString();
    }

    private static String threshold(NeuronModel model, Event event) {
        return Printer.print(event.threshold()) + " " + model.state(event.variable()).orElseThrow().unit();
    }

    /** Prose in lines that fit a terminal. */
    private static String wrap(String prose) {
        return prose.replaceAll("\\s+", " ").strip().replaceAll("(.{1,96})(?: |$)", "$1\n").strip();
    }

    private static String[] row(Input input) {
        return new String[] {input.name(), "", input.unit().toString(), input.doc()};
    }

    private void head(String name, String kind, String doc) {
        text.append(name).append(": ").append(kind).append("\n\n").append(wrap(doc)).append('\n');
    }

    private void section(String title, String body) {
        if (!body.isBlank()) {
            text.append('\n').append(title).append("\n  ").append(body.strip().replace("\n", "\n  ")).append('\n');
        }
    }

    private void states(List<State> states) {
        table("States, with their initial values", states.stream()
                .map(s -> new String[] {s.name(), Printer.number(s.initial()), s.unit().toString(), s.doc() + owner(s.owner())}).toList());
    }

    private void parameters(List<Parameter> parameters) {
        table("Parameters, with their defaults", parameters.stream().map(p -> new String[] {p.name(), Printer.number(p.defaultValue()),
            p.unit().toString(), p.doc() + owner(p.owner())}).toList());
    }

    private static String owner(Owner owner) {
        return switch (owner) {
            case SELF -> "";
            case PRE -> " (of the presynaptic neuron)";
            case POST -> " (of the postsynaptic neuron)";
        };
    }

    private void equations(List<Definition> definitions, Map<String, Expr> derivatives, Optional<SynapseModel> synapse) {
        StringBuilder lines = new StringBuilder();
        definitions.forEach(d -> lines.append(d.name()).append(" = ").append(Printer.print(d.value())).append('\n'));
        derivatives.forEach((state, value) -> lines.append('d').append(state).append("/dt = ").append(Printer.print(value)).append('\n'));
        synapse.ifPresent(s -> {
            s.jumps().forEach(j -> lines.append("at a presynaptic spike: ").append(j.state()).append(" += ")
                    .append(Printer.print(Expressions.symbol("w").times(j.amount()))).append('\n'));
            lines.append("current = ").append(Printer.print(s.current())).append("  [").append(s.currentUnit()).append("]\n");
        });
        section("Equations", lines.toString());
    }

    /** Rows in aligned columns. */
    private void table(String title, List<String[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        int columns = rows.getFirst().length;
        int[] widths = new int[columns];
        rows.forEach(r -> {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], r[c].length());
            }
        });
        StringBuilder lines = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                line.append(row[c]).append(" ".repeat(widths[c] - row[c].length() + (widths[c] == 0 ? 0 : 2)));
            }
            lines.append(line.toString().stripTrailing()).append('\n');
        }
        section(title, lines.toString().stripTrailing());
    }
}
