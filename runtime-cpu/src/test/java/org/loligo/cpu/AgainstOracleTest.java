package org.loligo.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.StepCompiler;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.StepProgram.Location;
import org.loligo.codegen.emit.JavaVectorEmitter;
import org.loligo.interpreter.Interpreter;
import org.loligo.model.Population;
import org.loligo.model.Precision;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Experiment;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.SpikeSeries;

/**
 * Random models and networks: one step of the generated kernel against one step of the oracle, which interprets the network as it was
 * written, from the same state. They may differ by the rounding errors that interpreters of both programs bound, and by no more.
 */
class AgainstOracleTest {
    /** The day decides which networks the short test looks at; any can be had again by its number. */
    static LongStream someSeeds() {
        long first = Long.getLong("loligo.seed", LocalDate.now().toEpochDay()) * 1000;
        return LongStream.range(first, first + 20);
    }

    static LongStream allSeeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("someSeeds")
    void someRandomNetworks(long seed) {
        compare(seed);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("allSeeds")
    void manyRandomNetworks(long seed) {
        compare(seed);
    }

    private static void compare(long seed) {
        for (Precision precision : Precision.values()) {
            // where a comparison sits on its branch for good, as in x < x, or the state runs away at once, nothing can be compared:
            // another network takes its place
            boolean compared = false;
            for (int attempt = 0; attempt < 5 && !compared; attempt++) {
                long number = seed + 1_000_000_000L * attempt;
                compared = new Comparison(RandomNetworks.experiment(number, precision), number).run();
            }
            assertTrue(compared, "five networks in turn had no step to compare");
        }
    }

    private static final class Comparison {
        private final Experiment experiment;
        private final Precision precision;
        private final StepProgram written;
        private final StepProgram program;
        private final RunLayout layout;
        private final CpuEngine engine;
        private int compared;

        Comparison(Experiment experiment, long seed) {
            this.experiment = experiment;
            this.precision = experiment.precision();
            Random random = new Random(seed);
            // any choice of passes must be right, all of them most of the time
            List<String> passes = new ArrayList<>(StepCompiler.allPasses());
            if (random.nextInt(3) == 0) {
                passes.removeIf(_ -> random.nextInt(3) == 0);
            }
            written = compile(StepCompiler.oraclePasses());
            program = compile(passes);
            List<SpikeSeries> spikes = experiment.network().populations().stream().map(p -> new SpikeSeries(p.name(), p.size())).toList();
            layout = new RunLayout("", experiment.time(), experiment.instances(), precision, List.of(), spikes, Map.of());
            String schedule = program.isCoupled() ? CpuEngine.STAGED : CpuEngine.INDEPENDENT;
            int bits = jdk.incubator.vector.VectorShape.preferredShape().vectorBitSize();
            engine = new CpuEngine(program, precision, layout,
                    KernelCompiler.compile(JavaVectorEmitter.emit(program, precision, bits, KernelCompiler.PACKAGE)), schedule,
                    1 + random.nextInt(2));
        }

        private StepProgram compile(List<String> passes) {
            return StepCompiler.compile(experiment.network(), experiment.time(), experiment.integrator(), experiment.instances(),
                    experiment.seed(), precision, passes).program();
        }

        /** Whether at least one step could be compared. */
        boolean run() {
            try (Arena arena = Arena.ofConfined()) {
                Chunk chunk = new Chunk(layout, 64, arena);
                long step = 0;
                for (int stretch : new int[] {0, 1, 2, 7, 30, 40, 50}) {
                    if (stretch > 0) {
                        chunk.reset(step, step + stretch);
                        engine.advance(chunk);
                        step += stretch;
                    }
                    compareOneStep(chunk, step++);
                }
                return compared > 0;
            } finally {
                engine.close();
            }
        }

        private void compareOneStep(Chunk chunk, long step) {
            NetworkState common = engine.state();
            assertEquals(step, common.step());
            // the oracle errs as doubles do; the kernel as its own program does in its own precision
            Interpreter oracle = new Interpreter(written, Precision.FLOAT64);
            Interpreter bound = new Interpreter(program, precision);
            take(oracle, written, common);
            take(bound, program, common);
            oracle.advance();
            bound.advance();
            chunk.reset(step, step + 1);
            engine.advance(chunk);
            NetworkState after = engine.state();
            boolean finite = common.firstNonFinite(program).isEmpty() && after.firstNonFinite(program).isEmpty();
            if (oracle.isAmbiguous() || bound.isAmbiguous() || !finite) {
                return;
            }
            long[] values = new long[2];
            program.variables().forEach((name, location) -> {
                if (location.state().equals(Population.LAST_SPIKE)) {
                    return;
                }
                int count = location.index() == null ? program.block(location.block()).count() : location.index().length;
                for (int r = 0; r < experiment.instances(); r++) {
                    for (int i = 0; i < count; i++) {
                        double allowed = oracle.error(name, r, i) + bound.error(name, r, i);
                        double expected = oracle.value(name, r, i);
                        double actual = value(after, location, r, i);
                        values[allowed < 1e-2 * Math.max(1, Math.abs(expected)) ? 0 : 1]++;
                        if (!(Math.abs(actual - expected) <= allowed)) {
                            throw new AssertionError(experiment.name() + " " + precision + ": after step " + step + " " + name + "[" + r + "]["
                                    + i + "] is " + actual + ", the oracle has " + expected + ", the difference "
                                    + Math.abs(actual - expected) + " is more than " + allowed + "\n" + program);
                        }
                    }
                }
            });
            compareSpikes(chunk, oracle);
            // a bound that allows everything compares nothing
            compared += values[1] <= values[0] / 10 ? 1 : 0;
        }

        private void compareSpikes(Chunk chunk, Interpreter oracle) {
            for (int p = 0; p < layout.spikes().size(); p++) {
                String population = layout.spikes().get(p).population();
                int count = layout.spikes().get(p).neurons();
                List<Integer> expected = oracle.spikes().stream().filter(s -> written.blocks().get(s.block()).name().equals(population))
                        .map(Interpreter.Spike::element).toList();
                List<Integer> actual = new ArrayList<>();
                for (int k = 0; k < chunk.spikes(p).size(); k++) {
                    actual.add(chunk.spikes(p).instance(k) * count + chunk.spikes(p).neuron(k));
                }
                assertEquals(expected, actual, experiment.name() + ": spikes of " + population);
            }
        }

        private double value(NetworkState state, Location location, int instance, int element) {
            int b = program.blockIndex(location.block());
            int k = instance * program.blocks().get(b).count() + (location.index() == null ? element : location.index()[element]);
            return precision.get(state.states().get(b)[program.blocks().get(b).stateIndex(location.state())], k);
        }

        /** Puts the kernel's state into an interpreter, written out for every synapse where that program has it so. */
        private void take(Interpreter interpreter, StepProgram to, NetworkState state) {
            interpreter.at(state.step());
            to.variables().forEach((name, target) -> {
                Location source = program.variables().get(name);
                if (target.state().equals(Population.LAST_SPIKE)) {
                    interpreter.lastSpikes(target.block()).restore(state.lastSpikes().get(program.blockIndex(source.block())));
                    return;
                }
                int count = target.index() == null ? to.block(target.block()).count() : target.index().length;
                for (int r = 0; r < experiment.instances(); r++) {
                    for (int i = 0; i < count; i++) {
                        int element = r * to.block(target.block()).count() + (target.index() == null ? i : target.index()[i]);
                        interpreter.set(target.block(), target.state(), element, value(state, source, r, i));
                    }
                }
            });
            // lifted states of neurons without synapses are nobody's variable
            if (to == program) {
                for (int b = 0; b < program.blocks().size(); b++) {
                    for (int s = 0; s < program.blocks().get(b).states().size(); s++) {
                        for (int k = 0; k < program.blocks().get(b).count() * experiment.instances(); k++) {
                            interpreter.set(program.blocks().get(b).name(), program.blocks().get(b).states().get(s).name(), k,
                                    precision.get(state.states().get(b)[s], k));
                        }
                    }
                }
            }
        }
    }
}
