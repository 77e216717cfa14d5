package org.loligo.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.model.Precision;
import org.loligo.runtime.Checkpoint;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.ResumableSink;

/** Sinks go back to where a checkpoint stands, however they ended, and the files are those of a run without a break. */
class ResumedSinksTest {
    private static final int STEPS = 1234;

    @TempDir
    private Path folder;

    private static ResumableSink sink(String format, Path directory) {
        return switch (format) {
            case "npy" -> new NpySink(directory);
            case "sonata" -> new SonataSink(directory);
            case "zarr" -> new ZarrSink(directory); // holds back all there is
            default -> new ZarrSink(directory, Duration.ZERO);
        };
    }

    /** What a sink tells, as it comes back from the disk. */
    private Map<String, long[]> saved(ResumableSink sink, long step) throws IOException {
        CheckpointFolder checkpoints = new CheckpointFolder(folder.resolve("checkpoint"));
        checkpoints.delete();
        NetworkState none = new NetworkState(step, Precision.FLOAT64, List.of(), List.of(), List.of());
        checkpoints.save(new Checkpoint("", List.of(), none, 0, List.of(sink.checkpoint())));
        return checkpoints.newest().orElseThrow().checkpoint().sinks().getFirst();
    }

    private static void write(SyntheticRun run, ResumableSink sink, long from, long to, long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Chunk chunk = new Chunk(run.layout(), length, arena);
            for (long step = from; step < to; step += length) {
                run.fill(chunk, step, Math.min(to, step + length));
                sink.write(chunk);
            }
        }
    }

    /** Writes to a checkpoint and beyond it, and is killed or closed there; goes on once more after the same, then to the end. */
    @ParameterizedTest
    @CsvSource({"npy, 1, FLOAT64", "npy, 3, FLOAT64", "npy, 3, FLOAT32", "zarr, 1, FLOAT64", "zarr, 3, FLOAT32", "zarr-often, 1, FLOAT32",
        "zarr-often, 2, FLOAT64", "sonata, 1, FLOAT64", "sonata, 3, FLOAT32"})
    void goOnAsIfNothingHadHappened(String format, int instances, Precision precision) throws IOException {
        SyntheticRun run = SyntheticRun.small(precision, instances, STEPS);
        run.drive(sink(format, folder.resolve("whole")), run.every(100));
        Map<String, Integer> whole = Command.contents(folder.resolve("whole"));
        Random random = new Random(4);
        for (int round = 0; round < 4; round++) {
            Path directory = folder.resolve("round " + round);
            ResumableSink sink = sink(format, directory);
            sink.open(run.layout());
            long step = 0;
            for (int legs = 0; legs < 2; legs++) {
                long checkpoint = step + 1 + random.nextInt(500);
                write(run, sink, step, checkpoint, 77);
                Map<String, long[]> position = saved(sink, checkpoint);
                write(run, sink, checkpoint, checkpoint + random.nextInt(100), 20);
                if (random.nextBoolean()) {
                    sink.close();
                }
                sink = sink(format, directory);
                sink.reopen(run.layout(), checkpoint, position);
                step = checkpoint;
            }
            write(run, sink, step, STEPS, 101);
            sink.finish(run.finalState());
            sink.close();
            assertEquals(whole, Command.contents(directory), "round " + round);
        }
    }

    /** Arrays of several slabs, with checkpoints right before, at and behind their edges. */
    @ParameterizedTest
    @CsvSource({"1, 348", "1, 349", "1, 698", "1, 3", "3, 232"})
    void fullSlabsStay(int instances, int step) throws IOException {
        SyntheticRun run = SyntheticRun.large(Precision.FLOAT64, instances, 3000, 800);
        run.drive(new ZarrSink(folder.resolve("whole")), run.every(400));
        ResumableSink sink = new ZarrSink(folder.resolve("broken"));
        sink.open(run.layout());
        write(run, sink, 0, step, 350);
        Map<String, long[]> position = saved(sink, step);
        write(run, sink, step, 800, 400);
        sink = new ZarrSink(folder.resolve("broken"));
        sink.reopen(run.layout(), step, position);
        long slab = ZarrGrid.slab(3000L * instances, 801);
        try (Stream<Path> files = Files.walk(folder.resolve("broken/synthetic run.zarr/X/V/c"))) {
            assertEquals(Math.ceilDiv(step + 1, slab), files.filter(Files::isRegularFile).count(),
                    "what came after the checkpoint is gone");
        }
        write(run, sink, step, 800, 400);
        sink.finish(run.finalState());
        sink.close();
        assertEquals(Command.contents(folder.resolve("whole")), Command.contents(folder.resolve("broken")));
    }

    /** Killed when all files were complete, or some, but nobody had noted it yet. */
    @ParameterizedTest
    @CsvSource({"npy, 1, 0", "npy, 3, 0", "npy, 3, 3", "zarr, 1, 0", "zarr, 3, 0", "sonata, 1, 0", "sonata, 3, 0",
        "sonata, 3, 3"})
    void theEndCanBeReachedTwice(String format, int instances, int kept) throws IOException {
        SyntheticRun run = SyntheticRun.small(Precision.FLOAT64, instances, STEPS);
        run.drive(sink(format, folder.resolve("whole")), run.every(100));
        Path directory = folder.resolve("twice");
        ResumableSink sink = sink(format, directory);
        sink.open(run.layout());
        write(run, sink, 0, STEPS, 100);
        Map<String, long[]> position = saved(sink, STEPS);
        sink.finish(run.finalState());
        sink.close();
        for (int again = 0; again < 2; again++) {
            sink = sink(format, directory);
            sink.reopen(run.layout(), STEPS, position);
            if (again == 0 && kept > 0) {
                continue; // killed once more, before it closed anything
            }
            sink.finish(run.finalState());
            sink.close();
        }
        assertEquals(Command.contents(folder.resolve("whole")), Command.contents(directory));
    }

    /** In a sweep the files that can be continued are hidden; what was stopped is readable all the same. */
    @Test
    void aStoppedSweepIsReadable() throws IOException {
        SyntheticRun run = SyntheticRun.small(Precision.FLOAT64, 3, STEPS);
        NpySink sink = new NpySink(folder);
        sink.open(run.layout());
        write(run, sink, 0, 500, 100);
        Map<String, long[]> position = saved(sink, 500);
        sink.close();
        NpyArray stopped = NpyReader.read(folder.resolve("npy/X.V.npy"));
        assertEquals(List.of(3, 51, 11), Stream.of(stopped.shape()).flatMapToInt(java.util.Arrays::stream).boxed().toList());
        org.junit.jupiter.api.Assertions.assertArrayEquals(run.expected(0, 51), stopped.values());
        assertEquals(3 * run.expectedSpikes(0, 500, true).size(), NpyReader.read(folder.resolve("npy/X.spikes.npy")).values().length);
        sink = new NpySink(folder);
        sink.reopen(run.layout(), 500, position);
        sink.close();
    }

    @Test
    void aFileThatIsMissingOrShortIsNamed() throws IOException {
        SyntheticRun run = SyntheticRun.small(Precision.FLOAT64, 1, STEPS);
        NpySink sink = new NpySink(folder);
        sink.open(run.layout());
        write(run, sink, 0, 500, 100);
        Map<String, long[]> position = saved(sink, 500);
        sink.close();
        Path file = folder.resolve("npy/X.h.npy");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertEquals("cannot continue " + file + ": it has " + (bytes.length - 1) + " bytes, and the checkpoint says at least "
                + bytes.length,
                assertThrows(IOException.class, () -> new NpySink(folder).reopen(run.layout(), 500, position)).getMessage());
        Files.delete(file);
        assertEquals("cannot continue " + file + ": there is no such file or folder",
                assertThrows(IOException.class, () -> new NpySink(folder).reopen(run.layout(), 500, position)).getMessage());
    }
}
