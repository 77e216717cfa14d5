package org.loligo.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tally;
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
        private final List<RunningTally> tallies = new ArrayList<>();
        private final Stretches stretches = new Stretches();

        InterpretedEngine(StepProgram program, RunLayout layout) {
            this.program = program;
            this.layout = layout;
            this.interpreter = new Interpreter(program, Precision.FLOAT64);
            for (Tally t : layout.tallies()) {
                Arrangement packed = Arrangement.packed(program.blocks().get(t.block()).count(), program.instances());
                tallies.add(new RunningTally(t, Precision.FLOAT64, packed.length(), packed));
            }
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
                tally(step);
                interpreter.advance();
                interpreter.exact();
                for (Interpreter.Spike spike : interpreter.spikes()) {
                    tallies.stream().filter(t -> t.tally().isOfSpikes() && t.tally().block() == spike.block())
                            .forEach(t -> t.fired(step, spike.element()));
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

        private void tally(long step) {
            for (RunningTally t : tallies) {
                if (!t.tally().isOfSpikes() && t.tally().covers(step)) {
                    double[] values = values(program.blocks().get(t.tally().block()), t.tally().state());
                    t.add(step, values, 0, values.length);
                }
            }
        }

        private double[] values(Block block, int state) {
            double[] values = new double[block.count() * program.instances()];
            Arrays.setAll(values, k -> interpreter.get(block.name(), block.states().get(state).name(), k));
            return values;
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
                    arrays[s] = values(b, s);
                }
                states.add(arrays);
                lastSpikes.add(b.firing().isPresent() ? interpreter.lastSpikes(b.name()).snapshot() : null);
            }
            return new NetworkState(interpreter.step(), Precision.FLOAT64, states, lastSpikes,
                    tallies.stream().map(RunningTally::snapshot).toList());
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
            for (int t = 0; t < tallies.size(); t++) {
                tallies.get(t).restore(state.tallies().get(t), state.precision());
            }
        }

        @Override
        public void close() {
            // nothing is held outside the heap
        }
    }
}
