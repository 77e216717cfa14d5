package org.loligo.codegen.pass;

import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.minus;
import static org.loligo.expr.Expressions.tanh;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tableau;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Symbol;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Storage;
import org.loligo.model.SynapseModel;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;

/** Networks small enough to read, from a population A of three leaky cells to a population B of two. */
final class SmallNetworks {
    /** Three cells at different voltages. */
    static final Population A = cells("A", -0.5, 0.25, 0.75);
    /** Two more. */
    static final Population B = cells("B", 0.5, -1);
    /** All pairs but one, by post, then pre, with weights that differ: 0→0, 2→0, 0→1, 1→1, 2→1. */
    static final Connectivity WEIGHTED = new Connectivity.Edges(new int[] {0, 2, 0, 1, 2}, new int[] {0, 0, 1, 1, 1},
            new double[] {0.5, 2, 1, 0.25, 3});

    /** 0→1, 1→2, 2→0. */
    static final Connectivity RING = Connectivity.Edges.unweighted(new int[] {0, 1, 2}, new int[] {1, 2, 0});

    private SmallNetworks() {}

    /** A population of cells that leak, fire at 1 and take a current. */
    static Population cells(String name, double... start) {
        var cell = NeuronModel.define("leaky");
        var V = cell.state("V", "1", 0, "");
        var tau = cell.parameter("tau", "ms", 4, "");
        var I = cell.synapticCurrent("I_syn", "1");
        NeuronModel model = cell.derivative(V, V.negate().minus(I).over(tau)).crossing(V, literal(1)).build();
        return new Population(name, model, start.length, Map.of(), Map.of("V", Value.each(start)));
    }

    /** A graded synapse with a state that follows the presynaptic cell. */
    static SynapseModel graded() {
        var s = SynapseModel.define("graded");
        var O = s.state("O", "1", 0.125, Owner.SELF, "");
        var alpha = s.parameter("alpha", "1/ms", 2, Owner.SELF, "");
        var g = s.parameter("g", "1", 0.5, Owner.POST, "");
        var E = s.parameter("E", "1", -2, Owner.POST, "");
        var pre = s.pre("V", "1");
        var post = s.post("V", "1");
        return s.derivative(O, alpha.times(minus(1, O)).times(tanh(pre)).minus(alpha.times(O)))
                .current(g.times(O).times(post.minus(E)), "1").build();
    }

    /** A synapse without a state: the current is {@code current(g, pre.V, post.V)}. */
    static SynapseModel direct(Current current) {
        var s = SynapseModel.define("direct");
        var g = s.parameter("g", "1", 0.5, Owner.SELF, "");
        return s.current(current.of(g, s.pre("V", "1"), s.post("V", "1")), "1").build();
    }

    /** A current of a parameter and the two voltages. */
    interface Current {
        Expr of(Symbol g, Symbol pre, Symbol post);
    }

    /** A projection from A to B. */
    static Projection projection(SynapseModel model, Connectivity connectivity, Map<String, Value> parameters, Map<String, Value> initial) {
        return new Projection("syn", "A", "B", model, connectivity, Storage.AUTO, parameters, initial);
    }

    /** The projection with the weighted synapses and the model's defaults. */
    static Projection projection(SynapseModel model) {
        return projection(model, WEIGHTED, Map.of(), Map.of());
    }

    /** A, B and a projection. */
    static Network network(Projection projection) {
        return new Network(List.of(A, B), List.of(projection), List.of());
    }

    /** The network as written, in two instances. */
    static StepProgram lower(Network network) {
        TimeGrid time = new TimeGrid.Uniform(BigDecimal.ZERO, BigDecimal.ONE, new BigDecimal("0.1"));
        return StepCompiler.compile(network, time, Tableau.RK4, 2, 1, Precision.FLOAT64, List.of()).lowered();
    }

    /** The network as written, in two instances. */
    static StepProgram lower(Projection projection) {
        return lower(network(projection));
    }
}
