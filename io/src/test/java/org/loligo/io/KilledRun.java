package org.loligo.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import org.loligo.model.Precision;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Sink;

/**
 * A run in a process of its own, made to be killed: arguments are the format, the number of instances and the output directory. It prints
 * a dot for each chunk it wrote.
 */
final class KilledRun {
    static final int STEPS = 2_000_000;

    private KilledRun() {}

    static SyntheticRun run(String format, int instances) {
        return format.equals("zarr") ? SyntheticRun.large(Precision.FLOAT64, instances, 1500, STEPS)
                : SyntheticRun.small(Precision.FLOAT64, instances, STEPS);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        SyntheticRun run = run(arguments[0], Integer.parseInt(arguments[1]));
        Path directory = Path.of(arguments[2]);
        Sink sink = switch (arguments[0]) {
            case "npy" -> new NpySink(directory);
            case "zarr" -> new ZarrSink(directory); // what it shows are full slabs
            default -> new ZarrSink(directory, Duration.ZERO);
        };
        try (sink; Arena arena = Arena.ofConfined()) {
            sink.open(run.layout());
            Chunk chunk = new Chunk(run.layout(), 1100, arena);
            long from = 0;
            for (int length = 1; from < STEPS; length = length % 997 + 100) {
                long to = Math.min(STEPS, from + length);
                run.fill(chunk, from, to);
                sink.write(chunk);
                System.out.write('.');
                System.out.flush();
                from = to;
            }
            Thread.sleep(Long.MAX_VALUE); // on a fast machine; it is never closed
        }
    }
}
