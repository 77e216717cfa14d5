package org.loligo.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.max;
import static org.loligo.expr.Expressions.min;
import static org.loligo.expr.Expressions.select;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.loligo.codegen.Tableau;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.Progress;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.Traces;

/** Numbers in equations that single precision, or any, cannot hold are infinite there, and limits that nothing reaches. */
class LiteralsTest {

    @ParameterizedTest
    @EnumSource(Precision.class)
    void outOfRange(Precision precision) throws IOException {
        var m = NeuronModel.define("bounded").dimensionless();
        var x = m.state("x", "1", 1, "");
        var y = m.state("y", "1", 2, "");
        var z = m.state("z", "1", 3, "");
        NeuronModel model = m.derivative(x, min(x, literal(1e39)).plus(max(x, literal(-1e300))))
                .derivative(y, select(y.below(Double.POSITIVE_INFINITY), y, literal(0)))
                .derivative(z, select(z.above(Double.NEGATIVE_INFINITY), z.plus(1e-50), literal(0))).build();
        Network network = new Network(List.of(Population.of("P", model, 1)), List.of(), List.of());
        TimeGrid time = new TimeGrid.Uniform(BigDecimal.ZERO, BigDecimal.ONE, new BigDecimal("0.5"));
        Traces traces = new Traces();
        Experiment experiment = new Experiment("literals", network, time, Tableau.EULER, precision, 1, 1, List.of());
        try (Simulation simulation = Simulation.prepare(experiment, Backends.choose("cpu", 0), RunOptions.DEFAULT)) {
            simulation.run(List.of(traces), Progress.NONE);
        }
        assertEquals(4, traces.end("P.x")[0]);
        assertEquals(4.5, traces.end("P.y")[0]);
        assertEquals(6.75, traces.end("P.z")[0]);
    }
}
