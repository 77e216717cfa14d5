package org.loligo.codegen.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.Tally;
import org.loligo.codegen.Tally.Register;
import org.loligo.model.Connectivity;
import org.loligo.model.NeuronModel;
import org.loligo.model.Owner;
import org.loligo.model.Precision;
import org.loligo.model.Stimulus;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;

/** The text of kernels: as readers know it, and the same whatever the values are. */
class CEmitterTest {

    private static String source(TinyNetworks network, Schedule schedule, Precision precision) {
        StepProgram program = network.program();
        List<Recorded> recorded = List.of(new Recorded(0, 0, null), new Recorded(0, -1, new int[] {1}));
        return CEmitter.emit(program, precision, Dialect.OPENCL_C, schedule, recorded,
                schedule == Schedule.RESIDENT ? 1024 : 128).source();
    }

    private static String source(TinyNetworks network, Schedule schedule) {
        return source(network, schedule, Precision.FLOAT64);
    }

    static Stream<Arguments> kernels() {
        TinyNetworks graded = TinyNetworks.coupled(TinyNetworks.graded());
        TinyNetworks jumping = TinyNetworks.coupled(TinyNetworks.jumping(Owner.POST));
        return Stream.of(
                Arguments.of("independent-rk4", TinyNetworks.uncoupled(false), Schedule.INDEPENDENT),
                Arguments.of("independent-midpoint-level-steps", TinyNetworks.uncoupled(true).with(Tableau.MIDPOINT)
                        .with(TinyNetworks.EXPLICIT), Schedule.INDEPENDENT),
                Arguments.of("resident-midpoint-graded", graded.with(Tableau.MIDPOINT), Schedule.RESIDENT),
                Arguments.of("resident-euler-graded", graded.with(Tableau.EULER), Schedule.RESIDENT),
                Arguments.of("resident-euler-windowed", TinyNetworks.coupled(TinyNetworks.windowed()).with(Tableau.EULER),
                        Schedule.RESIDENT),
                Arguments.of("resident-midpoint-jumping", jumping.with(Tableau.MIDPOINT), Schedule.RESIDENT),
                Arguments.of("staged-midpoint-graded", graded.with(Tableau.MIDPOINT), Schedule.STAGED),
                Arguments.of("staged-euler-graded", graded.with(Tableau.EULER), Schedule.STAGED),
                Arguments.of("staged-midpoint-jumping", jumping.with(Tableau.MIDPOINT), Schedule.STAGED));
    }

