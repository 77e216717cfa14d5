package org.loligo.codegen.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.interpreter.Interpreter;
import org.loligo.model.Precision;

/** Compares programs by what they compute. */
final class Programs {
    private static final int STEPS = 10;

    private Programs() {}

    /**
     * Runs both and compares every variable of the network, for every neuron and synapse of every instance, after each step. The running
     * error bounds of both say how much they may differ.
     */
    static void assertSame(StepProgram before, StepProgram after) {
        assertEquals(before.variables().keySet(), after.variables().keySet());
        Interpreter expected = new Interpreter(before, Precision.FLOAT64);
        Interpreter actual = new Interpreter(after, Precision.FLOAT64);
        for (int step = 0; step <= STEPS; step++) {
            for (String name : before.variables().keySet()) {
                for (int r = 0; r < before.instances(); r++) {
                    for (int i = 0; i < count(before, name); i++) {
                        double bound = expected.error(name, r, i) + actual.error(name, r, i);
                        double a = expected.value(name, r, i);
                        double b = actual.value(name, r, i);
                        assertTrue(Double.isFinite(bound) && (a == b || Math.abs(a - b) <= bound),
                                "after step " + step + " " + name + "[" + r + "][" + i + "] is " + b + ", was " + a + ", bound "
                                        + bound + "\n"
                                        + after);
                    }
                }
            }
            if (step < STEPS) {
                expected.advance();
                actual.advance();
                assertFalse(expected.isAmbiguous(), "a threshold is too close to compare; choose other numbers");
                assertEquals(spikes(expected, before), spikes(actual, after));
            }
        }
    }

    private static List<String> spikes(Interpreter interpreter, StepProgram program) {
        return interpreter.spikes().stream().map(s -> program.blocks().get(s.block()).name() + s.element()).toList();
    }

    private static int count(StepProgram program, String name) {
        StepProgram.Location location = program.variables().get(name);
        return location.index() == null ? program.block(location.block()).count() : location.index().length;
    }

    /** The names of the states of a block. */
    static List<String> states(StepProgram program, String block) {
        return program.block(block).states().stream().map(Block.StateVariable::name).toList();
    }

    /** The names of the blocks. */
    static List<String> blocks(StepProgram program) {
        return program.blocks().stream().map(Block::name).toList();
    }

    /** The lines about one block in the text of a program. */
    static String text(StepProgram program, String block) {
        for (String paragraph : program.toString().split("\n\n")) {
            if (paragraph.startsWith("population " + block + " ") || paragraph.startsWith("synapses " + block + " ")) {
                return paragraph.strip() + "\n";
            }
        }
        throw new IllegalArgumentException("no block " + block + " in\n" + program);
    }
}
