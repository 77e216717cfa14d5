package org.loligo.interpreter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.loligo.codegen.Block;
import org.loligo.codegen.Body;
import org.loligo.codegen.Delivery;
import org.loligo.codegen.Feed;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.feed.Drive;
import org.loligo.codegen.feed.LastSpikes;
import org.loligo.codegen.feed.Ticks;
import org.loligo.expr.Expr;
import org.loligo.model.Definition;
import org.loligo.model.Population;
import org.loligo.model.Precision;

/**
 * Runs a step program one element at a time in double precision. Beside every number it keeps a bound of the rounding error that the same
 * step, taken from the same state in the given precision, may have; {@link #exact()} makes the present state the common one.
 *
 * <p>Elements of a block are numbered {@code instance·count + element}.
 */
public final class Interpreter {
    private final StepProgram program;
    private final RoundingErrors arithmetic;
    private final Ticks ticks;
    private final List<Cells> blocks = new ArrayList<>();
    private long step;

    /** A spike in the last step: the index of the element's block and the number of the element. */
    public record Spike(int block, int element) {}

    /** The numbers of one block. */
    private final class Cells {
        final Block block;
        final int n;
        final Real[][] state;
        Real[][] stage;
        final Real[][][] slope;
        final Map<String, Real[]> feeds = new HashMap<>();
        final Map<String, Real[]> exports = new HashMap<>();
        final Map<String, IntFunction<Real>> names = new HashMap<>();
        final LastSpikes spikes;
        final List<Spike> fired = new ArrayList<>();

        Cells(Block block) {
            this.block = block;
            this.n = block.count() * program.instances();
            int states = block.states().size();
            state = new Real[states][n];
            stage = new Real[states][n];
            slope = new Real[program.tableau().stages()][states][n];
            for (int s = 0; s < states; s++) {
                int index = s;
                Block.StateVariable variable = block.states().get(s);
                Arrays.setAll(state[s], k -> new Real(variable.initial().at(k / block.count(), k % block.count()), 0));
                names.put(variable.name(), k -> stage[index][k]);
            }
            block.constants().forEach(c -> names.put(c.name(), k -> arithmetic.given(c.values().at(k / block.count(), k % block.count()))));
            for (Feed f : block.feeds()) {
                feeds.put(f.name(), new Real[n]);
                names.put(f.name(), k -> feeds.get(f.name())[k]);
            }
            block.exports().results().keySet().forEach(e -> exports.put(e, new Real[n]));
            spikes = block.firing().isPresent() ? new LastSpikes(block, program.instances(), ticks) : null;
        }

        /** Evaluates code for element k and hands over each result. */
        void evaluate(Body body, int k, Real time, java.util.function.BiConsumer<String, Real> result) {
            Map<String, Real> lets = new HashMap<>();
            Function<String, Real> valueOf = name -> {
                Real let = lets.get(name);
                return let != null ? let : name.equals("t") ? time : names.get(name).apply(k);
            };
            for (Definition d : body.lets()) {
                lets.put(d.name(), arithmetic.evaluate(d.value(), valueOf));
            }
            for (Map.Entry<String, Expr> r : body.results().entrySet()) {
                result.accept(r.getKey(), arithmetic.evaluate(r.getValue(), valueOf));
            }
        }
    }

    /**
     * An interpreter at the start of a run.
     *
     * @param program the program
     * @param errorOf the precision whose rounding errors are bounded
     */
    public Interpreter(StepProgram program, Precision errorOf) {
        this(program, errorOf, Accuracy.STANDARD);
    }

    /** The same, where operations have another accuracy. */
    public Interpreter(StepProgram program, Precision errorOf, Accuracy accuracy) {
        this.program = program;
        this.arithmetic = new RoundingErrors(errorOf, accuracy);
        this.ticks = new Ticks(program.time(), program.tableau());
        program.blocks().forEach(b -> blocks.add(new Cells(b)));
    }

    /** The index of the next step. */
    public long step() {
        return step;
    }

    /** Takes one step. */
    public void advance() {
        Tableau tableau = program.tableau();
        Real dt = arithmetic.given(program.time().stepLength(step));
        arithmetic.forget();
        for (int s = 0; s < tableau.stages(); s++) {
            for (Cells c : blocks) {
                c.stage = combine(c, tableau.a()[s], s, dt);
            }
            evaluateStage(s);
        }
        Map<Cells, Real[][]> next = new HashMap<>();
        for (Cells c : blocks) {
            next.put(c, combine(c, tableau.b(), tableau.stages(), dt));
        }
        blocks.forEach(c -> fire(c, next.get(c)));
        for (Cells c : blocks) {
            for (int i = 0; i < c.state.length; i++) {
                c.state[i] = next.get(c)[i];
            }
        }
        program.deliveries().forEach(this::deliver);
        step++;
    }

