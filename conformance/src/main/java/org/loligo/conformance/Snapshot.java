package org.loligo.conformance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.StepProgram.Location;
import org.loligo.codegen.feed.LastSpikes;
import org.loligo.codegen.feed.Ticks;
import org.loligo.interpreter.Interpreter;
import org.loligo.model.Population;
import org.loligo.runtime.NetworkState;

/** The state of a program between two steps, by the names of variables. */
final class Snapshot {
    private final StepProgram program;
    private final NetworkState state;
    private final Map<String, LastSpikes> lastSpikes = new HashMap<>();

    Snapshot(StepProgram program, NetworkState state) {
        this.program = program;
        this.state = state;
    }

    NetworkState state() {
        return state;
    }

    /** How many elements a variable has in one instance. */
    static int count(StepProgram program, Location location) {
        return location.index() == null ? program.block(location.block()).count() : location.index().length;
    }

    /** The value of a variable {@code owner.variable}, also of {@code last_spike}, which is kept as a step and is a time. */
    double value(String variable, int instance, int element) {
        Location location = program.variables().get(variable);
        int b = program.blockIndex(location.block());
        Block block = program.blocks().get(b);
        int k = instance * block.count() + (location.index() == null ? element : location.index()[element]);
        if (location.state().equals(Population.LAST_SPIKE)) {
            return lastSpikes.computeIfAbsent(block.name(), _ -> remembered(b)).time(k);
        }
        return state.precision().get(state.states().get(b)[block.stateIndex(location.state())], k);
    }

    /** All values of a variable, {@code [instance·elements + element]}. */
    double[] all(String variable) {
        int count = count(program, program.variables().get(variable));
        double[] values = new double[program.instances() * count];
        Arrays.setAll(values, k -> value(variable, k / count, k % count));
        return values;
    }

    private LastSpikes remembered(int b) {
        LastSpikes spikes = new LastSpikes(program.blocks().get(b), program.instances(), new Ticks(program.time(), program.tableau()));
        spikes.restore(state.lastSpikes().get(b));
        return spikes;
    }

    /** Puts this state into an interpreter of this program or of another form of it, where a state may be written out for every synapse. */
    void into(Interpreter interpreter, StepProgram to) {
        interpreter.at(state.step());
        to.variables().forEach((name, target) -> {
            if (target.state().equals(Population.LAST_SPIKE)) {
                String block = program.variables().get(name).block();
                interpreter.lastSpikes(target.block()).restore(state.lastSpikes().get(program.blockIndex(block)));
                return;
            }
            int count = count(to, target);
            for (int r = 0; r < program.instances(); r++) {
                for (int i = 0; i < count; i++) {
                    int element = r * to.block(target.block()).count() + (target.index() == null ? i : target.index()[i]);
                    interpreter.set(target.block(), target.state(), element, value(name, r, i));
                }
            }
        });
        if (to == program) {
            withoutNames(interpreter);
        }
    }

    /** Lifted states of neurons without synapses are nobody's variable. */
    private void withoutNames(Interpreter interpreter) {
        for (int b = 0; b < program.blocks().size(); b++) {
            Block block = program.blocks().get(b);
            for (int s = 0; s < block.states().size(); s++) {
                for (int k = 0; k < block.count() * program.instances(); k++) {
                    interpreter.set(block.name(), block.states().get(s).name(), k, state.precision().get(state.states().get(b)[s], k));
                }
            }
        }
    }

    /** Fails unless another state has the same bits; any two NaNs are the same. */
    void requireSame(NetworkState other, String what) {
        Require.equal(state.step(), other.step(), () -> what + ": the step");
        for (int b = 0; b < program.blocks().size(); b++) {
            Block block = program.blocks().get(b);
            for (int s = 0; s < block.states().size(); s++) {
                for (int k = 0; k < block.count() * program.instances(); k++) {
                    double expected = state.precision().get(state.states().get(b)[s], k);
                    double actual = other.precision().get(other.states().get(b)[s], k);
                    String place = block.name() + "." + block.states().get(s).name();
                    int element = k;
                    Require.that(Double.compare(expected, actual) == 0, () -> what + ": at step " + state.step() + " " + place
                            + " of element " + element + " is " + actual + ", expected " + expected);
                }
            }
            long[] expected = state.lastSpikes().get(b);
            long[] actual = other.lastSpikes().get(b);
            Require.that(Arrays.equals(expected, actual), () -> what + ": at step " + state.step() + " the last spikes of " + block.name()
                    + " are in the steps " + Arrays.toString(actual) + ", expected " + Arrays.toString(expected));
        }
        Require.equal(state.tallies().size(), other.tallies().size(), () -> what + ": the number of tallies");
        for (int t = 0; t < state.tallies().size(); t++) {
            int tally = t;
            Require.that(Arrays.deepEquals(state.tallies().get(t), other.tallies().get(t)), () -> what + ": at step " + state.step()
                    + " the registers of tally " + tally + " are " + Arrays.deepToString(other.tallies().get(tally)) + ", expected "
                    + Arrays.deepToString(state.tallies().get(tally)));
        }
    }
}
