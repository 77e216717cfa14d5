package org.loligo.jmh;

import java.util.ArrayList;
import java.util.List;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Device;

/**
 * The name of a device as a parameter of a benchmark: {@code opencl:0}.
 *
 * @param backend the name of its backend
 * @param index   which of its devices
 */
record DeviceName(String backend, int index) {
    /** The name that stands in a text. */
    static DeviceName parse(String text) {
        if (!text.matches("[a-z][a-z0-9-]*:\\d{1,4}")) {
            throw new IllegalArgumentException("expected a backend and which of its devices, as in opencl:0, got '" + text + "'");
        }
        String[] parts = text.split(":");
        return new DeviceName(parts[0], Integer.parseInt(parts[1]));
    }

    /** All devices of this machine that are meant to be fast. */
    static List<DeviceName> present() {
        List<DeviceName> names = new ArrayList<>();
        for (Backend b : Backends.all()) {
            for (int i = 0; b.preference() >= 0 && i < b.devices().size(); i++) {
                names.add(new DeviceName(b.name(), i));
            }
        }
        return names;
    }

    /** The device. */
    Device device() {
        return Backends.choose(backend, index);
    }

    @Override
    public String toString() {
        return backend + ":" + index;
    }
}
