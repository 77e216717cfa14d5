package org.loligo.runtime;

import java.util.Arrays;
import org.loligo.codegen.Tally;
import org.loligo.codegen.Tally.Register;
import org.loligo.model.Precision;

/**
 * The registers of a tally in Java arrays, for engines that step in Java. Reals stand as the engine's arrays of states do; the integers of
 * spikes are by {@code instance·count + element}. Elements may be added by several threads, each its own.
 *
 * <p>A sum keeps what each addition loses (Knuth, The Art of Computer Programming 2, 4.2.2, theorem B), so that it is as good after a
 * million steps as after one.
 */
public final class RunningTally {
    private final Tally tally;
    private final Precision precision;
    private final Arrangement arrangement;
    private final int length;
    private final Object[] registers = new Object[Register.values().length];

    /**
     * A tally before the first step.
     *
     * @param length      the length of the engine's arrays of states
     * @param arrangement where elements stand in those arrays
     */
    public RunningTally(Tally tally, Precision precision, int length, Arrangement arrangement) {
        this.tally = tally;
        this.precision = precision;
        this.length = length;
        this.arrangement = arrangement;
        for (Register r : tally.registers()) {
            registers[r.ordinal()] = r.isInteger() ? new long[arrangement.instances() * arrangement.count()] : precision.allocate(length);
            if (r.isInteger()) {
                Arrays.fill((long[]) registers[r.ordinal()], r.initial());
            }
        }
    }

    /** What it tallies. */
    public Tally tally() {
        return tally;
    }

    private long[] counts(Register register) {
        return (long[]) registers[register.ordinal()];
    }

    /** Counts a spike of an element, {@code instance·count + element}, if its step is in the window. */
    public void fired(long step, int element) {
        if (!tally.covers(step)) {
            return;
        }
        counts(Register.SPIKES)[element]++;
        if (tally.keeps(Register.FIRST) && counts(Register.FIRST)[element] < 0) {
            counts(Register.FIRST)[element] = step;
        }
        if (tally.keeps(Register.INTERVALS) && counts(Register.LAST)[element] >= 0) {
            long interval = step - counts(Register.LAST)[element];
            counts(Register.INTERVALS)[element] += interval * interval;
        }
        if (tally.keeps(Register.LAST)) {
            counts(Register.LAST)[element] = step;
        }
    }

    /** Adds the values of the state at the start of a step, at the places {@code from ≤ place < to}, if the step is in the window. */
    public void add(long step, Object values, int from, int to) {
        if (!tally.covers(step)) {
            return;
        }
        if (step == tally.from()) {
            begin(values, from, to);
        }
        switch (values) {
            case double[] d -> add(d, from, to);
            case float[] f -> add(f, from, to);
            default -> throw new IllegalStateException();
        }
    }

    private void begin(Object values, int from, int to) {
        for (Register r : tally.registers()) {
            Object register = registers[r.ordinal()];
            for (int k = from; k < to; k++) {
                precision.set(register, k, switch (r) {
                    case SHIFT, MIN, MAX -> precision.get(values, k);
                    default -> 0;
                });
            }
        }
    }

    private void add(double[] values, int from, int to) {
        if (registers[Register.SUM.ordinal()] instanceof double[] sum) {
            sum(values, (double[]) registers[Register.SHIFT.ordinal()], false, sum, (double[]) registers[Register.SUM_REST.ordinal()],
                    from, to);
        }
        if (registers[Register.SQUARES.ordinal()] instanceof double[] squares) {
            sum(values, (double[]) registers[Register.SHIFT.ordinal()], true, squares,
                    (double[]) registers[Register.SQUARES_REST.ordinal()], from, to);
        }
        if (registers[Register.MIN.ordinal()] instanceof double[] least) {
            for (int k = from; k < to; k++) {
                least[k] = Math.min(least[k], values[k]);
            }
        }
        if (registers[Register.MAX.ordinal()] instanceof double[] most) {
            for (int k = from; k < to; k++) {
                most[k] = Math.max(most[k], values[k]);
            }
        }
    }

    private void add(float[] values, int from, int to) {
        if (registers[Register.SUM.ordinal()] instanceof float[] sum) {
            sum(values, (float[]) registers[Register.SHIFT.ordinal()], false, sum, (float[]) registers[Register.SUM_REST.ordinal()],
                    from, to);
        }
        if (registers[Register.SQUARES.ordinal()] instanceof float[] squares) {
            sum(values, (float[]) registers[Register.SHIFT.ordinal()], true, squares,
                    (float[]) registers[Register.SQUARES_REST.ordinal()], from, to);
        }
        if (registers[Register.MIN.ordinal()] instanceof float[] least) {
            for (int k = from; k < to; k++) {
                least[k] = Math.min(least[k], values[k]);
            }
        }
        if (registers[Register.MAX.ordinal()] instanceof float[] most) {
            for (int k = from; k < to; k++) {
                most[k] = Math.max(most[k], values[k]);
            }
        }
    }

    // a loop as plain as this is taken by the JIT compiler as vectors
    private static void sum(double[] values, double[] shift, boolean squared, double[] sum, double[] rest, int from, int to) {
        for (int k = from; k < to; k++) {
            double d = values[k] - shift[k];
            double term = squared ? d * d : d;
            double before = sum[k];
            double after = before + term;
            double added = after - before;
            rest[k] += (before - (after - added)) + (term - added);
            sum[k] = after;
        }
    }

    private static void sum(float[] values, float[] shift, boolean squared, float[] sum, float[] rest, int from, int to) {
        for (int k = from; k < to; k++) {
            float d = values[k] - shift[k];
            float term = squared ? d * d : d;
            float before = sum[k];
            float after = before + term;
            float added = after - before;
            rest[k] += (before - (after - added)) + (term - added);
            sum[k] = after;
        }
    }

    /** A copy of the registers, in their order, for {@link NetworkState#tallies}. */
    public Object[] snapshot() {
        return tally.registers().stream().map(r -> r.isInteger() ? counts(r).clone()
                : arrangement.packed(registers[r.ordinal()], precision)).toArray();
    }

    /** Takes back the registers of a snapshot, whose reals have the precision {@code of}. */
    public void restore(Object[] snapshot, Precision of) {
        for (int i = 0; i < snapshot.length; i++) {
            Register r = tally.registers().get(i);
            if (r.isInteger()) {
                System.arraycopy(snapshot[i], 0, counts(r), 0, counts(r).length);
            } else {
                arrangement.unpack(snapshot[i], of, registers[r.ordinal()], precision, length);
            }
        }
    }
}
