package org.loligo.conformance;

import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.max;
import static org.loligo.expr.Expressions.min;
import static org.loligo.expr.Expressions.select;

import java.math.BigDecimal;
import java.util.List;
import org.loligo.codegen.Tableau;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.Traces;

/**
 * Numbers in equations that single precision, or any, cannot hold are infinite there, and limits that nothing reaches.
 *
 * @param candidate what is checked
 */
public record Literals(Candidate candidate) {

    /** Checks numbers too large, too small and infinite. */
    public void outOfRange(Precision precision) {
        var m = NeuronModel.define("bounded").dimensionless();
        var x = m.state("x", "1", 1, "");
        var y = m.state("y", "1", 2, "");
        var z = m.state("z", "1", 3, "");
        NeuronModel model = m.derivative(x, min(x, literal(1e39)).plus(max(x, literal(-1e300))))
                .derivative(y, select(y.below(Double.POSITIVE_INFINITY), y, literal(0)))
                .derivative(z, select(z.above(Double.NEGATIVE_INFINITY), z.plus(1e-50), literal(0))).build();
        Network network = new Network(List.of(Population.of("P", model, 1)), List.of(), List.of());
        TimeGrid time = new TimeGrid.Uniform(BigDecimal.ZERO, BigDecimal.ONE, new BigDecimal("0.5"));
        Traces traces = candidate.run(new Experiment("literals", network, time, Tableau.EULER, precision, 1, 1, List.of()));
        Require.equal(4.0, traces.end("P.x")[0], () -> precision + " x");
        Require.equal(4.5, traces.end("P.y")[0], () -> precision + " y");
        Require.equal(6.75, traces.end("P.z")[0], () -> precision + " z");
    }
}
