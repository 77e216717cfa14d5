package org.loligo.conformance;


import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.Tableau;
import org.loligo.interpreter.Interpreter;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.State;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.models.Models;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.Traces;

/**
 * Cells that start exactly where a rate is 0/0, and at the next numbers to either side, take the step that the limit of the rate gives, in
 * both precisions.
 *
 * @param candidate what is checked
 */
public record Singularities(Candidate candidate) {
    /** Of Traub-Miles rates: where u, the voltage above the reference, is 15, 13 or 40 mV. */
    private static final double[] SINGULAR = {15, 13, 40};
    /** The reference voltages; each is a number in single precision, so that u is one of the above exactly in both. */
    private static final double[] REFERENCES = {-63, -60.5, -55.25, (float) -63.3};

    /** Cells to start, by state and by parameter. */
    private record Starts(NeuronModel model, Map<String, double[]> states, Map<String, double[]> parameters) {
        int count() {
            return states.values().iterator().next().length;
        }

        Network network() {
            Map<String, Value> initial = new LinkedHashMap<>();
            states.forEach((name, values) -> initial.put(name, Value.each(values)));
            Map<String, Value> given = new LinkedHashMap<>();
            parameters.forEach((name, values) -> given.put(name, Value.each(values)));
            return new Network(List.of(new Population("P", model, count(), given, initial)), List.of(), List.of());
        }
    }

    /** The names of all ready-made neuron models. */
    public static List<String> models() {
        return Models.names().stream().filter(n -> Models.neuron(n).isPresent()).toList();
    }

    /** Every singular voltage, the one above and the one below, with all gates closed, open, and as they are at rest. */
    private static Starts starts(NeuronModel model, Precision precision) {
        List<double[]> rows = new ArrayList<>();
        List<Double> references = new ArrayList<>();
        boolean hasReference = model.parameters().stream().anyMatch(p -> p.name().equals("V_T"));
        boolean isCell = model.state("V").isPresent();
        for (double reference : hasReference ? REFERENCES : new double[] {-50}) {
            for (double u : SINGULAR) {
                double v = reference + u;
                for (double start : new double[] {v, above(v, precision), -above(-v, precision)}) {
                    for (int gates = 0; gates < 3; gates++) {
                        int choice = gates;
                        // rounded, because the start is no part of the error; where there is no voltage, next to 0 will do
                        rows.add(model.states().stream().mapToDouble(s -> s.name().equals("V") ? start : !isCell ? (start - v) * choice
                                : choice == 2 ? precision.round(s.initial()) : choice).toArray());
                        references.add(reference);
                    }
                }
            }
        }
        Map<String, double[]> states = new LinkedHashMap<>();
        for (int s = 0; s < model.states().size(); s++) {
            int index = s;
            states.put(model.states().get(s).name(), rows.stream().mapToDouble(r -> r[index]).toArray());
        }
        double[] given = references.stream().mapToDouble(Double::doubleValue).toArray();
        return new Starts(model, states, hasReference ? Map.of("V_T", given) : Map.of());
    }

    private static double above(double v, Precision precision) {
        Require.equal(v, precision.round(v), () -> "a singular voltage in " + precision);
        return precision == Precision.FLOAT32 ? Math.nextUp((float) v) : Math.nextUp(v);
    }

    private static TimeGrid grid(String step, int steps) {
        BigDecimal dt = new BigDecimal(step);
        return new TimeGrid.Uniform(BigDecimal.ZERO, dt.multiply(BigDecimal.valueOf(steps)), dt);
    }

    private Traces run(Starts starts, TimeGrid time, Tableau tableau, Precision precision) {
        return candidate.run(new Experiment("singular", starts.network(), time, tableau, precision, 1, 1, List.of()));
    }

