package org.loligo.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.loligo.model.Storage;
import org.loligo.runtime.RunOptions;

/**
 * One way to run the same network.
 *
 * @param target  what runs it
 * @param storage how its projections are stored
 * @param threads threads of the CPU
 * @param memory  samples of a chunk fit in so many bytes, so a small number means many short chunks; 0 means long ones
 */
record Way(Target target, Storage storage, int threads, long memory) {
    /** Chunks of some 20 to 200 samples of the antennal lobe. */
    private static final long SHORT = 200_000;

    /** Every way to run a coupled network on a target. */
    static List<Way> all(Target target) {
        List<Way> ways = new ArrayList<>();
        for (Storage s : List.of(Storage.SPARSE, Storage.DENSE)) {
            for (int t : target.isCpu() ? new int[] {1, 2} : new int[] {1}) {
                ways.add(new Way(target, s, t, 0));
                ways.add(new Way(target, s, t, SHORT));
            }
        }
        return ways;
    }

    /** Every way on every target. */
    static Stream<Way> everywhere() {
        return Target.coupled().stream().flatMap(t -> all(t).stream());
    }

    /** What changes every day, or the seed that is given. */
    static long day() {
        return Math.abs(Long.getLong("loligo.seed", LocalDate.now().toEpochDay()));
    }

    /** One of the ways on each target but two on the CPU, other ones every day. */
    static Stream<Way> today() {
        return Target.coupled().stream().flatMap(target -> {
            List<Way> all = all(target);
            // targets must not all take the same storage on the same day
            int first = (int) ((day() + (target.schedule().equals("resident") ? all.size() / 2 : 0)) % all.size());
            return target.isCpu() ? Stream.of(all.get(first), all.get((first + 5) % all.size())) : Stream.of(all.get(first));
        });
    }

    /** The same way with chunks of other lengths, or other threads. */
    Way with(int otherThreads, long otherMemory) {
        return new Way(target, storage, otherThreads, otherMemory);
    }

    /** The settings of an experiment that store these projections so. */
    List<String> storing(String... projections) {
        return Stream.of(projections).map(p -> "projections." + p + ".connectivity.storage=" + storage).toList();
    }

    RunOptions options() {
        return new RunOptions(threads, memory, Optional.of(target.schedule()), Optional.empty());
    }
}