    /**
     * The files are there to be read. What differs is written to {@code target/kernels}; where it is meant, it takes the old one's place.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void kernelsAreAsWritten(String name, TinyNetworks network, Schedule schedule) throws IOException {
        String actual = source(network, schedule);
        String expected = "";
        try (InputStream in = CEmitterTest.class.getResourceAsStream(name + ".cl")) {
            if (in != null) {
                expected = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        if (!expected.equals(actual)) {
            Path folder = Files.createDirectories(Path.of("target", "kernels"));
            Files.writeString(folder.resolve(name + ".cl"), actual);
        }
        assertEquals(expected, actual);
    }

    static Stream<Arguments> equallyBuilt() {
        TinyNetworks cells = TinyNetworks.uncoupled(false);
        TinyNetworks level = TinyNetworks.uncoupled(true);
        TinyNetworks direct = TinyNetworks.coupled(TinyNetworks.direct());
        TinyNetworks graded = TinyNetworks.coupled(TinyNetworks.graded());
        TinyNetworks windowed = TinyNetworks.coupled(TinyNetworks.windowed());
        TinyNetworks jumping = TinyNetworks.coupled(TinyNetworks.jumping(Owner.POST));
        TinyNetworks jumpingSelf = TinyNetworks.coupled(TinyNetworks.jumping(Owner.SELF));
        return Stream.of(
                Arguments.of("a parameter", cells, cells.cells("tau", Value.of(7))),
                Arguments.of("a parameter of each cell", cells.cells("tau", Value.each(1, 2, 3)), cells.cells("tau", Value.each(5, 5, 5))),
                Arguments.of("an initial state", cells, cells.cells("V", Value.of(0.5))),
                Arguments.of("initial states, by cell", cells, cells.cells("V", Value.each(1, 2, 3))),
                Arguments.of("the last spike", level, level.cells("last_spike", Value.of(-0.05))),
                Arguments.of("a threshold", cells, cells.cells("theta", Value.of(7))),
                Arguments.of("equal parameters", cells.cells("tau", Value.of(7)), cells.cells("tau", Value.of(1))),
                Arguments.of("thresholds, by cell", cells.cells("theta", Value.each(1, 2, 3)), cells.cells("theta", Value.each(1, 1, 2))),
                Arguments.of("a refractory time", level, level.cells("rest", Value.of(0.7))),
                Arguments.of("refractory times, by cell", level.cells("rest", Value.each(1, 2, 3)),
                        level.cells("rest", Value.each(1, 1, 2))),
                Arguments.of("refractory times, unequal steps", level.with(TinyNetworks.EXPLICIT).cells("rest", Value.each(1, 2, 3)),
                        level.with(TinyNetworks.EXPLICIT).cells("rest", Value.each(1, 1, 1))),
                Arguments.of("the delay of a window", windowed, windowed.synapses("delay", Value.of(0.4))),
                Arguments.of("delays, by cell", windowed.synapses("delay", Value.each(1, 2, 3)),
                        windowed.synapses("delay", Value.each(1, 1, 2))),
                Arguments.of("delays, unequal steps", windowed.with(TinyNetworks.EXPLICIT).synapses("delay", Value.each(1, 2, 3)),
                        windowed.with(TinyNetworks.EXPLICIT).synapses("delay", Value.each(1, 1, 2))),
                Arguments.of("weights", graded, graded.with(TinyNetworks.edges(1, 2, 3, 4, 5))),
                Arguments.of("weights without a block", direct, direct.with(TinyNetworks.edges(1, 2, 3, 4, 5))),
                Arguments.of("what spikes add", jumping.synapses("add", Value.of(2)), jumping.synapses("add", Value.of(3))),
                Arguments.of("what spikes add, by synapse", jumpingSelf.synapses("add", Value.each(1, 2, 3, 4, 5)),
                        jumpingSelf.synapses("add", Value.each(1, 2, 1, 2, 1))),
                Arguments.of("an amplitude", cells, cells.with(TinyNetworks.pulse(9))),
                Arguments.of("samples", cells.with(samples(1, 2)), cells.with(samples(5, 6, 7))),
                Arguments.of("the step", cells, cells.with(new TimeGrid.Uniform(BigDecimal.ONE, BigDecimal.TEN, BigDecimal.ONE))),
                Arguments.of("unequal steps", cells.with(TinyNetworks.EXPLICIT),
                        cells.with(new TimeGrid.Explicit(new double[] {1, 1.5, 7}))),
                Arguments.of("instances", windowed.instances(2).synapses("delay", new Value.PerInstance(new double[] {1, 2})),
                        windowed.instances(3).synapses("delay", new Value.PerInstance(new double[] {1, 2, 3}))),
                Arguments.of("instances that differ", level.instances(2).cells("rest", new Value.Uniform(1, 2)),
                        level.instances(5).cells("rest", new Value.Uniform(1, 2))),
                Arguments.of("instances that do not", jumping, jumping.instances(7)),
                Arguments.of("synapses without a block", direct, direct.with(
                        new Connectivity.Edges(new int[] {0, 1, 0}, new int[] {0, 0, 1}, new double[] {1, 2, 3}))),
                Arguments.of("synapses of spikes alone", jumping, jumping.with(
                        new Connectivity.Edges(new int[] {0, 1, 0}, new int[] {0, 0, 1}, new double[] {1, 2, 3}))));
    }

    private static Stimulus samples(double... values) {
        return new Stimulus.Samples("A", "I", new int[] {1}, new double[][] {values}, new BigDecimal("0.1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("equallyBuilt")
    void valuesAreNotInTheSource(String what, TinyNetworks one, TinyNetworks other) {
        for (Schedule schedule : Schedule.values()) {
            if (schedule != Schedule.INDEPENDENT || !one.program().isCoupled()) {
                assertEquals(source(one, schedule), source(other, schedule), what + ", " + schedule);
            }
        }
    }

    /** What the other tests would not see, if the source said nothing at all. */
    @Test
    void equationsAreInTheSource() {
        TinyNetworks cells = TinyNetworks.uncoupled(false);
        assertNotEquals(source(cells, Schedule.INDEPENDENT), source(TinyNetworks.uncoupled(true), Schedule.INDEPENDENT));
        assertNotEquals(source(cells, Schedule.INDEPENDENT), source(cells.with(Tableau.MIDPOINT), Schedule.INDEPENDENT));
        assertNotEquals(source(cells, Schedule.INDEPENDENT), source(cells.cells("tau", Value.each(1, 2, 3)), Schedule.INDEPENDENT));
    }

