package org.loligo.codegen.emit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.loligo.codegen.Block;
import org.loligo.codegen.Body;
import org.loligo.codegen.Feed;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.Tally;

/**
 * What the code of one block shares over all stretches of a step: what its stages compute, and the names. All names are taken at once, so
 * that no inner one hides another.
 */
final class BlockCode {
    /** What the threshold of events is known by; the blank keeps it apart from a parameter that is called threshold. */
    static final String THRESHOLD = "threshold of events";

    private final int index;
    private final Block block;
    private final Body exports;
    private final StageCode stages;
    private final Identifiers inner;
    private final boolean hoists;
    private final Map<Content, String> variables = new LinkedHashMap<>();
    private final Map<Content, String> arrays = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> declared = new HashSet<>();
    private final SourceText hoisted = new SourceText();

    /**
     * @param exports     what the block shows
     * @param tallies     what is tallied of any block
     * @param identifiers of the kernel
     * @param shares      whether other blocks share the kernel, so that the names of variables begin with the block's
     * @param hoists      whether constants are read once, before the steps
     */
    BlockCode(int index, Block block, Body exports, Tableau tableau, List<Tally> tallies, Identifiers identifiers, boolean shares,
            boolean hoists) {
        this.index = index;
        this.block = block;
        this.exports = exports;
        stages = new StageCode(block, exports, tableau);
        this.hoists = hoists;
        String prefix = shares ? block.name() + "_" : "";
        for (int s = 0; s < block.states().size(); s++) {
            String name = prefix + block.states().get(s).name();
            variable(identifiers, new Content.State(index, s), name);
            variable(identifiers, atStage(s), name + "_stage");
            variable(identifiers, before(s), name + "_before");
            for (int row = 2; row <= tableau.stages(); row++) {
                variable(identifiers, pending(s, row), name + (row == tableau.stages() ? "_slopes" : "_slopes" + (row + 1)));
            }
        }
        for (int t = 0; t < tallies.size(); t++) {
            Tally tally = tallies.get(t);
            if (tally.block() == index && !tally.isOfSpikes()) {
                for (Tally.Register r : tally.registers()) {
                    variable(identifiers, new Content.Tallied(t, r),
                            prefix + block.states().get(tally.state()).name() + "_" + r.name().toLowerCase(Locale.ROOT));
                }
            }
        }
        if (block.firing().isPresent()) {
            variable(identifiers, new Content.LastSpike(index), prefix + "last_spike");
            variable(identifiers, new Content.MayFire(index), prefix + "may_fire");
            for (Feed.Window w : windows()) {
                variable(identifiers, new Content.Opens(index, window(w)), prefix + w.name() + "_opens");
                variable(identifiers, new Content.Closes(index, window(w)), prefix + w.name() + "_closes");
            }
        }
        inner = hoists ? identifiers : identifiers.inner();
        block.constants().forEach(c -> names.put(c.name(), inner.fresh(c.name())));
        block.feeds().forEach(f -> names.put(f.name(), inner.fresh(f.name())));
        names.computeIfAbsent("t", inner::fresh);
        names.put(THRESHOLD, inner.fresh("threshold"));
    }

    private void variable(Identifiers identifiers, Content content, String name) {
        variables.put(content, identifiers.fresh(name));
        arrays.put(content, identifiers.fresh(name + "_of"));
    }

    int index() {
        return index;
    }

    Block block() {
        return block;
    }

    /** What the block shows that some equation uses. */
    Body exports() {
        return exports;
    }

    /** What its stages compute. */
    StageCode stages() {
        return stages;
    }

    /** A scope for the code of one element. */
    Identifiers scope() {
        return inner.inner();
    }

    Content.State state(int s) {
        return new Content.State(index, s);
    }

    /** A state at the stage in hand. */
    Content.Scratch atStage(int s) {
        return new Content.Scratch(block.name() + "." + block.states().get(s).name() + " at the stage");
    }

    /** A state at the start of the step, when the step has ended. */
    Content.Scratch before(int s) {
        return new Content.Scratch(block.name() + "." + block.states().get(s).name() + " before");
    }

    /** The sum, as far as it is known, of the slopes that lead to a later stage, or to the end of the step. */
    Content.Scratch pending(int s, int row) {
        return new Content.Scratch(block.name() + "." + block.states().get(s).name() + " slopes of " + row);
    }

    /** The name of a variable. */
    String name(Content variable) {
        return variables.get(variable);
    }

    /** The name of the array of a variable, where a work item has several elements. */
    String array(Content variable) {
        return arrays.get(variable);
    }

    /** Variables in the order of the block's. */
    List<Content> inOrder(Set<Content> some) {
        return variables.keySet().stream().filter(some::contains).toList();
    }

    /** The name of a constant, a feed, {@code t} or {@link #THRESHOLD}. */
    String name(String name) {
        return names.get(name);
    }

    /** The declarations to stand before the steps. */
    SourceText hoisted() {
        return hoisted;
    }

    /** Declares a constant where it is used, unless constants are read before the steps. */
    String constant(SourceText text, String name, String value) {
        String id = names.get(name);
        if (!hoists) {
            text.line("const real " + id + " = " + value + ";");
        } else if (declared.add(name)) {
            hoisted.line("const real " + id + " = " + value + ";");
        }
        return id;
    }

    /** The windows on the last spike. */
    List<Feed.Window> windows() {
        return block.feeds().stream().filter(f -> f instanceof Feed.Window).map(f -> (Feed.Window) f).toList();
    }

    /** The index of a window among them. */
    int window(Feed.Window window) {
        return windows().indexOf(window);
    }
}
