package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.loligo.runtime.SmallExperiments.INTERPRETER;
import static org.loligo.runtime.SmallExperiments.experiment;
import static org.loligo.runtime.SmallExperiments.grid;
import static org.loligo.runtime.SmallExperiments.record;
import static org.loligo.runtime.SmallExperiments.spiking;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tableau;
import org.loligo.model.ModelException;
import org.loligo.model.Precision;
import org.loligo.model.Recording;

/** A run goes on from any of its checkpoints as if it had never stopped. */
class CheckpointsTest {
    private static final Experiment EXPERIMENT = experiment(spiking(), grid("3", "0.01"), Tableau.RK4, 2,
            record("A", 1, null, "V", "last_spike"), record("B", 3, null, "V"), record("syn", 7, new int[] {3, 0}, "O"),
            new Recording.SpikesOf("A"), new Recording.SpikesOf("B"));
    private static final long NEVER = -1;

    /** Stretches of at most 20 steps, on a device that may break. */
    private static final class Device20 extends OtherDevice {
        private final long failingStep;

        Device20(long failingStep) {
            this.failingStep = failingStep;
        }

        @Override
        public Engine load(StepProgram program, Precision precision, RunLayout layout, RunOptions options) {
            return new RunningAheadEngine(super.load(program, precision, layout, options), layout, 20, failingStep);
        }
    }

    /** Everything that was written, a line for each sample and spike, as a disk would keep it. */
    private static final class Disk implements ResumableSink {
        private final List<List<String>> files = new ArrayList<>();
        private final List<String> calls = new ArrayList<>();
        private RunLayout layout;

        @Override
        public void open(RunLayout run) {
            layout = run;
            for (int f = 0; f < run.series().size() + run.spikes().size(); f++) {
                files.add(new ArrayList<>());
            }
            calls.add("open");
        }

        @Override
        public void reopen(RunLayout run, long step, Map<String, long[]> position) {
            layout = run;
            for (int f = 0; f < files.size(); f++) {
                int length = (int) position.get("length")[f];
                files.get(f).subList(length, files.get(f).size()).clear();
            }
            calls.add("reopen");
        }

        @Override
        public Map<String, long[]> checkpoint() {
            return Map.of("length", files.stream().mapToLong(List::size).toArray());
        }

        @Override
        public void write(Chunk chunk) throws IOException {
            for (int s = 0; s < layout.series().size(); s++) {
                assertEquals(chunk.firstSample(s), files.get(s).size());
                for (int j = 0; j < chunk.samples(s); j++) {
                    StringBuilder line = new StringBuilder();
                    for (int r = 0; r < layout.instances(); r++) {
                        for (int e = 0; e < layout.series().get(s).count(); e++) {
                            line.append(chunk.data(s).get(ValueLayout.JAVA_DOUBLE, chunk.offset(s, r, j) + 8L * e)).append(' ');
                        }
                    }
                    files.get(s).add(line.toString());
                }
            }
            for (int p = 0; p < layout.spikes().size(); p++) {
                for (int k = 0; k < chunk.spikes(p).size(); k++) {
                    files.get(layout.series().size() + p).add(chunk.spikes(p).instance(k) + " " + chunk.spikes(p).step(k) + " "
                            + chunk.spikes(p).neuron(k));
                }
            }
        }