    /** The interpreter of the program the candidate runs, which bounds the rounding errors that its precision may cause. */
    private Interpreter bound(Starts starts, TimeGrid time, Tableau tableau, Precision precision) {
        return new Interpreter(
                StepCompiler.compile(starts.network(), time, tableau, 1, 1, precision, candidate.passes()).program(), precision,
                candidate.accuracy());
    }

    /** One Euler step of 1 ms is the start and the derivative, which is compared with the model's own equations to a hundred digits. */
    public void oneStepIsTheLimit(String name, Precision precision) {
        NeuronModel model = Models.neuron(name).orElseThrow();
        Starts starts = starts(model, precision);
        Traces traces = run(starts, grid("1", 1), Tableau.EULER, precision);
        Interpreter bound = bound(starts, grid("1", 1), Tableau.EULER, precision);
        bound.advance();
        for (State s : model.states()) {
            for (int k = 0; k < starts.count(); k++) {
                int cell = k;
                BigDecimal change = Exact.limit(model.expandedDerivative(s.name()), "V", n -> new BigDecimal(value(starts, n, cell)));
                double before = starts.states().get(s.name())[k];
                double expected = new BigDecimal(before).add(change).doubleValue();
                // passes multiply a few literals, such as 0.32 and 4, and round the products: that is no error of the step itself
                double literals = 8 * 0x1p-53 * (Math.abs(before) + Math.abs(change.doubleValue()));
                double allowed = bound.error("P." + s.name(), 0, k) + literals;
                String what = name + " " + precision + " " + s.name() + " of the cell " + describe(starts, k);
                Require.that(allowed <= 1e3 * precision.roundoff() * (1 + Math.abs(before) + 1e3 * Math.abs(change.doubleValue())),
                        () -> what + ": a bound of " + allowed + " says nothing");
                Require.near(expected, traces.end("P." + s.name())[k], allowed, () -> what);
                Require.near(expected, bound.value("P." + s.name(), 0, k), allowed, () -> what + ", interpreted");
            }
        }
    }

    /**
     * A hundred steps, too short for the errors to grow by much: the bound of the interpreter, which adds them up without ever cancelling
     * them, is what can be trusted. A NaN or a wrong limit in any stage would be far outside.
     */
    public void aHundredSteps(String name, Precision precision) {
        NeuronModel model = Models.neuron(name).orElseThrow();
        Starts starts = starts(model, precision);
        TimeGrid time = grid("0.0001", 100);
        Traces traces = run(starts, time, Tableau.RK4, precision);
        Interpreter bound = bound(starts, time, Tableau.RK4, precision);
        for (int step = 0; step < 100; step++) {
            bound.advance();
        }
        for (State s : model.states()) {
            for (int k = 0; k < starts.count(); k++) {
                double expected = bound.value("P." + s.name(), 0, k);
                double allowed = bound.error("P." + s.name(), 0, k);
                String what = name + " " + precision + " " + s.name() + " of the cell " + describe(starts, k);
                Require.that(allowed <= 1e6 * precision.roundoff() * (1 + Math.abs(expected)), () -> what + ": a bound of " + allowed
                        + " says nothing");
                Require.near(expected, traces.end("P." + s.name())[k], allowed, () -> what);
            }
        }
    }

    /** The number a name in a cell's equations stands for; there is no input, and it is time 0. */
    private static double value(Starts starts, String name, int cell) {
        if (starts.states().containsKey(name)) {
            return starts.states().get(name)[cell];
        }
        if (starts.parameters().containsKey(name)) {
            return starts.parameters().get(name)[cell];
        }
        return starts.model().parameters().stream().filter(p -> p.name().equals(name)).mapToDouble(p -> p.defaultValue()).findFirst()
                .orElse(0);
    }

    private static String describe(Starts starts, int cell) {
        StringBuilder text = new StringBuilder();
        starts.states().forEach((name, values) -> text.append(name).append(" = ").append(values[cell]).append(' '));
        starts.parameters().forEach((name, values) -> text.append(name).append(" = ").append(values[cell]).append(' '));
        return text.toString().strip();
    }
}
