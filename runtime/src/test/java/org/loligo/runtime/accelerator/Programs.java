package org.loligo.runtime.accelerator;

import static org.loligo.expr.Expressions.TIME;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tableau;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Stimulus;
import org.loligo.model.SynapseModel;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.Series;

/** Three driven cells A, each with a refractory time of its own, and synapses among them, two of the same pair. */
final class Programs {
    static final int[] PRE = {2, 0, 1, 1, 2};
    private static final int[] POST = {0, 1, 1, 1, 2};

    private Programs() {}

    static TimeGrid.Uniform uniform(int steps) {
        BigDecimal step = new BigDecimal("0.1");
        return new TimeGrid.Uniform(BigDecimal.ZERO, step.multiply(BigDecimal.valueOf(steps)), step);
    }

    static Stimulus pulse(String start, String stop, int... neurons) {
        return new Stimulus.Pulses("A", "I", neurons, List.of(new Stimulus.Pulse(new BigDecimal(start), new BigDecimal(stop), 3)));
    }

    static StepProgram program(TimeGrid time, int instances, Stimulus... stimuli) {
        var cell = NeuronModel.define("leaky");
        var V = cell.state("V", "1", 0, "");
        var tau = cell.parameter("tau", "ms", 4, "");
        var rest = cell.parameter("rest", "ms", 0.2, "");
        var input = cell.input("I", "1", "");
        var current = cell.synapticCurrent("I_syn", "1");
        NeuronModel model = cell.derivative(V, input.minus(V).minus(current).minus(TIME.over(tau)).over(tau))
                .level(V, org.loligo.expr.Expressions.literal(1), rest).build();
        var s = SynapseModel.define("follows");
        var O = s.state("O", "1", 0.125, Owner.SELF, "");
        var k = s.parameter("k", "1/ms", 2, Owner.SELF, "");
        SynapseModel synapse = s.derivative(O, k.times(s.pre("V", "1").minus(O))).current(O.times(s.post("V", "1")), "1").build();
        Population a = new Population("A", model, 3, Map.of("rest", Value.each(0.1, 0.3, 0.1)),
                Map.of("last_spike", Value.each(-7, -8, -9)));
        Connectivity edges = new Connectivity.Edges(PRE, POST, new double[] {1, 2, 3, 4, 5});
        Network network = new Network(List.of(a), List.of(Projection.of("syn", "A", "A", synapse, edges)), List.of(stimuli));
        return StepCompiler.compile(network, time, Tableau.RK4, instances, 1, Precision.FLOAT64, StepCompiler.allPasses()).program();
    }

    static Series series(StepProgram program, String owner, String variable, long every, int... elements) {
        boolean neurons = owner.equals("A");
        return new Series(owner, variable, "1", neurons ? Series.Element.NEURON : Series.Element.SYNAPSE, elements, "A",
                neurons ? elements : IntStream.of(elements).map(k -> POST[k]).toArray(), every,
                program.time().steps() / every + 1, Precision.FLOAT64);
    }

    static RunLayout layout(StepProgram program, Series... series) {
        return new RunLayout("small", program.time(), program.instances(), Precision.FLOAT64, List.of(series), List.of(), Map.of());
    }
}
