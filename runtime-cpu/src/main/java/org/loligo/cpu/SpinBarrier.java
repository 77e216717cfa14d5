package org.loligo.cpu;

import java.util.concurrent.atomic.AtomicInteger;

/** A barrier for threads that meet every few microseconds: they spin, and yield when it takes longer. */
final class SpinBarrier {
    private static final int SPINS = 1_000;

    private final int parties;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int generation;
    private volatile boolean broken;

    /** Another thread failed and will never come. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("another thread failed");
        }
    }

    SpinBarrier(int parties) {
        this.parties = parties;
    }

    /** Waits until all threads are here; what each wrote before is then visible to all. */
    void await() {
        if (parties == 1) {
            return;
        }
        int mine = generation;
        if (waiting.incrementAndGet() == parties) {
            waiting.set(0);
            generation = mine + 1;
            return;
        }
        for (int spin = 0; generation == mine; spin++) {
            if (broken) {
                throw new Broken();
            }
            if (spin < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    /** Releases all who wait, with an error: the caller will never come. */
    void fail() {
        broken = true;
    }
}