    /** A parameter may have the name that the emitter has for the threshold of events. */
    @Test
    void aParameterThatIsCalledThreshold() {
        var cell = NeuronModel.define("leaky");
        var V = cell.state("V", "1", 0, "");
        var tau = cell.parameter("tau", "ms", 4, "");
        var threshold = cell.parameter("threshold", "1", 3, "");
        var input = cell.input("I", "1", "");
        var current = cell.synapticCurrent("I_syn", "1");
        NeuronModel model = cell.derivative(V, input.minus(V).minus(current).plus(threshold).over(tau))
                .crossing(V, threshold.plus(1)).build();
        for (Schedule schedule : Schedule.values()) {
            String source = source(TinyNetworks.uncoupled(false).with(model), schedule);
            String parameter = declared(source, "threshold");
            String ofEvents = declared(source, "threshold_");
            assertNotEquals(parameter, ofEvents, source);
            assertTrue(source.contains("V >= threshold_;") || source.contains("A_V >= threshold_;"), source);
        }
    }

    private static String declared(String source, String name) {
        return source.lines().map(String::strip).filter(l -> l.startsWith("const real " + name + " = "))
                .map(l -> l.substring(l.indexOf('=')))
                .findFirst().orElseThrow(() -> new AssertionError(name + " is not declared in\n" + source));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Schedule.class)
    void nothingInSinglePrecisionIsDouble(Schedule schedule) {
        TinyNetworks network = schedule == Schedule.INDEPENDENT ? TinyNetworks.uncoupled(true)
                : TinyNetworks.coupled(TinyNetworks.graded());
        String source = source(network, schedule, Precision.FLOAT32);
        assertFalse(Pattern.compile("[0-9]\\.[0-9]+(E-?[0-9]+)?(?![0-9fE])").matcher(source).find(), source);
        assertFalse(source.contains("double"), source);
    }

    private static String tallying(Schedule schedule, Tally... tallies) {
        return CEmitter.emit(TinyNetworks.uncoupled(false).with(Tableau.EULER).program(), Precision.FLOAT32, Dialect.OPENCL_C, schedule,
                List.of(), List.of(tallies), 1024).source();
    }

