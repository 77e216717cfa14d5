package org.loligo.codegen.emit;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.loligo.codegen.Block;
import org.loligo.codegen.Body;
import org.loligo.codegen.Delivery;
import org.loligo.codegen.Feed;
import org.loligo.codegen.Sum;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.Tally;
import org.loligo.codegen.emit.StepOutline.Action;
import org.loligo.expr.Expr;
import org.loligo.model.Population;
import org.loligo.model.Storage;
import org.loligo.model.Synapses;

/**
 * What one element of a block does in one stretch of a step, as C. The text uses {@code e}, the element, {@code instance}, {@code at}, the
 * two together, {@code instances}, their number, and {@code k}, the step after row 0. What outlives the stretch are <em>variables</em>,
 * known by what they hold; this class notes which of them it reads before it writes, and the schedule gives them a home.
 */
final class ElementCode {
    private final Placement placement;
    private final BlockCode of;
    private final Block block;
    private final Tableau tableau;
    private final SourceText text = new SourceText();
    private final Set<Integer> coefficients = new TreeSet<>();
    private final Set<Content> touched = new LinkedHashSet<>();
    private final Set<Content> needed = new LinkedHashSet<>();
    private final Set<Content> written = new LinkedHashSet<>();

    ElementCode(Placement placement, BlockCode of, List<Action> actions) {
        this.placement = placement;
        this.of = of;
        this.block = of.block();
        this.tableau = placement.program().tableau();
        for (Action action : actions) {
            if (!StepOutline.concerns(action, block, placement.program())) {
                continue;
            }
            switch (action) {
                case Action.ExportNeurons(int stage) -> export(stage, stage == 0);
                case Action.ExportSynapses(int stage) -> export(stage, false);
                case Action.Tally _ -> tally();
                case Action.Derive(int stage) -> derive(stage);
                case Action.Fire _ -> fire();
                case Action.Deliver _ -> deliver();
                case Action.Record _ -> record();
            }
        }
    }

    /** The coefficients of the step that it uses. */
    Set<Integer> coefficients() {
        return coefficients;
    }

    SourceText text() {
        return text;
    }

    /** The variables it uses. */
    Set<Content> touched() {
        return touched;
    }

    /** Those it reads before it has written them. */
    Set<Content> needed() {
        return needed;
    }

    /** Those it writes. */
    Set<Content> written() {
        return written;
    }

    private String read(Content variable) {
        touched.add(variable);
        if (!written.contains(variable)) {
            needed.add(variable);
        }
        return of.name(variable);
    }

    private String write(Content variable) {
        touched.add(variable);
        written.add(variable);
        return of.name(variable);
    }

    /** Whether a variable outlives a launch. */
    static boolean lasts(Content variable) {
        return variable instanceof Content.State || variable instanceof Content.Tallied || variable instanceof Content.Memory;
    }

    // --- expressions -------------------------------------------------------------------------------------------------

    /** The names one piece of code uses, each declared once before it is used. */
    private final class Scope {
        private final int stage;
        private final boolean ahead;
        private final Identifiers identifiers = of.scope();
        private final Map<String, String> names = new HashMap<>();
        private final CExpression c = placement.expression(names::get);

        Scope(int stage, boolean ahead) {
            this.stage = stage;
            this.ahead = ahead;
        }

        private void declare(Body body) {
            for (String name : body.freeNames()) {
                names.computeIfAbsent(name, this::declared);
            }
        }

        private String declared(String name) {
            for (int s = 0; s < block.states().size(); s++) {
                if (block.states().get(s).name().equals(name)) {
                    return read(stage == 0 ? of.state(s) : of.atStage(s));
                }
            }
            if (block.constant(name).isPresent()) {
                return of.constant(text, name, placement.number(block.constant(name).get().values(), "e"));
            }
            String id = of.name(name);
            if (name.equals("t")) {
                text.line("const real " + id + " = " + placement.timeOfStage(stage, ahead) + ";");
                return id;
            }
            for (int f = 0; f < block.feeds().size(); f++) {
                if (block.feeds().get(f).name().equals(name)) {
                    feed(id, f);
                    return id;
                }
            }
            throw new IllegalStateException("block " + block.name() + " has no " + name);
        }

        private void feed(String id, int f) {
            switch (block.feeds().get(f)) {
                case Feed.Stimulated _ -> text.line("const real " + id + " = " + stimulus(f) + ";");
                case Feed.Window w -> {
                    String tick = placement.tick(stage, ahead);
                    text.line("const real " + id + " = " + read(new Content.Opens(of.index(), of.window(w))) + " <= " + tick + " && " + tick
                            + " <= " + read(new Content.Closes(of.index(), of.window(w))) + ";");
                }
                case Feed.Gathered g -> text.line("const real " + id + " = "
                        + placement.exported(g.block(), g.export(), stage, placement.index(g.index(), "e")) + ";");
                case Feed.Summed s -> {
                    text.line("real " + id + " = 0;");
                    for (Sum sum : placement.program().sums()) {
                        if (sum.block().equals(block.name()) && sum.feed().equals(s.name())) {
                            sum(id, sum);
                        }
                    }
                }
            }
        }

