package org.loligo.codegen.emit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.loligo.codegen.Block;
import org.loligo.codegen.Body;
import org.loligo.codegen.Tableau;
import org.loligo.expr.Expr;
import org.loligo.expr.Trees;
import org.loligo.model.Definition;

/**
 * What the stages of a step compute in a block: no slope that nothing is made of, and no state in the middle of the step that nothing
 * reads, such as that of dx/dt = cos t.
 */
final class StageCode {
    private final List<List<Body>> derivatives = new ArrayList<>();
    private final List<Set<String>> read = new ArrayList<>();

    /**
     * Looks at a block.
     *
     * @param exports what it shows
     */
    StageCode(Block block, Body exports, Tableau tableau) {
        // what a stage needs to compute depends on what later ones read
        for (int s = tableau.stages() - 1; s >= 0; s--) {
            int stage = s;
            List<Body> parts = block.derivatives().stream().map(d -> only(d, state -> isNeeded(state, stage, tableau))).toList();
            Set<String> names = new HashSet<>(exports.freeNames());
            parts.forEach(p -> names.addAll(p.freeNames()));
            derivatives.addFirst(parts);
            read.addFirst(names);
        }
    }

    /** Whether the slope of a state is part of what a step adds to it, or of the state at a stage that reads it. */
    private boolean isNeeded(String state, int stage, Tableau tableau) {
        boolean needed = tableau.b()[stage] != 0;
        for (int row = stage + 1; row < tableau.stages(); row++) {
            needed |= tableau.a()[row][stage] != 0 && read.get(row - stage - 1).contains(state);
        }
        return needed;
    }

    /** The derivatives that a stage computes, in the parts they are in. */
    List<Body> derivatives(int stage) {
        return derivatives.get(stage);
    }

    /** Whether a stage reads a state. */
    boolean reads(int stage, String state) {
        return read.get(stage).contains(state);
    }

    /** Some results of a body, with the definitions they need. */
    static Body only(Body body, Predicate<String> wanted) {
        Map<String, Expr> results = new LinkedHashMap<>(body.results());
        results.keySet().removeIf(name -> !wanted.test(name));
        Set<String> needed = new HashSet<>(Body.of(results).freeNames());
        List<Definition> lets = new ArrayList<>();
        for (Definition let : body.lets().reversed()) {
            if (needed.contains(let.name())) {
                lets.addFirst(let);
                needed.addAll(Trees.names(let.value()));
            }
        }
        return new Body(lets, results);
    }
}