    /** X + dt·Σ a_j k_j over the first {@code stages} stages. */
    private Real[][] combine(Cells c, double[] a, int stages, Real dt) {
        Real[][] result = new Real[c.state.length][c.n];
        for (int i = 0; i < result.length; i++) {
            for (int k = 0; k < c.n; k++) {
                Real[] factors = new Real[stages + 1];
                Real[] values = new Real[stages + 1];
                factors[0] = new Real(1, 0);
                values[0] = c.state[i][k];
                int terms = 1;
                for (int j = 0; j < stages; j++) {
                    if (a[j] != 0) {
                        double factor = dt.value() * a[j];
                        factors[terms] = new Real(factor, factorError(factor, dt, a[j]));
                        values[terms++] = c.slope[j][i][k];
                    }
                }
                result[i][k] = terms == 1 ? c.state[i][k]
                        : arithmetic.sumOfProducts(Arrays.copyOf(factors, terms), Arrays.copyOf(values, terms));
            }
        }
        return result;
    }

    private double factorError(double factor, Real dt, double a) {
        // dt, a and their product are each rounded
        return Math.abs(a) * dt.error() + 2 * arithmetic.unit() * Math.abs(factor);
    }

    private void evaluateStage(int s) {
        long tick = ticks.tick(step, s);
        double time = ticks.time(step, s);
        Real t = arithmetic.given(time);
        for (Cells c : blocks) {
            feed(c, tick, time);
        }
        for (Cells c : blocks) {
            if (!c.block.isSynapses()) {
                export(c, t);
            }
        }
        for (Cells c : blocks) {
            if (c.block.isSynapses()) {
                gather(c);
                export(c, t);
            }
        }
        program.sums().forEach(this::sum);
        for (Cells c : blocks) {
            for (Body part : c.block.derivatives()) {
                for (int k = 0; k < c.n; k++) {
                    int element = k;
                    c.evaluate(part, k, t, (name, value) -> c.slope[s][c.block.stateIndex(name)][element] = value);
                }
            }
        }
    }

    private void feed(Cells c, long tick, double time) {
        int window = 0;
        for (Feed f : c.block.feeds()) {
            Real[] values = c.feeds.get(f.name());
            switch (f) {
                case Feed.Stimulated s -> {
                    Drive drive = new Drive(s.stimuli(), ticks);
                    long[] phases = drive.noPhases();
                    drive.advance(tick, time, phases);
                    double[] sums = new double[c.block.count()];
                    drive.values(phases, 0, sums.length, sums);
                    Arrays.setAll(values, k -> arithmetic.given(sums[k % sums.length]));
                }
                case Feed.Window _ -> {
                    int w = window++;
                    Arrays.setAll(values, k -> new Real(c.spikes.isOpen(w, k, tick) ? 1 : 0, 0));
                }
                case Feed.Summed _, Feed.Gathered _ -> { }
            }
        }
    }

    private void export(Cells c, Real t) {
        for (int k = 0; k < c.n; k++) {
            int element = k;
            c.evaluate(c.block.exports(), k, t, (name, value) -> c.exports.get(name)[element] = value);
        }
    }

    private void gather(Cells c) {
        for (Feed f : c.block.feeds()) {
            if (f instanceof Feed.Gathered g) {
                Cells from = blocks.get(program.blockIndex(g.block()));
                Real[] shown = from.exports.get(g.export());
                Arrays.setAll(c.feeds.get(f.name()),
                        k -> shown[k / c.block.count() * from.block.count() + g.index()[k % c.block.count()]]);
            }
        }
    }