    /** What is not asked for is not in the text: not even the entries of the plan that say when. */
    @Test
    void onlyWhatIsAskedForIsTallied() {
        String nothing = tallying(Schedule.INDEPENDENT);
        String most = tallying(Schedule.INDEPENDENT, Tally.of(0, 0, 0, 9, Register.MAX));
        String moments = tallying(Schedule.INDEPENDENT, Tally.of(0, 0, 0, 9, Register.SHIFT, Register.SUM, Register.SUM_REST));
        String count = tallying(Schedule.INDEPENDENT, Tally.of(0, -1, 0, 9, Register.SPIKES));
        assertFalse(nothing.contains("k >= plan["), nothing);
        assertTrue(most.contains("V_max") && !most.contains("V_min") && !most.contains("V_sum"), most);
        assertTrue(moments.contains("V_sum_rest") && !moments.contains("V_squares") && !moments.contains("V_max"), moments);
        assertTrue(count.contains("+= 1;") && !count.contains("interval") && !count.contains("V_sum") && !count.contains("V_max"), count);
    }

    /** Neither the window nor the length of the run stands in the text: to move it compiles nothing. */
    @ParameterizedTest
    @EnumSource
    void windowsAreTold(Schedule schedule) {
        Tally early = Tally.of(0, 0, 0, 3, Register.MIN);
        Tally late = Tally.of(0, 0, 4, 9, Register.MIN);
        assertEquals(tallying(schedule, early), tallying(schedule, late));
    }

    /** A float kernel has no double in it. */
    @Test
    void sumsStayInTheWorkingPrecision() {
        String text = tallying(Schedule.INDEPENDENT, Tally.of(0, 0, 0, 9, Register.SHIFT, Register.SUM, Register.SUM_REST, Register.SQUARES,
                Register.SQUARES_REST, Register.MIN, Register.MAX), Tally.of(0, -1, 0, 9, Register.SPIKES, Register.FIRST, Register.LAST,
                        Register.INTERVALS));
        assertFalse(text.contains("double"), text);
    }

    @Test
    void independentIsForCellsThatSeeNothing() {
        assertThrows(IllegalArgumentException.class, () -> source(TinyNetworks.coupled(TinyNetworks.graded()), Schedule.INDEPENDENT));
    }

    /** Every kernel takes the same arguments, and names its blocks. */
    @Test
    void kernelsToLaunch() {
        StepProgram program = TinyNetworks.coupled(TinyNetworks.graded()).program();
        DeviceProgram staged = CEmitter.emit(program, Precision.FLOAT64, Dialect.OPENCL_C, Schedule.STAGED, List.of(), 1024);
        assertEquals(List.of("staged_first"), staged.first().stream().map(DeviceProgram.Kernel::name).toList());
        assertEquals(8, staged.steps().size());
        assertEquals(List.of(2), staged.steps().getFirst().blocks());
        assertEquals(List.of(0, 1, 2), staged.steps().get(1).blocks());
        DeviceProgram resident = CEmitter.emit(program, Precision.FLOAT64, Dialect.OPENCL_C, Schedule.RESIDENT, List.of(), 64);
        assertEquals(List.of("resident"), resident.steps().stream().map(DeviceProgram.Kernel::name).toList());
        assertEquals(64, resident.groupSize());
    }

    static Stream<TinyNetworks> coupled() {
        return Stream.of(TinyNetworks.graded(), TinyNetworks.windowed(), TinyNetworks.jumping(Owner.POST), TinyNetworks.jumping(Owner.SELF),
                TinyNetworks.direct()).map(TinyNetworks::coupled);
    }

    /** What a resident program shares is known before it is emitted, to the byte. */
    @ParameterizedTest
    @MethodSource("coupled")
    void sharedMemoryIsWhatWasForeseen(TinyNetworks network) {
        for (Precision precision : Precision.values()) {
            DeviceProgram resident = CEmitter.emit(network.program(), precision, Dialect.OPENCL_C, Schedule.RESIDENT, List.of(), 1024);
            assertEquals(CEmitter.sharedBytes(network.program(), precision), resident.sharedBytes());
            assertTrue(resident.source().contains("real shared[" + resident.sharedBytes() / precision.bytes() + "];"), resident.source());
        }
    }
}
