package org.loligo.codegen.emit;

import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.tanh;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
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
import org.loligo.model.Storage;
import org.loligo.model.SynapseModel;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;

/** Networks whose kernels can be read: three leaky cells A, which may act on two leaky cells B. */
record TinyNetworks(NeuronModel cell, SynapseModel synapse, Connectivity connectivity, Map<String, Value> ofCells,
        Map<String, Value> ofSynapses, List<Stimulus> stimuli, TimeGrid time, Tableau tableau, int instances) {
    static final TimeGrid UNIFORM = new TimeGrid.Uniform(BigDecimal.ZERO, BigDecimal.ONE, new BigDecimal("0.1"));
    static final TimeGrid EXPLICIT = new TimeGrid.Explicit(new double[] {0, 0.1, 0.3, 0.7, 0.8});
    static final Connectivity EDGES = edges(0.5, 2, 1, 0.25, 3);

    /** Cells that see nothing of each other. */
    static TinyNetworks uncoupled(boolean level) {
        return coupled(null).with(cell(level));
    }

    /** A acts on B, by RK4 on a uniform grid, in one instance. */
    static TinyNetworks coupled(SynapseModel synapse) {
        return new TinyNetworks(cell(false), synapse, EDGES, Map.of(), Map.of(), List.of(pulse(1)), UNIFORM, Tableau.RK4, 1);
    }

    /** 0→0, 2→0, 0→1, 1→1, 2→1. */
    static Connectivity edges(double... weights) {
        return new Connectivity.Edges(new int[] {0, 2, 0, 1, 2}, new int[] {0, 0, 1, 1, 1}, weights);
    }

    static Stimulus pulse(double amplitude) {
        return new Stimulus.Pulses("A", "I", new int[] {1},
                List.of(new Stimulus.Pulse(new BigDecimal("0.2"), new BigDecimal("0.5"), amplitude)));
    }

    /** A cell that leaks and fires where it crosses a threshold, or above it. */
    static NeuronModel cell(boolean level) {
        var cell = NeuronModel.define("leaky");
        var V = cell.state("V", "1", 0, "");
        var tau = cell.parameter("tau", "ms", 4, "");
        var theta = cell.parameter("theta", "1", 1, "");
        var input = cell.input("I", "1", "");
        var current = cell.synapticCurrent("I_syn", "1");
        cell.derivative(V, input.minus(V).minus(current).over(tau));
        return level ? cell.level(V, theta, cell.parameter("rest", "ms", 0.2, "")).build() : cell.crossing(V, theta).build();
    }

    /** A synapse without a state: weight times something of the presynaptic cell, which needs no block of its own. */
    static SynapseModel direct() {
        var s = SynapseModel.define("direct");
        var g = s.parameter("g", "1", 0.5, Owner.SELF, "");
        return s.current(g.times(tanh(s.pre("V", "1"))), "1").build();
    }

    /** A synapse with a state of its own that follows both cells. */
    static SynapseModel graded() {
        var s = SynapseModel.define("graded");
        var O = s.state("O", "1", 0.125, Owner.SELF, "");
        var k = s.parameter("k", "1/ms", 2, Owner.SELF, "");
        var post = s.post("V", "1");
        return s.derivative(O, k.times(s.pre("V", "1").minus(O.times(post)))).current(O.times(post), "1").build();
    }

    /** A synapse with a state of its own that follows a window on the last spike. */
    static SynapseModel windowed() {
        var s = SynapseModel.define("windowed");
        var O = s.state("O", "1", 0.125, Owner.SELF, "");
        var k = s.parameter("k", "1/ms", 2, Owner.SELF, "");
        var delay = s.parameter("delay", "ms", 0.1, Owner.PRE, "");
        var on = s.window("on", delay, literal(0.3));
        return s.derivative(O, k.times(on.minus(O))).current(O.times(s.post("V", "1")), "1").build();
    }

    /** A synapse whose spikes add to a state, of the postsynaptic cell or of its own. */
    static SynapseModel jumping(Owner owner) {
        var s = SynapseModel.define("jumping");
        var g = s.state("g", "1", 0, owner, "");
        var tau = s.parameter("tau", "ms", 5, owner, "");
        var add = s.parameter("add", "1", 0.5, Owner.SELF, "");
        return s.derivative(g, g.over(tau).negate()).atSpikeAdd(g, add).current(g.times(s.post("V", "1").minus(2)), "1").build();
    }

    TinyNetworks with(NeuronModel c) {
        return new TinyNetworks(c, synapse, connectivity, ofCells, ofSynapses, stimuli, time, tableau, instances);
    }

    TinyNetworks with(Connectivity c) {
        return new TinyNetworks(cell, synapse, c, ofCells, ofSynapses, stimuli, time, tableau, instances);
    }

    /** Parameters and, by the names of states, initial values of A. */
    TinyNetworks cells(String name, Value value) {
        return new TinyNetworks(cell, synapse, connectivity, Map.of(name, value), ofSynapses, stimuli, time, tableau, instances);
    }

    TinyNetworks synapses(String name, Value value) {
        return new TinyNetworks(cell, synapse, connectivity, ofCells, Map.of(name, value), stimuli, time, tableau, instances);
    }

    TinyNetworks with(Stimulus... s) {
        return new TinyNetworks(cell, synapse, connectivity, ofCells, ofSynapses, List.of(s), time, tableau, instances);
    }

    TinyNetworks with(TimeGrid t) {
        return new TinyNetworks(cell, synapse, connectivity, ofCells, ofSynapses, stimuli, t, tableau, instances);
    }

    TinyNetworks with(Tableau t) {
        return new TinyNetworks(cell, synapse, connectivity, ofCells, ofSynapses, stimuli, time, t, instances);
    }

    TinyNetworks instances(int n) {
        return new TinyNetworks(cell, synapse, connectivity, ofCells, ofSynapses, stimuli, time, tableau, n);
    }

    /** The program, by all passes that accelerators use. */
    StepProgram program() {
        List<String> passes = StepCompiler.allPasses().stream().filter(p -> !p.equals("split")).toList();
        return StepCompiler.compile(network(), time, tableau, instances, 1, Precision.FLOAT64, passes).program();
    }

    private Network network() {
        Population a = new Population("A", cell, 3, only(ofCells, "V", false), only(ofCells, "V", true));
        if (synapse == null) {
            return new Network(List.of(a), List.of(), stimuli);
        }
        Projection projection = new Projection("syn", "A", "B", synapse, connectivity, Storage.SPARSE, only(ofSynapses, "O", false),
                only(ofSynapses, "O", true));
        return new Network(List.of(a, Population.of("B", cell, 2)), List.of(projection), stimuli);
    }

    private static Map<String, Value> only(Map<String, Value> values, String state, boolean isState) {
        return values.entrySet().stream().filter(e -> isState == (e.getKey().equals(state) || e.getKey().equals(Population.LAST_SPIKE)))
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
