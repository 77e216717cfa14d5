package org.loligo.conformance;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.UnaryOperator;
import org.loligo.codegen.StepProgram;
import org.loligo.model.Precision;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Device;
import org.loligo.runtime.Engine;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunLayout;
import org.loligo.runtime.RunOptions;
import org.loligo.runtime.Series;

/** The interpreter with a fault, to see that checks notice. */
final class FaultyDevice implements Device {
    enum Fault {
        NONE,
        /** Its states are those of single precision. */
        COARSE,
        /** The samples of the step before. */
        LATE_SAMPLES,
        /** Each number of a sample is that of the element before. */
        WRONG_ELEMENTS,
        /** Spikes are not handed over. */
        NO_SPIKES,
        /** A restored state has forgotten when neurons fired. */
        FORGETFUL,
        /** A restored state goes on with what was tallied since. */
        TALLYING_ON,
        /** The first tally of all has a spike more, or a value that is too large. */
        MISCOUNTING
    }

    private final Device oracle = Backends.choose("interpreter", 0);
    private final Fault fault;

    FaultyDevice(Fault fault) {
        this.fault = fault;
    }

    @Override
    public String backend() {
        return "faulty";
    }

    @Override
    public String name() {
        return fault.name();
    }

    @Override
    public String description() {
        return name();
    }

    @Override
    public boolean supports(Precision precision) {
        return oracle.supports(precision);
    }

    @Override
    public List<String> schedules() {
        return oracle.schedules();
    }

    @Override
    public String source(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return program.toString();
    }

    @Override
    public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
        return new FaultyEngine(oracle.load(program, precision, layout, options), layout);
    }

    private final class FaultyEngine implements Engine {
        private final Engine engine;
        private final RunLayout layout;

        FaultyEngine(Engine engine, RunLayout layout) {
            this.engine = engine;
            this.layout = layout;
        }

        @Override
        public String schedule() {
            return engine.schedule();
        }

        @Override
        public int width() {
            return engine.width();
        }

        @Override
        public int threads() {
            return engine.threads();
        }

        @Override
        public void start(long fromStep, long toStep) {
            engine.start(fromStep, toStep);
        }

        @Override
        public NetworkState finish(Chunk chunk) {
            NetworkState state = engine.finish(chunk);
            for (int s = 0; s < layout.series().size(); s++) {
                Series series = layout.series().get(s);
                MemorySegment data = chunk.data(s);
                switch (fault) {
                    case LATE_SAMPLES -> turn(data, (long) series.count() * series.type().bytes());
                    case WRONG_ELEMENTS -> turn(data, series.type().bytes());
                    default -> { }
                }
            }
            if (fault == Fault.NO_SPIKES) {
                chunk.reset(chunk.fromStep(), chunk.toStep());
            }
            return faulty(state);
        }

        /** Every byte moves up; those at the end come first. */
        private static void turn(MemorySegment data, long by) {
            if (data.byteSize() > by) {
                byte[] bytes = data.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                MemorySegment from = MemorySegment.ofArray(bytes);
                MemorySegment.copy(from, 0, data, by, data.byteSize() - by);
                MemorySegment.copy(from, data.byteSize() - by, data, 0, by);
            }
        }

        @Override
        public NetworkState state() {
            return faulty(engine.state());
        }

        private NetworkState faulty(NetworkState state) {
            return switch (fault) {
                case COARSE -> coarse(state);
                case MISCOUNTING -> miscounted(state);
                default -> state;
            };
        }

        private static NetworkState miscounted(NetworkState state) {
            if (!state.tallies().isEmpty()) {
                switch (state.tallies().getFirst()[0]) {
                    case long[] counts when counts.length > 0 -> counts[0]++;
                    case double[] numbers when numbers.length > 0 -> numbers[0] += 10;
                    default -> { }
                }
            }
            return state;
        }

        private static NetworkState coarse(NetworkState state) {
            if (state.step() == 0) {
                return state;
            }
            UnaryOperator<Object> round = array -> java.util.Arrays.stream((double[]) array).map(x -> (float) x).toArray();
            return new NetworkState(state.step(), state.precision(),
                    state.states().stream().map(a -> java.util.Arrays.stream(a).map(round).toArray()).toList(), state.lastSpikes(),
                    state.tallies());
        }

        @Override
        public void restore(NetworkState state) {
            if (fault == Fault.TALLYING_ON) {
                engine.restore(new NetworkState(state.step(), state.precision(), state.states(), state.lastSpikes(),
                        engine.state().tallies()));
                return;
            }
            engine.restore(fault != Fault.FORGETFUL ? state : new NetworkState(state.step(), state.precision(), state.states(),
                    state.lastSpikes().stream().map(s -> s == null ? null : new long[s.length]).toList(), state.tallies()));
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
