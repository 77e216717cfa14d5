package org.loligo.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.emit.JavaVectorEmitter;
import org.loligo.conformance.RandomNetworks;
import org.loligo.model.Connectivity;
import org.loligo.model.Network;
import org.loligo.model.NeuronModel;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Recording;
import org.loligo.model.TimeGrid;
import org.loligo.model.Value;
import org.loligo.models.Models;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Engine;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Simulation;

/** What the JIT compiler and the users of many values need of generated kernels. */
class KernelTest {
    private static final TimeGrid TIME = new TimeGrid.Uniform(BigDecimal.ZERO, BigDecimal.TEN, new BigDecimal("0.01"));

    static Stream<Arguments> modelsAndPrecisions() {
        return Models.names().stream().flatMap(n -> Models.neuron(n).stream())
                .flatMap(m -> Stream.of(Precision.values()).map(p -> Arguments.of(m.name(), p)));
    }

    private static Network alone(NeuronModel model, Map<String, Value> parameters) {
        return new Network(List.of(new Population("X", model, 100, parameters, Map.of())), List.of(), List.of());
    }

    private static StepProgram compile(Network network, Precision precision) {
        return StepCompiler.compile(network, TIME, Tableau.RK4, 1, 1, precision, StepCompiler.allPasses()).program();
    }

    /** Above some 2,500 bytecodes a method may never leave the slow compilers. */
    @ParameterizedTest
    @MethodSource("modelsAndPrecisions")
    void methodsAreSmall(String model, Precision precision) {
        NeuronModel neuron = Models.neuron(model).orElseThrow();
        requireSmallMethods(compile(alone(neuron, Map.of()), precision), precision);
        // every parameter an array: the kernel with the most loads
        Map<String, Value> varying = neuron.parameters().stream()
                .collect(java.util.stream.Collectors.toMap(p -> p.name(), _ -> new Value.Uniform(1, 2)));
        requireSmallMethods(compile(alone(neuron, varying), precision), precision);
    }

    @Test
    void methodsOfRandomNetworksAreSmall() {
        for (long seed = 0; seed < 40; seed++) {
            Experiment e = RandomNetworks.COUPLED.draw(seed, Precision.FLOAT64).experiment();
            requireSmallMethods(StepCompiler.compile(e.network(), e.time(), e.integrator(), e.instances(), e.seed(), e.precision(),
                    StepCompiler.allPasses()).program(), e.precision());
        }
    }

    private static void requireSmallMethods(StepProgram program, Precision precision) {
        for (int lanes : new int[] {1, CpuEngine.SIDE_BY_SIDE}) {
            byte[] bytes = KernelCompiler.bytecode(JavaVectorEmitter.emit(program, precision, 256, lanes, KernelCompiler.PACKAGE));
            for (var method : ClassFile.of().parse(bytes).methods()) {
                int length = method.code().map(c -> ((CodeAttribute) c).codeLength()).orElse(0);
                assertTrue(length <= 2500, method.methodName() + " has " + length + " bytecodes\n" + program);
            }
        }
    }

    @Test
    void changingAValueCompilesNothing() {
        Population cells = Population.of("X", Models.neuron("hodgkin-huxley").orElseThrow(), 5);
        int before = -1;
        for (double g : new double[] {0.1, 0.2, 0.35}) {
            Projection gaba = new Projection("gaba", "X", "X", Models.synapse("gaba-a").orElseThrow(), new Connectivity.AllToAll(false),
                    org.loligo.model.Storage.AUTO, Map.of("g", Value.of(g), "alpha", Value.of(10 + g)), Map.of("O", Value.of(g)));
            Population driven = new Population("X", cells.model(), 5, Map.of("g_K", Value.of(10 * g)), Map.of("V", Value.of(-70 + g)));
            Experiment e = new Experiment("", new Network(List.of(driven), List.of(gaba), List.of()), TIME, Tableau.RK4, Precision.FLOAT64,
                    1, 1, List.of());
            try (Simulation s = Simulation.prepare(e, Backends.choose("cpu", 0), RunOptions.DEFAULT)) {
                s.load();
            }
            if (before < 0) {
                before = KernelCompiler.compilations();
            }
            assertEquals(before, KernelCompiler.compilations(), "compilations after g = " + g);
        }
    }

    /** A boxed vector is 32 bytes or more: one for each operation would be thousands for each step of a neuron. */
    @ParameterizedTest
    @MethodSource("modelsAndPrecisions")
    void steppingAllocatesNothing(String model, Precision precision) {
        Experiment e = new Experiment("", alone(Models.neuron(model).orElseThrow(), Map.of()),
                new TimeGrid.Uniform(BigDecimal.ZERO, BigDecimal.valueOf(1000), new BigDecimal("0.01")), Tableau.RK4, precision, 1, 1,
                List.of(new Recording.Variables("X", List.of(Models.neuron(model).orElseThrow().states().getFirst().name()), null, 10)));
        var thread = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        try (Simulation s = Simulation.prepare(e, Backends.choose("cpu", 0), RunOptions.DEFAULT); Arena arena = Arena.ofConfined()) {
            Engine engine = s.load();
            int steps = 2000;
            Chunk chunk = new Chunk(s.layout(), steps, arena);
            double perNeuronStep = Double.POSITIVE_INFINITY;
            // the host's own loop is compiled in the first chunks
            for (int round = 0; round < 40 && perNeuronStep >= 1; round++) {
                chunk.reset((long) round * steps, (round + 1L) * steps);
                long before = thread.getCurrentThreadAllocatedBytes();
                engine.advance(chunk);
                perNeuronStep = (thread.getCurrentThreadAllocatedBytes() - before) / (100.0 * steps);
            }
            assertTrue(perNeuronStep < 1, perNeuronStep + " bytes a neuron-step");
        }
    }
}
