package org.loligo.jmh;

import java.util.Optional;
import org.loligo.runtime.Device;
import org.loligo.runtime.NetworkState;
import org.loligo.runtime.RunOptions;

/** Loligo on a device. */
final class OnLoligo implements Contestant {
    /** Of the chunk buffers, and of what a device is told about the steps of a chunk: room for 1000 steps of a million cells. */
    private static final long MEMORY = 4L << 30;

    private final Case what;
    private final Stepping stepping;
    private long computing;

    /** Compiles the case and brings it into the state that is measured. */
    OnLoligo(Case what, Device device) {
        this.what = what;
        RunOptions options = new RunOptions(Runtime.getRuntime().availableProcessors(), MEMORY, Optional.of(what.schedule()),
                Optional.empty());
        stepping = new Stepping(what.workload().experiment(what.cells(), what.precision(), what.recorded()), device, options,
                what.settleSteps(), what.steps());
    }

    @Override
    public String name() {
        return "Loligo";
    }

    @Override
    public double seconds(int repetitions) {
        long before = stepping.spent().computing();
        long start = System.nanoTime();
        if (what.isWaiting()) {
            for (int i = 0; i < repetitions; i++) {
                stepping.advance(1);
            }
        } else {
            stepping.advance(repetitions);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        computing = stepping.spent().computing() - before;
        return seconds;
    }

    /** How many seconds of the last call the device itself ran kernels. */
    double computed() {
        return computing / 1e9;
    }

    /** Where it stands. */
    NetworkState state() {
        return stepping.state();
    }

    /** Refuses to have measured cells at rest. */
    void requireSpiking() {
        // what a sweep is not brought to is not asked of it
        stepping.requireSpiking(what.settleSteps() < what.workload().settleSteps() ? 0 : what.workload().spikingShare());
    }

    @Override
    public void close() {
        stepping.close();
    }
}
