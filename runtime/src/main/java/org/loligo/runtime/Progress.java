package org.loligo.runtime;

/** Is told how far a run has come. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (_, _, _) -> { };

    /**
     * Called after each chunk, from the thread that runs the simulation.
     *
     * @param step        steps taken
     * @param steps       steps of the whole run
     * @param simulatedMs the time reached, ms
     */
    void update(long step, long steps, double simulatedMs);
}
