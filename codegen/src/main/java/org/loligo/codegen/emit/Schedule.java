package org.loligo.codegen.emit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a program is laid on a device that is programmed in C. */
public enum Schedule {
    /** A work item for each neuron, many steps in one launch, the state in registers: for neurons that see nothing of each other. */
    INDEPENDENT("independent"),
    /** A work-group for each instance of the network, many steps in one launch, with barriers; what neurons see of each other is shared. */
    RESIDENT("resident"),
    /** A launch for each stretch of a step in which no element needs what another has just computed: for large networks. */
    STAGED("staged");

    private final String text;

    Schedule(String text) {
        this.text = text;
    }

    /** The names of all. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Schedule::toString).toList();
    }

    /** The schedule with this name. */
    public static Optional<Schedule> named(String name) {
        return Arrays.stream(values()).filter(s -> s.text.equals(name)).findFirst();
    }

    /** The name users type. */
    @Override
    public String toString() {
        return text;
    }
}
