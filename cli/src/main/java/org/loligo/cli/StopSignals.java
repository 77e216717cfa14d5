package org.loligo.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** Ctrl-C and its like while a run is under way: the first asks it to stop at the end of a chunk, the next stops it at once. */
final class StopSignals implements AutoCloseable {
    /** The signals, and what a shell adds to 128 for a process that one of them ended. */
    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private final PrintWriter err;
    private final AtomicInteger exitCode = new AtomicInteger();
    private final Map<String, Object> before = new LinkedHashMap<>();

    /** Listens from now on. */
    StopSignals(PrintWriter err) {
        this.err = err;
        List<String> names = new ArrayList<>(NUMBERS.keySet());
        names.forEach(name -> before.put(name, Signals.register(name, () -> arrived(128 + NUMBERS.get(name)))));
    }

    private void arrived(int code) {
        if (!exitCode.compareAndSet(0, code)) {
            Runtime.getRuntime().halt(code);
        }
        err.println("loligo: stopping at the end of this chunk; a second signal stops at once");
        err.flush();
    }

    /** Whether one has arrived. */
    boolean stop() {
        return exitCode.get() != 0;
    }

    /** The exit code of a program that the first one stopped. */
    int exitCode() {
        return exitCode.get();
    }

    @Override
    public void close() {
        before.forEach(Signals::unregister);
    }
}