    private void sum(Sum sum) {
        Cells target = blocks.get(program.blockIndex(sum.block()));
        Cells source = blocks.get(program.blockIndex(sum.source()));
        Real[] shown = source.exports.get(sum.export());
        int[] rowStart = sum.synapses().rowStart();
        for (int k = 0; k < target.n; k++) {
            int instance = k / target.block.count();
            int post = k % target.block.count();
            int from = rowStart[post];
            int n = rowStart[post + 1] - from;
            Real[] factors = new Real[n];
            Real[] values = new Real[n];
            for (int i = 0; i < n; i++) {
                int synapse = from + i;
                factors[i] = switch (sum) {
                    case Sum.Segments _ -> new Real(1, 0);
                    case Sum.Weighted w -> arithmetic.given(w.weight().at(instance, synapse));
                };
                int element = sum instanceof Sum.Segments ? synapse : sum.synapses().pre()[synapse];
                values[i] = shown[instance * source.block.count() + element];
            }
            target.feeds.get(sum.feed())[k] = n == 0 ? new Real(0, 0) : arithmetic.sumOfProducts(factors, values);
        }
    }

    private void fire(Cells c, Real[][] next) {
        c.fired.clear();
        if (c.spikes == null) {
            return;
        }
        Block.Firing firing = c.block.firing().orElseThrow();
        int watched = c.block.stateIndex(firing.state());
        int block = blocks.indexOf(c);
        for (int k = 0; k < c.n; k++) {
            Real threshold = arithmetic.given(firing.threshold().at(k / c.block.count(), k % c.block.count()));
            Real before = c.state[watched][k];
            Real after = next[watched][k];
            arithmetic.compare(after, threshold);
            arithmetic.compare(before, threshold);
            boolean fires = firing.level() ? after.value() > threshold.value() && c.spikes.mayFire(k, step)
                    : before.value() < threshold.value() && after.value() >= threshold.value();
            if (fires) {
                c.spikes.fire(k, step);
                c.fired.add(new Spike(block, k));
            }
        }
    }

    private void deliver(Delivery d) {
        Cells source = blocks.get(program.blockIndex(d.source()));
        Cells target = blocks.get(program.blockIndex(d.block()));
        Real[] state = target.state[target.block.stateIndex(d.state())];
        for (Spike spike : source.fired) {
            int instance = spike.element() / source.block.count();
            int pre = spike.element() % source.block.count();
            for (int synapse = 0; synapse < d.synapses().size(); synapse++) {
                if (d.synapses().pre()[synapse] == pre) {
                    int element = instance * target.block.count() + (d.toSynapses() ? synapse : d.synapses().post()[synapse]);
                    state[element] = arithmetic.sumOfProducts(new Real[] {new Real(1, 0), new Real(1, 0)},
                            new Real[] {state[element], arithmetic.given(d.amount().at(instance, synapse))});
                }
            }
        }
    }

    /** The spikes of the last step, by block, then element. */
    public List<Spike> spikes() {
        return blocks.stream().flatMap(c -> c.fired.stream()).toList();
    }

    /** Whether in the last step a condition or a threshold was closer than the rounding error. */
    public boolean isAmbiguous() {
        return arithmetic.isAmbiguous();
    }

    /** Makes the present state exact: what follows is compared with another computation that starts from the same numbers. */
    public void exact() {
        for (Cells c : blocks) {
            for (Real[] s : c.state) {
                Arrays.setAll(s, k -> new Real(s[k].value(), 0));
            }
        }
    }

    /** The value of a variable {@code owner.variable} for an element of an instance. */
    public double value(String variable, int instance, int element) {
        return at(variable, instance, element).value();
    }

    /** How far the variable may be from that of the same computation in the other precision. */
    public double error(String variable, int instance, int element) {
        return at(variable, instance, element).error();
    }

    private Real at(String variable, int instance, int element) {
        StepProgram.Location location = program.variables().get(variable);
        Cells c = blocks.get(program.blockIndex(location.block()));
        int k = instance * c.block.count() + (location.index() == null ? element : location.index()[element]);
        return location.state().equals(Population.LAST_SPIKE) ? new Real(c.spikes.time(k), 0)
                : c.state[c.block.stateIndex(location.state())][k];
    }

    /** A state of a block, for element {@code instance·count + element}. */
    public double get(String block, String state, int element) {
        Cells c = blocks.get(program.blockIndex(block));
        return c.state[c.block.stateIndex(state)][element].value();
    }

    /** Sets a state of a block, for element {@code instance·count + element}. */
    public void set(String block, String state, int element, double value) {
        Cells c = blocks.get(program.blockIndex(block));
        c.state[c.block.stateIndex(state)][element] = new Real(value, 0);
    }

    /** The memory of spikes of a block that fires. */
    public LastSpikes lastSpikes(String block) {
        return blocks.get(program.blockIndex(block)).spikes;
    }

    /** Goes to a step; the state is to be set by the caller. */
    public void at(long stepIndex) {
        step = stepIndex;
    }
}
