package org.loligo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.loligo.runtime.Progress;
import org.loligo.runtime.RunLayout;

/** How far a run is, on standard error: a bar on a terminal, now and then a line elsewhere, nothing when quiet. */
sealed interface RunProgress extends Progress, AutoCloseable {

    @Override
    void close();

    /**
     * The progress that suits where standard error goes.
     *
     * @param layout  what runs
     * @param neurons in one instance
     */
    static RunProgress on(PrintWriter err, boolean quiet, RunLayout layout, long neurons) {
        Pace pace = new Pace(layout, neurons, System::nanoTime);
        return quiet ? new Silent() : isTerminal() ? new Bar(pace) : new Lines(err, pace, System::nanoTime);
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

    /** A line every few seconds, so that a log stays readable; less and less often, so that it stays short. */
    final class Lines implements RunProgress {
        private static final long FIRST_INTERVAL = 5_000_000_000L;
        private static final long LONGEST_INTERVAL = 600_000_000_000L;

        private final PrintWriter err;
        private final Pace pace;
        private final java.util.function.LongSupplier clock;
        private long interval = FIRST_INTERVAL;
        private long last;

        /** @param clock nanoseconds */
        Lines(PrintWriter err, Pace pace, java.util.function.LongSupplier clock) {
            this.err = err;
            this.pace = pace;
            this.clock = clock;
            last = clock.getAsLong();
        }

        @Override
        public void update(long step, long steps, double simulatedMs) {
            String text = pace.text(step, steps, simulatedMs);
            long now = clock.getAsLong();
            if (now - last < interval || step == 0 || step >= steps) {
                return;
            }
            last = now;
            interval = Math.min(LONGEST_INTERVAL, interval + interval / 4);
            err.println("loligo: " + Pace.percent(step, steps) + ", " + text);
            err.flush();
        }

        @Override
        public void close() {
            // each line is whole
        }
    }

    /** A bar that is drawn again and again on the same line. */
    final class Bar implements RunProgress {
        private final Pace pace;
        private ProgressBar bar;

        private Bar(Pace pace) {
            this.pace = pace;
        }

        @Override
        public void update(long step, long steps, double simulatedMs) {
            if (bar == null) {
                // what it would say about time and speed counts a resumed run from the start
                bar = new ProgressBarBuilder().setTaskName("loligo").setInitialMax(steps).setStyle(ProgressBarStyle.ASCII).hideEta()
                        .setUpdateIntervalMillis(200).setConsumer(new ConsoleProgressBarConsumer(System.err)).build();
            }
            bar.stepTo(step);
            bar.setExtraMessage(" " + pace.text(step, steps, simulatedMs));
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
