package org.loligo.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The checkpoints of one run: when one is due and what is in it. */
final class Checkpoints {
    /** Writing checkpoints may take this fraction of the time, one in so many. */
    private static final long SPARING = 20;

    private final Checkpointing how;
    private final List<? extends ResumableSink> sinks;
    private final List<Leg> legs;
    private final long everyNanos;
    private long last;
    private boolean anyToReplace;
    /** What the last one took; told by the thread that writes. */
    private volatile long costNanos;

    /**
     * @param sinks all sinks of the run
     * @param legs  who computed and computes it
     */
    Checkpoints(Checkpointing how, List<? extends ResumableSink> sinks, List<Leg> legs) {
        this.how = how;
        this.sinks = sinks;
        this.legs = List.copyOf(legs);
        everyNanos = how.every().compareTo(java.time.Duration.ofNanos(Long.MAX_VALUE)) < 0 ? how.every().toNanos() : Long.MAX_VALUE;
        last = how.clock().getAsLong();
        anyToReplace = how.from().isPresent();
    }

    /** None at all. */
    static Checkpoints none() {
        return new Checkpoints(Checkpointing.NONE, List.of(), List.of());
    }

    /** Whether the run is asked to stop. */
    boolean stopWanted() {
        return how.stop().getAsBoolean();
    }

    /** Whether it is time for the next one. */
    boolean due() {
        return how.clock().getAsLong() - last >= Math.max(everyNanos, SPARING * costNanos);
    }

    /** Whether there is an earlier one. At the end of a run sinks arrange their files, and can then go back no further than the end. */
    boolean anyToReplace() {
        return anyToReplace;
    }

    /**
     * What the thread that calls the sinks has to do, once they have taken all chunks before the state, to write one.
     *
     * @param spikes how many there were before
     */
    Callable<Void> of(NetworkState state, long spikes) {
        last = how.clock().getAsLong();
        anyToReplace = true;
        return () -> {
            long begin = how.clock().getAsLong();
            List<Map<String, long[]>> positions = new ArrayList<>();
            for (ResumableSink sink : sinks) {
                positions.add(sink.checkpoint());
            }
            how.store().save(new Checkpoint(how.experiment(), legs, state, spikes, positions));
            costNanos = how.clock().getAsLong() - begin;
            return null;
        };
    }

    /** Opens the sinks where the checkpoint to go on from stands. */
    void reopenSinks(Checkpoint from, RunLayout layout) throws IOException {
        for (int s = 0; s < sinks.size(); s++) {
            sinks.get(s).reopen(layout, from.step(), from.sinks().get(s));
        }
    }
}
