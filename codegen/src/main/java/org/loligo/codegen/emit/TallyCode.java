package org.loligo.codegen.emit;

import java.util.function.Function;
import org.loligo.codegen.Tally;
import org.loligo.codegen.Tally.Register;

/**
 * One tally as C: what a step adds to its registers. A sum keeps what each addition loses (Knuth, The Art of Computer Programming 2,
 * 4.2.2, theorem B); where a compiler fuses a square and its addition, what is kept is as near to what was lost.
 *
 * @param placement where everything stands
 * @param index     the index of the tally
 */
record TallyCode(Placement placement, int index) {

    private Tally tally() {
        return placement.tallies().get(index);
    }

    /**
     * Adds a value.
     *
     * @param register the variable of a register
     * @param scope    for names of its own
     */
    void add(SourceText text, String value, Function<Register, String> register, Identifiers scope) {
        text.open("if (" + placement.covers(index) + ")");
        text.open("if (" + placement.begins(index) + ")");
        for (Register r : tally().registers()) {
            text.line(register.apply(r) + " = " + switch (r) {
                case SHIFT, MIN, MAX -> value;
                default -> "0";
            } + ";");
        }
        text.close();
        if (tally().keeps(Register.SUM)) {
            String difference = scope.fresh("difference");
            text.line("const real " + difference + " = " + value + " - " + register.apply(Register.SHIFT) + ";");
            sum(text, difference, register.apply(Register.SUM), register.apply(Register.SUM_REST), scope);
            if (tally().keeps(Register.SQUARES)) {
                String square = scope.fresh("square");
                text.line("const real " + square + " = " + difference + " * " + difference + ";");
                sum(text, square, register.apply(Register.SQUARES), register.apply(Register.SQUARES_REST), scope);
            }
        }
        if (tally().keeps(Register.MIN)) {
            text.line("if (" + value + " < " + register.apply(Register.MIN) + ") " + register.apply(Register.MIN) + " = " + value + ";");
        }
        if (tally().keeps(Register.MAX)) {
            text.line("if (" + value + " > " + register.apply(Register.MAX) + ") " + register.apply(Register.MAX) + " = " + value + ";");
        }
        text.close();
    }

    private static void sum(SourceText text, String term, String sum, String rest, Identifiers scope) {
        String after = scope.fresh("after");
        String added = scope.fresh("added");
        text.line("const real " + after + " = " + sum + " + " + term + ";");
        text.line("const real " + added + " = " + after + " - " + sum + ";");
        text.line(rest + " += (" + sum + " - (" + after + " - " + added + ")) + (" + term + " - " + added + ");");
        text.line(sum + " = " + after + ";");
    }

    /** Counts a spike of this step. */
    void count(SourceText text) {
        text.open("if (" + placement.covers(index) + ")");
        text.line(counter(Register.SPIKES) + " += 1;");
        if (tally().keeps(Register.FIRST)) {
            text.line("if (" + counter(Register.FIRST) + " < 0) " + counter(Register.FIRST) + " = plan[0] + k;");
        }
        if (tally().keeps(Register.INTERVALS)) {
            text.open("if (" + counter(Register.LAST) + " >= 0)");
            text.line("const i64 interval = plan[0] + k - " + counter(Register.LAST) + ";");
            text.line(counter(Register.INTERVALS) + " += interval * interval;");
            text.close();
        }
        if (tally().keeps(Register.LAST)) {
            text.line(counter(Register.LAST) + " = plan[0] + k;");
        }
        text.close();
    }

    private String counter(Register register) {
        return placement.counter(index, register);
    }
}
