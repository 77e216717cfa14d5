package org.loligo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loligo.model.Precision;
import org.loligo.model.TimeGrid;
import org.loligo.runtime.RunLayout;

class RunProgressTest {
    private static final long SECOND = 1_000_000_000L;
    private static final RunLayout LAYOUT = new RunLayout("long", new TimeGrid.Uniform(BigDecimal.ZERO, new BigDecimal("10000"),
            new BigDecimal("0.01")), 2, Precision.FLOAT64, List.of(), List.of(), Map.of());

    private final AtomicLong clock = new AtomicLong(-3 * SECOND);
    private final StringWriter said = new StringWriter();

    private RunProgress.Lines lines() {
        return new RunProgress.Lines(new PrintWriter(said), new Pace(LAYOUT, 50, clock::get), clock::get);
    }

    private void update(RunProgress progress, long step) {
        progress.update(step, 1_000_000, step / 100.0);
    }

    @Test
    void aLineTellsTimeSpeedMemoryAndWhatIsLeft() {
        try (RunProgress.Lines lines = lines()) {
            update(lines, 64);
            clock.addAndGet(10 * SECOND);
            update(lines, 100_064);
        }
        // 100 neurons, 10,000 steps a second
        assertTrue(said.toString().matches("loligo: 10 %, t = 1000.64 ms, 1.00e\\+06 neuron-steps/s, 0.100 x real time, [0-9.]+ [KMG]iB, "
                + "90 s left\n"), said::toString);
    }

    @Test
    void whatWasComputedBeforeItWasResumedDoesNotCount() {
        try (RunProgress.Lines lines = lines()) {
            update(lines, 900_000);
            clock.addAndGet(10 * SECOND);
            update(lines, 901_000);
        }
        assertTrue(said.toString().startsWith("loligo: 90 %, t = 9010.0 ms, 1.00e+04 neuron-steps/s, 0.00100 x real time, "),
                said::toString);
        assertTrue(said.toString().endsWith(", 17 min left\n"), said::toString);
    }

    /** A chunk lasts 0.2 s; a run of a day says no more than a few hundred lines, and a short one nothing. */
    @Test
    void linesAreFew() {
        try (RunProgress.Lines lines = lines()) {
            for (int chunk = 1; chunk <= 24; chunk++) {
                clock.addAndGet(SECOND / 5);
                update(lines, chunk);
            }
            assertEquals("", said.toString());
            for (int chunk = 25; chunk <= 5 * 86_400; chunk++) {
                clock.addAndGet(SECOND / 5);
                update(lines, chunk);
            }
        }
        long count = said.toString().lines().count();
        assertTrue(count > 100 && count < 200, count + " lines in a day");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "99, 99 s", "150, 3 min", "5999, 100 min", "7200, 2.0 h", "400000, 4.6 d"})
    void timesAreReadable(double seconds, String text) {
        assertEquals(text, TimeSpan.text(seconds));
    }
}
