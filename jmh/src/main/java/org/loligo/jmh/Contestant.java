package org.loligo.jmh;

/** A program that takes steps of a workload, again and again, from where it stands. */
interface Contestant extends AutoCloseable {
    /** Its name, for the table. */
    String name();

    /**
     * Takes the steps of a {@link Case} so many times.
     *
     * @return how many seconds it took, until the device had done the last of them
     */
    double seconds(int repetitions);

    @Override
    void close();
}
