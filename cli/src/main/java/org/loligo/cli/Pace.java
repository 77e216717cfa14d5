package org.loligo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.loligo.runtime.RunLayout;

/** How fast a run goes, in words. What was computed before it was resumed does not count. */
final class Pace {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final RunLayout layout;
    private final double neurons;
    private final LongSupplier clock;
    private long firstStep = -1;
    private long firstNanos;

    /**
     * @param neurons in one instance
     * @param clock   nanoseconds
     */
    Pace(RunLayout layout, long neurons, LongSupplier clock) {
        this.layout = layout;
        this.neurons = (double) neurons * layout.instances();
        this.clock = clock;
    }

    /** The share that is done. */
    static String percent(long step, long steps) {
        return String.format(Locale.ROOT, "%.0f %%", 100.0 * step / Math.max(1, steps));
    }

    /** The time reached; and, once there are two moments to compare, speed, memory and time left. */
    String text(long step, long steps, double simulatedMs) {
        String reached = "t = " + simulatedMs + " ms";
        if (firstStep < 0) {
            firstStep = step;
            firstNanos = clock.getAsLong();
            return reached;
        }
        double seconds = Math.max(1e-9, (clock.getAsLong() - firstNanos) * 1e-9);
        double perSecond = (step - firstStep) / seconds;
        double simulatedSeconds = (simulatedMs - layout.time().time(firstStep)) / 1000;
        return String.format(Locale.ROOT, "%s, %.3g neuron-steps/s, %.3g x real time, %s, %s left", reached, neurons * perSecond,
                simulatedSeconds / seconds, ByteSize.text(memory()), TimeSpan.text((steps - step) / perSecond));
    }

    /** What the process has in memory, where the system tells; else what Java's heap has. */
    private static long memory() {
        try {
            Matcher resident = RESIDENT.matcher(Files.readString(STATUS));
            if (resident.find()) {
                return Long.parseLong(resident.group(1)) * 1024;
            }
        } catch (IOException e) {
            // there is no such file outside Linux
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