        private String stimulus(int f) {
            int level = placement.inputs().levelOf(of.index(), f);
            if (level < 0) {
                return "0";
            }
            int[] classes = placement.inputs().levels().get(level).classes().ofNeuron();
            boolean one = placement.inputs().levels().get(level).classes().size() <= 1;
            String start = placement.plan(placement.inputs().level(level, stage), ahead);
            return "input[" + start + (one ? "" : " + " + placement.index(classes, "e")) + "]";
        }

        private void sum(String id, Sum sum) {
            Synapses synapses = sum.synapses();
            switch (sum) {
                case Sum.Segments _ -> row(synapses, id + " += " + placement.exported(sum.source(), sum.export(), stage, "j"));
                case Sum.Weighted w when w.storage() == Storage.DENSE -> {
                    String matrix = identifiers.fresh("w");
                    text.line(placement.dialect().global() + "const real *" + matrix + " = " + placement.matrix(w) + ";");
                    text.open("for (int j = 0; j < " + synapses.preCount() + "; j++)");
                    text.line(id + " += " + matrix + "[e] * " + placement.exported(sum.source(), sum.export(), stage, "j") + ";");
                    text.line(matrix + " += " + synapses.postCount() + ";");
                    text.close();
                }
                case Sum.Weighted w -> row(synapses, id + " += " + placement.number(w.weight(), "j") + " * "
                        + placement.exported(sum.source(), sum.export(), stage, placement.index(synapses.pre(), "j")));
            }
        }

        void lets(Body body) {
            declare(body);
            // parts of a block each have definitions of their own, perhaps of the same name
            body.lets().forEach(d -> {
                String value = c.text(d.value());
                String id = identifiers.fresh(d.name());
                names.put(d.name(), id);
                text.line("const real " + id + " = " + value + ";");
            });
        }

        String value(Expr e) {
            return c.text(e);
        }

        String fresh(String name) {
            return identifiers.fresh(name);
        }
    }

    /** Does something for each synapse j of the row of this element. */
    private void row(Synapses synapses, String statement) {
        String first = placement.index(synapses.rowStart(), "e");
        String end = placement.index(synapses.rowStart(), "e + 1");
        text.open("for (int j = " + first + ", end = " + end + "; j < end; j++)").line(statement + ";").close();
    }

    private void export(int stage, boolean ahead) {
        Body body = of.exports();
        if (body.results().isEmpty()) {
            return;
        }
        text.line("// what others see at stage " + (stage + 1) + (ahead ? " of the next step" : "")).open("");
        Scope scope = new Scope(stage, ahead);
        scope.lets(body);
        body.results().forEach((name, e) -> text.line(placement.exported(block.name(), name, stage, "e", ahead)
                + " = " + scope.value(e) + ";"));
        text.close();
    }

    // --- the step ----------------------------------------------------------------------------------------------------

    private void tally() {
        for (int t = 0; t < placement.tallies().size(); t++) {
            Tally tally = placement.tallies().get(t);
            if (tally.block() == of.index() && !tally.isOfSpikes()) {
                int index = t;
                text.line("// " + block.states().get(tally.state()).name() + " in a window");
                new TallyCode(placement, t).add(text, read(of.state(tally.state())), r -> {
                    Content variable = new Content.Tallied(index, r);
                    read(variable);
                    return write(variable);
                }, of.scope());
            }
        }
    }

