package org.loligo.cli;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    /** The backends for devices of their own. OpenCL must be there; CUDA is tested where there is a device for it. */
    static List<String> accelerators() {
        return Stream.of("opencl", "cuda").filter(name -> name.equals("opencl") || !installed(name).devices().isEmpty()).toList();
    }

    /** Everything that can run a network with projections, but for the interpreter; the CPU first. */
    static List<Target> coupled() {
        return all(List.of("staged"), List.of("resident", "staged"));
    }

    /** Everything that can run a network without projections, but for the interpreter. */
    static List<Target> uncoupled() {
        return all(List.of("independent", "staged"), List.of("independent", "resident", "staged"));
    }

    private static List<Target> all(List<String> ofTheCpu, List<String> ofAccelerators) {
        List<Target> all = new ArrayList<>();
        ofTheCpu.forEach(schedule -> all.add(new Target("cpu", schedule)));
        accelerators().forEach(name -> ofAccelerators.forEach(schedule -> all.add(new Target(name, schedule))));
        return all;
    }

    /** The device it runs on; the test is skipped where this machine has none, and fails where the backend is not even installed. */
    Device device() {
        requireDevice(backend);
        return Backends.choose(backend, 0);
    }

    /** Skips the test where a backend has no device. */
    static void requireDevice(String name) {
        Backend backend = installed(name);
        assumeFalse(backend.devices().isEmpty(), () -> "backend " + name + " has no device: " + backend.absence());
    }

    private static Backend installed(String name) {
        return Backends.installed().stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
    }

    boolean isCpu() {
        return backend.equals("cpu");
    }

    @Override
    public String toString() {
        return backend + " " + schedule;
    }
}
