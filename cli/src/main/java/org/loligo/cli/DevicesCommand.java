package org.loligo.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.loligo.model.Precision;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Backends;
import org.loligo.runtime.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code loligo devices}. */
@Command(name = "devices", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Lists every backend and its devices, or why it has none.",
        footerHeading = "%nExample:%n",
        footer = {"  loligo devices", "  loligo run FILE --backend opencl --device 1"})
final class DevicesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Backend backend : Backends.all()) {
            List<Device> devices = backend.devices();
            out.println(backend.name() + (devices.isEmpty() ? ": no device, " + backend.absence() : ""));
            for (int i = 0; i < devices.size(); i++) {
                Device device = devices.get(i);
                String precisions = Arrays.stream(Precision.values()).filter(device::supports).map(Precision::toString)
                        .collect(Collectors.joining(", "));
                out.println("  " + i + "  " + device.name() + "  " + device.description() + "  (" + precisions + ")");
            }
        }
        return Main.DONE;
    }
}