        @Override
        public void finish(FinalState state) {
            calls.add("finish at " + state.step());
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private static RunReport run(Experiment experiment, Device device, Disk disk, Checkpointing checkpointing) throws IOException {
        try (Simulation simulation = Simulation.prepare(experiment, device, RunOptions.DEFAULT)) {
            return simulation.run(List.of(disk), Progress.NONE, checkpointing);
        }
    }

    /** A checkpoint after each chunk: the clock stands still, so none takes any time. */
    private static Checkpointing always(List<Checkpoint> saved, Optional<Checkpoint> from, BooleanSupplier stop) {
        return new Checkpointing("this", saved::add, Duration.ZERO, from, stop, () -> 0);
    }

    private static Checkpointing never(Optional<Checkpoint> from) {
        return new Checkpointing("this", _ -> {
            throw new IOException("nobody asked for one");
        }, Duration.ofDays(1), from, () -> false);
    }

    @Test
    void goesOnFromEveryChunk() throws IOException {
        Disk whole = new Disk();
        RunReport report = run(EXPERIMENT, INTERPRETER, whole, never(Optional.empty()));
        List<Checkpoint> saved = new ArrayList<>();
        Disk disk = new Disk();
        run(EXPERIMENT, new Device20(NEVER), disk, always(saved, Optional.empty(), () -> false));
        assertEquals(whole.files, disk.files);
        assertTrue(saved.size() > 15, saved.size() + " checkpoints");
        assertEquals(300, saved.getLast().step());
        for (Checkpoint from : saved) {
            List<Checkpoint> more = new ArrayList<>();
            RunReport resumed = run(EXPERIMENT, new Device20(NEVER), disk, always(more, Optional.of(from), () -> false));
            assertEquals(whole.files, disk.files, "from step " + from.step());
            assertEquals(report.spikes(), resumed.spikes());
            assertEquals(2, resumed.legs().size());
            assertEquals(from.step(), resumed.legs().getLast().fromStep());
            assertTrue(resumed.legs().getFirst().computesLike(resumed.legs().getLast()));
            assertEquals(List.of("reopen", "finish at 300", "close"), disk.calls.subList(disk.calls.size() - 3, disk.calls.size()));
        }
    }

    /** Asked after the n-th chunk, it stops there, and again, until it is through. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void stopsWhenAsked(int chunks) throws IOException {
        Disk whole = new Disk();
        run(EXPERIMENT, INTERPRETER, whole, never(Optional.empty()));
        Disk disk = new Disk();
        List<Checkpoint> saved = new ArrayList<>();
        Optional<Checkpoint> from = Optional.empty();
        for (int stops = 0;; stops++) {
            int[] left = {chunks};
            Checkpointing once = new Checkpointing("this", saved::add, Duration.ofDays(1), from, () -> --left[0] == 0);
            long before = from.map(Checkpoint::step).orElse(0L);
            if (before + 20L * chunks >= 300) {
                run(EXPERIMENT, new Device20(NEVER), disk, once);
                break;
            }
            StoppedException stop = assertThrows(StoppedException.class, () -> run(EXPERIMENT, new Device20(NEVER), disk, once));
            assertEquals(stops + 1, saved.size());
            assertEquals(before + 20L * chunks, saved.getLast().step());
            assertEquals("stopped at " + saved.getLast().step() / 100.0 + " ms of 3.0 ms", stop.getMessage());
            assertEquals("close", disk.calls.getLast());
            assertFalse(disk.calls.contains("finish at " + saved.getLast().step()));
            from = Optional.of(saved.getLast());
        }
        assertEquals(whole.files, disk.files);
    }

    /** What was good when the device broke is kept, and goes on on another one. */
    @ParameterizedTest
    @ValueSource(longs = {20, 39, 150, 299})
    void aDeviceThatFailsLeavesACheckpoint(long step) throws IOException {
        Disk whole = new Disk();
        run(EXPERIMENT, INTERPRETER, whole, never(Optional.empty()));
        Disk disk = new Disk();
        List<Checkpoint> saved = new ArrayList<>();
        Checkpointing atFailure = new Checkpointing("this", saved::add, Duration.ofDays(1), Optional.empty(), () -> false);
        DeviceException e = assertThrows(DeviceException.class, () -> run(EXPERIMENT, new Device20(step), disk, atFailure));
        assertEquals("the device is gone", e.getMessage());
        assertEquals(1, saved.size());
        assertEquals(step / 20 * 20, saved.getFirst().step());
        RunReport report = run(EXPERIMENT, INTERPRETER, disk, new Checkpointing("this", saved::add, Duration.ofDays(1),
                Optional.of(saved.getFirst()), () -> false));
        assertEquals(whole.files, disk.files);
        assertFalse(report.legs().getFirst().computesLike(report.legs().getLast()));
    }

    @Test
    void aCheckpointThatCannotBeWrittenEndsTheRunWithThatSentence() {
        Checkpointing full = new Checkpointing("this", _ -> {
            throw new IOException("No space left on device");
        }, Duration.ZERO, Optional.empty(), () -> false, () -> 0);
        Disk disk = new Disk();
        IOException e = assertThrows(IOException.class, () -> run(EXPERIMENT, new Device20(NEVER), disk, full));
        assertEquals("No space left on device", e.getMessage());
        assertEquals(List.of("open", "close"), disk.calls);
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        List<Checkpoint> saved = new ArrayList<>();
        run(EXPERIMENT, new Device20(NEVER), new Disk(), always(saved, Optional.empty(), () -> false));
        Checkpoint good = saved.get(3);
        NetworkState state = good.state();
        assertRefused("is that of another experiment", new Checkpoint("that", good.legs(), state, 0, good.sinks()));
        assertRefused("is that of another experiment", new Checkpoint("this", good.legs(), state, 0, List.of()));
        assertRefused("is that of another program", new Checkpoint("this", good.legs(), new NetworkState(state.step(), state.precision(),
                state.states().subList(1, 2), state.lastSpikes(), state.tallies()), 0, good.sinks()));
        Leg leg = good.legs().getFirst();
        assertRefused("is that of another program", new Checkpoint("this", List.of(new Leg(0, leg.backend(), leg.device(), leg.schedule(),
                leg.precision(), leg.passes(), leg.fastMath(), leg.width(), "other")), state, 0, good.sinks()));
        assertRefused("holds the state after the passes [fold]", new Checkpoint("this", List.of(new Leg(0, leg.backend(), leg.device(),
                leg.schedule(), leg.precision(), List.of("fold"), leg.fastMath(), leg.width(), leg.program())), state, 0, good.sinks()));
    }

    private static void assertRefused(String reason, Checkpoint from) {
        Disk disk = new Disk();
        ModelException e = assertThrows(ModelException.class, () -> run(EXPERIMENT, INTERPRETER, disk, never(Optional.of(from))));
        assertTrue(e.getMessage().startsWith("the checkpoint at step " + from.step() + " " + reason), e.getMessage());
        assertEquals(List.of(), disk.calls, "nothing is touched");
    }

    /** Every minute, and less often where one takes long. */
    @Test
    void whenOneIsDue() throws Exception {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // as nanoTime may, it runs over
        long[] cost = {0};
        Checkpointing how = new Checkpointing("", _ -> clock.addAndGet(cost[0]), Duration.ofSeconds(60), Optional.empty(), () -> false,
                clock::get);
        Checkpoints checkpoints = new Checkpoints(how, List.of(), List.of());
        NetworkState state = new NetworkState(1, Precision.FLOAT64, List.of(), List.of(), List.of());
        assertFalse(checkpoints.anyToReplace());
        for (long seconds : new long[] {0, 1, 20}) {
            // a twentieth of the time at most: after one that takes 20 s the next comes 400 s later
            cost[0] = seconds * 1_000_000_000L;
            clock.addAndGet(3600_000_000_000L);
            assertTrue(checkpoints.due());
            long begin = clock.get();
            checkpoints.of(state, 0).call();
            long due = begin + Math.max(60, 20 * seconds) * 1_000_000_000L;
            clock.set(due - 1);
            assertFalse(checkpoints.due(), seconds + " s");
            clock.set(due);
            assertTrue(checkpoints.due(), seconds + " s");
        }
        assertTrue(checkpoints.anyToReplace());
    }

    @Test
    void noneIsWrittenWhenNobodyAsks() {
        assertFalse(Checkpoints.none().due());
        assertFalse(Checkpoints.none().stopWanted());
    }

    /** However slow a sink is, no more than two chunks wait for it. */
    @Test
    void aSlowSinkHoldsTheRunUp() throws IOException {
        AtomicLong reached = new AtomicLong();
        Sink slow = new Sink() {
            private RunLayout layout;

            @Override
            public void open(RunLayout run) {
                layout = run;
            }

            @Override
            public void write(Chunk chunk) throws IOException {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                assertTrue(reached.get() <= chunk.toStep() + 20, () -> "at step " + reached + " with " + chunk.toStep() + " not written");
                assertEquals(layout.series().getFirst().samplesUpTo(chunk.toStep()),
                        chunk.firstSample(0) + chunk.samples(0), "nobody wrote into it meanwhile");
            }

            @Override
            public void finish(FinalState state) {
                // nothing
            }

            @Override
            public void close() {
                // nothing
            }
        };
        try (Simulation simulation = Simulation.prepare(EXPERIMENT, new Device20(NEVER), RunOptions.DEFAULT)) {
            RunReport report = simulation.run(List.of(slow), (step, _, _) -> reached.set(step));
            assertTrue(report.outputSeconds() > 0 && report.outputSeconds() <= report.runSeconds(), report::toString);
        }
    }
}
