package org.loligo.codegen;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.loligo.expr.Expr;
import org.loligo.expr.Trees;
import org.loligo.model.Definition;

/**
 * Straight-line code: definitions, each using only those before it, and the results made of them.
 *
 * @param lets    named values, in order
 * @param results the results by name
 */
public record Body(List<Definition> lets, Map<String, Expr> results) {
    /** Keeps copies. */
    public Body {
        lets = List.copyOf(lets);
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    /** Code without definitions. */
    public static Body of(Map<String, Expr> results) {
        return new Body(List.of(), results);
    }

    /** The code with every expression rewritten. */
    public Body map(UnaryOperator<Expr> change) {
        List<Definition> newLets = new ArrayList<>();
        lets.forEach(d -> newLets.add(new Definition(d.name(), change.apply(d.value()))));
        Map<String, Expr> newResults = new LinkedHashMap<>();
        results.forEach((name, e) -> newResults.put(name, change.apply(e)));
        return new Body(newLets, newResults);
    }

    /** The names that are used but not defined here. */
    public Set<String> freeNames() {
        Set<String> names = new LinkedHashSet<>();
        lets.forEach(d -> names.addAll(Trees.names(d.value())));
        results.values().forEach(e -> names.addAll(Trees.names(e)));
        lets.forEach(d -> names.remove(d.name()));
        return names;
    }
}
