package org.loligo.runtime;

import java.util.ArrayList;
import java.util.List;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.interpreter.Interpreter;
import org.loligo.model.Population;
import org.loligo.model.Precision;

/** The oracle as a backend: slow, in double precision. */
public final class InterpreterBackend implements Backend {
    @Override
    public String name() {
        return "interpreter";
    }

    @Override
    public List<Device> devices() {
        return List.of(new Oracle());
    }

    @Override
    public String absence() {
        return "";
    }

    @Override
    public int preference() {
        return -1;
    }

    private static final class Oracle implements Device {
        @Override
        public String backend() {
            return "interpreter";
        }

        @Override
        public String name() {
            return "interpreter";
        }

        @Override
        public String description() {
            return "one element at a time, float64; to compare with, not to wait for";
        }

        @Override
        public boolean supports(Precision precision) {
            return precision == Precision.FLOAT64;
        }

        @Override
        public List<String> schedules() {
            return List.of("interpreted");
        }

        @Override
        public String source(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
            return program.toString();
        }

        @Override
        public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
            return new InterpretedEngine(program, layout);
        }
    }

    /** Runs the interpreter and copies what is recorded. */
    private static final class InterpretedEngine implements Engine {
        private final StepProgram program;
        private final RunLayout layout;
        private final Interpreter interpreter;
        private final Stretches stretches = new Stretches();

        InterpretedEngine(StepProgram program, RunLayout layout) {
            this.program = program;
            this.layout = layout;
            this.interpreter = new Interpreter(program, Precision.FLOAT64);
        }

        @Override
        public String schedule() {
            return "interpreted";
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public int threads() {
            return 1;
        }

        @Override
        public void start(long fromStep, long toStep) {
            stretches.start(interpreter.step(), fromStep, toStep);
        }

        @Override
        public NetworkState finish(Chunk chunk) {
            stretches.finish(chunk);
            if (chunk.fromStep() == 0) {
                sample(chunk, 0);
            }
            while (interpreter.step() < chunk.toStep()) {
                long step = interpreter.step();
                interpreter.advance();
                interpreter.exact();
                for (Interpreter.Spike spike : interpreter.spikes()) {
                    Block block = program.blocks().get(spike.block());
                    for (int p = 0; p < layout.spikes().size(); p++) {
                        if (layout.spikes().get(p).population().equals(block.name())) {
                            chunk.spikes(p).add(spike.element() / block.count(), step, spike.element() % block.count());
                        }
                    }
                }
                sample(chunk, step + 1);
            }
            return copy();
        }

        private void sample(Chunk chunk, long step) {
            for (int s = 0; s < layout.series().size(); s++) {
                Series series = layout.series().get(s);
                if (step % series.every() != 0) {
                    continue;
                }
                int sample = (int) (step / series.every() - chunk.firstSample(s));
                for (int r = 0; r < layout.instances(); r++) {
                    long at = chunk.offset(s, r, sample);
                    for (int e : series.elements()) {
                        chunk.data(s).set(java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED, at, interpreter.value(series.name(), r, e));
                        at += Double.BYTES;
                    }
                }
            }
        }

        @Override
        public NetworkState state() {
            stretches.requireNone();
            return copy();
        }

        private NetworkState copy() {
            List<Object[]> states = new ArrayList<>();
            List<long[]> lastSpikes = new ArrayList<>();
            for (Block b : program.blocks()) {
                Object[] arrays = new Object[b.states().size()];
                for (int s = 0; s < arrays.length; s++) {
                    double[] values = new double[b.count() * program.instances()];
                    for (int k = 0; k < values.length; k++) {
                        values[k] = interpreter.get(b.name(), b.states().get(s).name(), k);
                    }
                    arrays[s] = values;
                }
                states.add(arrays);
                lastSpikes.add(b.firing().isPresent() ? interpreter.lastSpikes(b.name()).snapshot() : null);
            }
            return new NetworkState(interpreter.step(), Precision.FLOAT64, states, lastSpikes, List.of());
        }

        @Override
        public void restore(NetworkState state) {
            stretches.requireNone();
            interpreter.at(state.step());
            for (int b = 0; b < program.blocks().size(); b++) {
                Block block = program.blocks().get(b);
                for (int s = 0; s < block.states().size(); s++) {
                    for (int k = 0; k < block.count() * program.instances(); k++) {
                        interpreter.set(block.name(), block.states().get(s).name(), k, state.precision().get(state.states().get(b)[s], k));
                    }
                }
                if (state.lastSpikes().get(b) != null) {
                    interpreter.lastSpikes(block.name()).restore(state.lastSpikes().get(b));
                }
            }
        }

        @Override
        public void close() {
            // nothing is held outside the heap
        }
    }
}
