package org.loligo.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.loligo.model.Names;

/** The backends that are installed. */
public final class Backends {
    private Backends() {}

    /** All of them, the preferred first. */
    public static List<Backend> all() {
        return ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(Backend::preference).reversed()).toList();
    }

    /**
     * A device.
     *
     * @param backend the name of a backend, or {@code auto} for the first that has devices
     * @param index   which of its devices
     * @throws DeviceException when there is none; never another one instead
     */
    public static Device choose(String backend, int index) {
        List<Backend> backends = all();
        List<String> names = backends.stream().map(Backend::name).toList();
        Backend chosen;
        if (backend.equals("auto")) {
            chosen = backends.stream().filter(b -> b.preference() >= 0 && !b.devices().isEmpty()).findFirst()
                    .orElseThrow(() -> new DeviceException("no backend has a device: " + String.join("; ",
                            backends.stream().map(b -> b.name() + ": " + b.absence()).toList())));
        } else {
            chosen = backends.stream().filter(b -> b.name().equals(backend)).findFirst()
                    .orElseThrow(() -> new DeviceException("there is no backend '" + backend + "'" + Names.suggestion(backend, names)));
        }
        List<Device> devices = chosen.devices();
        if (devices.isEmpty()) {
            throw new DeviceException("backend '" + chosen.name() + "' has no device: " + chosen.absence());
        }
        if (index < 0 || index >= devices.size()) {
            throw new DeviceException("backend '" + chosen.name() + "' has no device " + index + ", expected 0 to " + (devices.size() - 1));
        }
        return devices.get(index);
    }
}
