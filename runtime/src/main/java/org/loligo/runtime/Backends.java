package org.loligo.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.loligo.model.Names;

/** The backends that are installed. */
public final class Backends {
    private Backends() {}

    /** All of them, in no order. None is asked for its devices: to list those of a driver takes time, and some drivers speak. */
    public static List<Backend> installed() {
        return ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    /** All of them, the preferred first; they are asked for their devices. */
    public static List<Backend> all() {
        // by name where none is preferred, so that the order of the class path decides nothing
        return installed().stream().sorted(Comparator.comparingInt(Backend::preference).reversed().thenComparing(Backend::name)).toList();
    }

    /**
     * A device. A backend that is named is the only one that is asked.
     *
     * @param backend the name of a backend, or {@code auto} for the first that has devices
     * @param index   which of its devices
     * @throws DeviceException when there is none; never another one instead
     */
    public static Device choose(String backend, int index) {
        Backend chosen = backend.equals("auto") ? preferred() : named(backend);
        List<Device> devices = chosen.devices();
        if (devices.isEmpty()) {
            throw new DeviceException("backend '" + chosen.name() + "' has no device: " + chosen.absence());
        }
        if (index < 0 || index >= devices.size()) {
            throw new DeviceException("backend '" + chosen.name() + "' has no device " + index + ", expected 0 to " + (devices.size() - 1));
        }
        return devices.get(index);
    }

    private static Backend preferred() {
        List<Backend> candidates = all().stream().filter(b -> b.preference() >= 0).toList();
        return candidates.stream().filter(b -> !b.devices().isEmpty()).findFirst()
                .orElseThrow(() -> new DeviceException("no backend has a device: " + String.join("; ",
                        candidates.stream().map(b -> b.name() + ": " + b.absence()).toList())));
    }

    private static Backend named(String name) {
        List<Backend> backends = installed();
        return backends.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow(() -> new DeviceException(
                "there is no backend '" + name + "'" + Names.suggestion(name, backends.stream().map(Backend::name).toList())));
    }
}