    private void derive(int stage) {
        text.line("// stage " + (stage + 1) + " of " + tableau.stages()).open("");
        Scope scope = new Scope(stage, false);
        String[] slopes = new String[block.states().size()];
        for (Body part : of.stages().derivatives(stage)) {
            scope.lets(part);
            part.results().forEach((name, e) -> {
                int s = block.stateIndex(name);
                slopes[s] = scope.fresh("d_" + name);
                text.line("const real " + slopes[s] + " = " + scope.value(e) + ";");
            });
        }
        boolean last = stage == tableau.stages() - 1;
        if (last && block.firing().isPresent() && !block.firing().get().level()) {
            int watched = block.stateIndex(block.firing().get().state());
            text.line(write(of.before(watched)) + " = " + read(of.state(watched)) + ";");
        }
        for (int s = 0; s < slopes.length; s++) {
            String change = null;
            String state = block.states().get(s).name();
            for (int row = stage + 1; row <= tableau.stages(); row++) {
                if (row < tableau.stages() && !of.stages().reads(row, state)) {
                    continue;
                }
                double[] a = row == tableau.stages() ? tableau.b() : tableau.a()[row];
                String term = a[stage] == 0 ? null : coefficient(a[stage]) + " * " + slopes[s];
                boolean begun = false;
                for (int j = 0; j < stage; j++) {
                    begun |= a[j] != 0;
                }
                if (row == stage + 1) {
                    change = begun ? read(of.pending(s, row)) + (term == null ? "" : " + " + term) : term;
                    if (change != null && begun && term != null) {
                        change = "(" + change + ")";
                    }
                } else if (term != null) {
                    String sum = begun ? read(of.pending(s, row)) + " + " + term : term;
                    text.line(write(of.pending(s, row)) + " = " + sum + ";");
                }
            }
            if (!last && !of.stages().reads(stage + 1, state)) {
                continue;
            }
            String from = read(of.state(s));
            text.line((last ? write(of.state(s)) : write(of.atStage(s))) + " = " + from + (change == null ? "" : " + " + change) + ";");
        }
        text.close();
    }

    private String coefficient(double a) {
        int index = placement.inputs().coefficient(a);
        coefficients.add(index);
        return Placement.coefficient(index);
    }

    private void fire() {
        Block.Firing firing = block.firing().orElseThrow();
        int watched = block.stateIndex(firing.state());
        text.line("// events").open("");
        String limit = of.constant(text, BlockCode.THRESHOLD, placement.number(firing.threshold(), "e"));
        String after = read(of.state(watched));
        text.line("const int fired = " + (firing.level()
                ? after + " > " + limit + " && plan[0] + k >= " + read(new Content.MayFire(of.index()))
                : read(of.before(watched)) + " < " + limit + " && " + after + " >= " + limit) + ";");
        text.open("if (fired)");
        text.line(write(new Content.LastSpike(of.index())) + " = plan[0] + k;");
        keep(new Content.LastSpike(of.index()));
        if (firing.level()) {
            later(new Content.MayFire(of.index()), "plan[0] + k");
        }
        String tick = placement.tickOfStep();
        for (Feed.Window w : of.windows()) {
            int index = of.window(w);
            later(new Content.Opens(of.index(), index), tick);
            later(new Content.Closes(of.index(), index), tick);
        }
        for (int t = 0; t < placement.tallies().size(); t++) {
            if (placement.tallies().get(t).block() == of.index() && placement.tallies().get(t).isOfSpikes()) {
                new TallyCode(placement, t).count(text);
            }
        }
        text.close();
        placement.fired(text, of);
        text.close();
    }

    private void later(Content.Memory variable, String from) {
        text.line(write(variable) + " = " + from + " + " + placement.delay(variable) + ";");
        keep(variable);
    }

    /** Written under a condition, so what it held before counts too. */
    private void keep(Content variable) {
        needed.add(variable);
    }

    private void deliver() {
        for (Delivery d : placement.program().deliveries()) {
            if (!d.block().equals(block.name())) {
                continue;
            }
            text.line("// what spikes of " + d.source() + " add");
            Content.State target = of.state(block.stateIndex(d.state()));
            String name = read(target);
            write(target);
            if (d.toSynapses()) {
                text.open("if (" + placement.hasFired(d.source(), placement.index(d.synapses().pre(), "e")) + ")")
                        .line(name + " += " + placement.number(d.amount(), "e") + ";").close();
            } else {
                row(d.synapses(), "if (" + placement.hasFired(d.source(), placement.index(d.synapses().pre(), "j")) + ") " + name + " += "
                        + placement.number(d.amount(), "j"));
            }
        }
    }

    private void record() {
        for (int i = 0; i < placement.recorded().size(); i++) {
            Recorded r = placement.recorded().get(i);
            if (r.block() != of.index()) {
                continue;
            }
            text.line("// " + (r.isLastSpike() ? Population.LAST_SPIKE : block.states().get(r.state()).name()) + ", if a sample is due");
            String due = placement.plan(placement.inputs().sample(i), true);
            String value = read(r.isLastSpike() ? new Content.LastSpike(of.index()) : of.state(r.state()));
            String place = due + " + instance * plan[" + placement.inputs().distance(i) + "] + ";
            String into = r.isLastSpike() ? "times[" : "samples[";
            if (r.elements() == null) {
                text.open("if (" + due + " >= 0)").line(into + place + "e] = " + value + ";").close();
            } else {
                String slot = placement.index(placement.places(i), "e");
                text.open("if (" + due + " >= 0 && " + slot + " >= 0)").line(into + place + slot + "] = " + value + ";").close();
            }
        }
    }
}
