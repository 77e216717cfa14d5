package org.loligo.cli;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Device;

/**
 * A backend and one of its schedules.
 *
 * @param backend  the name of the backend
 * @param schedule the name of the schedule
 */
record Target(String backend, String schedule) {
    /** Everything that can run a network with projections, but for the interpreter. */
    static List<Target> coupled() {
        return List.of(new Target("cpu", "staged"), new Target("opencl", "resident"), new Target("opencl", "staged"));
    }

    /** Everything that can run a network without projections, but for the interpreter. */
    static List<Target> uncoupled() {
        return List.of(new Target("cpu", "independent"), new Target("cpu", "staged"), new Target("opencl", "independent"),
                new Target("opencl", "resident"), new Target("opencl", "staged"));
    }

    /** The device it runs on; the test is skipped where this machine has none, and fails where the backend is not even installed. */
    Device device() {
        requireDevice(backend);
        return Backends.choose(backend, 0);
    }

    /** Skips the test where a backend has no device. */
    static void requireDevice(String name) {
        Backend backend = Backends.installed().stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
        assumeFalse(backend.devices().isEmpty(), () -> "backend " + name + " has no device: " + backend.absence());
    }

    boolean isCpu() {
        return backend.equals("cpu");
    }

    @Override
    public String toString() {
        return backend + " " + schedule;
    }
}
