package org.loligo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.loligo.model.Summary.Window;

class SummaryWindowTest {
    private static final TimeGrid UNIFORM = new TimeGrid.Uniform(decimal("-1"), decimal("9"), decimal("0.1"));
    private static final TimeGrid GRID = new TimeGrid.Explicit(new double[] {0, 0.1, 0.3, 0.6, 1});

    private static BigDecimal decimal(String number) {
        return new BigDecimal(number);
    }

    private static Window between(TimeGrid grid, String from, String to) {
        return Window.between(grid, decimal(from), decimal(to));
    }

    private static void assertRefused(TimeGrid grid, String from, String to, String part) {
        String message = assertThrows(ModelException.class, () -> between(grid, from, to)).getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void wholeSteps() {
        assertEquals(new Window(0, 100), between(UNIFORM, "-1", "9"));
        assertEquals(new Window(10, 11), between(UNIFORM, "0", "0.1"));
        assertEquals(new Window(99, 100), between(UNIFORM, "8.9", "9.0"));
    }

    @Test
    void theStepsThatStartInTheWindowOfAGrid() {
        assertEquals(new Window(0, 4), between(GRID, "0", "1"));
        assertEquals(new Window(1, 3), between(GRID, "0.1", "0.6"));
        assertEquals(new Window(2, 4), between(GRID, "0.11", "0.61"));
        assertRefused(GRID, "0.31", "0.6", "holds no step");
    }

    @Test
    void refusals() {
        assertRefused(UNIFORM, "0.05", "1", "must be a whole number of steps");
        assertRefused(UNIFORM, "1", "1", "from 1 to 1 ms holds no step");
        assertRefused(UNIFORM, "2", "1", "holds no step");
        assertRefused(UNIFORM, "-1.1", "1", "must lie in the run, -1 to 9 ms, got -1.1");
        assertRefused(UNIFORM, "1", "9.1", "must lie in the run, -1 to 9 ms, got 9.1");
        assertRefused(new TimeGrid.Uniform(decimal("0"), decimal("0"), decimal("1")), "0", "0", "holds no step");
    }

    @Test
    void theWholeRunHoweverLong() {
        assertEquals(new Window(0, 7), Window.WHOLE.in(7));
        assertThrows(ModelException.class, () -> Window.WHOLE.in(0));
    }
}
