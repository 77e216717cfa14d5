package org.loligo.cpu;

import java.util.List;
import javax.tools.ToolProvider;
import org.loligo.runtime.Backend;
import org.loligo.runtime.Device;

/** Runs on the processor by Java's Vector API. */
public final class CpuBackend implements Backend {
    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public List<Device> devices() {
        return absence().isEmpty() ? List.of(new CpuDevice()) : List.of();
    }

    @Override
    public String absence() {
        // asked before any class of the module is touched: without it the first touch is a NoClassDefFoundError
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return "Java was started without its Vector API; start it with --add-modules jdk.incubator.vector";
        }
        if (ToolProvider.getSystemJavaCompiler() == null) {
            return "this Java has no compiler; use a JDK instead of a JRE (module jdk.compiler)";
        }
        return "";
    }

    @Override
    public int preference() {
        return 10;
    }
}
