package org.loligo.runtime;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tally;
import org.loligo.model.Precision;

/**
 * The state of a network between two steps, as any backend can take it up.
 *
 * @param step       the index of the next step
 * @param precision  the format of the numbers
 * @param states     by block, then state: a {@code float[]} or {@code double[]} {@code [instance·count + element]}
 * @param lastSpikes by block, the step of each element's last spike in this run or −1; null in blocks that do not fire
 * @param tallies    by tally, then register: what summaries have counted and added up so far, {@code [instance·count + element]}, a
 *                   {@code long[]} or an array of the state's precision
 */
public record NetworkState(long step, Precision precision, List<Object[]> states, List<long[]> lastSpikes, List<Object[]> tallies) {

    /** A place in a network. */
    public record Place(String block, boolean synapse, String state, int instance, int element, double value) {}

    /** Whether it has the arrays that a program and its tallies need, in their types and lengths. */
    boolean fits(StepProgram program, List<Tally> asked) {
        Class<?> type = switch (precision) {
            case FLOAT32 -> float[].class;
            case FLOAT64 -> double[].class;
        };
        if (states.size() != program.blocks().size() || lastSpikes.size() != states.size()) {
            return false;
        }
        for (int b = 0; b < states.size(); b++) {
            Block block = program.blocks().get(b);
            int length = block.count() * program.instances();
            boolean fires = lastSpikes.get(b) != null;
            if (states.get(b).length != block.states().size() || fires != block.firing().isPresent()
                    || fires && lastSpikes.get(b).length != length
                    || Arrays.stream(states.get(b)).anyMatch(a -> a.getClass() != type || Array.getLength(a) != length)) {
                return false;
            }
        }
        return tallies.size() == asked.size() && IntStream.range(0, asked.size()).allMatch(t -> {
            Tally tally = asked.get(t);
            int length = program.blocks().get(tally.block()).count() * program.instances();
            return tallies.get(t).length == tally.registers().size() && IntStream.range(0, tallies.get(t).length).allMatch(r ->
                    tallies.get(t)[r].getClass() == (tally.registers().get(r).isInteger() ? long[].class : type)
                            && Array.getLength(tallies.get(t)[r]) == length);
        });
    }

    /** The first number that is not finite, if there is one. */
    public Optional<Place> firstNonFinite(StepProgram program) {
        for (int b = 0; b < states.size(); b++) {
            Block block = program.blocks().get(b);
            for (int s = 0; s < states.get(b).length; s++) {
                int k = switch (states.get(b)[s]) {
                    case double[] d -> firstNonFinite(d);
                    case float[] f -> firstNonFinite(f);
                    default -> throw new IllegalStateException();
                };
                if (k >= 0) {
                    return Optional.of(new Place(block.name(), block.isSynapses(), block.states().get(s).name(), k / block.count(),
                            k % block.count(), precision.get(states.get(b)[s], k)));
                }
            }
        }
        return Optional.empty();
    }

    private static int firstNonFinite(double[] values) {
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                return k;
            }
        }
        return -1;
    }

    private static int firstNonFinite(float[] values) {
        for (int k = 0; k < values.length; k++) {
            if (!Float.isFinite(values[k])) {
                return k;
            }
        }
        return -1;
    }
}
