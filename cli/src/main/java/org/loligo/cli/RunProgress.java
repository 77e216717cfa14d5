package org.loligo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.loligo.runtime.Progress;

/** How far a run is, on standard error: a bar on a terminal, now and then a line elsewhere, nothing when quiet. */
sealed interface RunProgress extends Progress, AutoCloseable {

    @Override
    void close();

    /** The progress that suits where standard error goes. */
    static RunProgress on(PrintWriter err, boolean quiet) {
        return quiet ? new Silent() : isTerminal() ? new Bar() : new Lines(err);
    }

    private static boolean isTerminal() {
        Path err = Path.of("/proc/self/fd/2");
        try {
            if (Files.isSymbolicLink(err)) {
                String target = Files.readSymbolicLink(err).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            }
        } catch (IOException e) {
            return false;
        }
        // elsewhere Java knows only about standard input and output
        return System.console() != null && System.console().isTerminal();
    }

    /** Nothing. */
    record Silent() implements RunProgress {
        @Override
        public void update(long step, long steps, double simulatedMs) {
            // quiet
        }

        @Override
        public void close() {
            // nothing to end
        }
    }

    /** A line every few seconds, so that a log stays readable. */
    final class Lines implements RunProgress {
        private static final long INTERVAL = 5_000_000_000L;

        private final PrintWriter err;
        private final long start = System.nanoTime();
        private long last = start;

        private Lines(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void update(long step, long steps, double simulatedMs) {
            long now = System.nanoTime();
            if (now - last < INTERVAL || step == 0 || step >= steps) {
                return;
            }
            last = now;
            double left = (now - start) * 1e-9 * (steps - step) / step;
            err.printf(Locale.ROOT, "loligo: %.0f %%, t = %s ms, about %.0f s left%n", 100.0 * step / steps, simulatedMs, left);
            err.flush();
        }

        @Override
        public void close() {
            // each line is whole
        }
    }

    /** A bar that is drawn again and again on the same line. */
    final class Bar implements RunProgress {
        private ProgressBar bar;

        private Bar() {}

        @Override
        public void update(long step, long steps, double simulatedMs) {
            if (bar == null) {
                bar = new ProgressBarBuilder().setTaskName("loligo").setInitialMax(steps).setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(200).setUnit(" steps", 1).setConsumer(new ConsoleProgressBarConsumer(System.err)).build();
            }
            bar.stepTo(step);
            bar.setExtraMessage(" t = " + simulatedMs + " ms");
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
