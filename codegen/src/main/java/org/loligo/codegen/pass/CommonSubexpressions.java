package org.loligo.codegen.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.loligo.codegen.Body;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;
import org.loligo.model.Definition;

/** Names every operation that occurs more than once in a piece of code, so that it is computed once. */
public final class CommonSubexpressions implements Pass {
    @Override
    public String name() {
        return "cse";
    }

    @Override
    public String doc() {
        return "compute equal subexpressions once";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        return program.mapBlocks(b -> b.withCode(b.derivatives().stream().map(CommonSubexpressions::share).toList(), share(b.exports())));
    }

    /** The code with shared operations named c1, c2, … in an order in which each is defined before it is used. */
    static Body share(Body body) {
        if (!body.lets().isEmpty()) {
            return body;
        }
        Map<Expr, Integer> uses = new HashMap<>();
        body.results().values().forEach(e -> count(e, uses));
        Map<Expr, Symbol> named = new HashMap<>();
        List<Definition> lets = new ArrayList<>();
        Map<String, Expr> results = new LinkedHashMap<>();
        body.results().forEach((name, e) -> results.put(name, name(e, uses, named, lets)));
        return new Body(lets, results);
    }

    private static void count(Expr e, Map<Expr, Integer> uses) {
        // the operands of an expression seen before are counted already: they are used once, by its name
        if (e instanceof Literal || e instanceof Symbol || uses.merge(e, 1, Integer::sum) > 1) {
            return;
        }
        switch (e) {
            case Binary b -> {
                count(b.left(), uses);
                count(b.right(), uses);
            }
            case Call c -> count(c.argument(), uses);
            case Select s -> {
                count(s.condition().left(), uses);
                count(s.condition().right(), uses);
                count(s.then(), uses);
                count(s.otherwise(), uses);
            }
            case Literal _, Symbol _ -> { }
        }
    }

    private static Expr name(Expr e, Map<Expr, Integer> uses, Map<Expr, Symbol> named, List<Definition> lets) {
        if (e instanceof Literal || e instanceof Symbol) {
            return e;
        }
        Symbol known = named.get(e);
        if (known != null) {
            return known;
        }
        Expr inner = switch (e) {
            case Binary b -> new Binary(b.operator(), name(b.left(), uses, named, lets), name(b.right(), uses, named, lets));
            case Call c -> new Call(c.function(), name(c.argument(), uses, named, lets));
            case Select s -> new Select(new Expr.Comparison(s.condition().relation(), name(s.condition().left(), uses, named, lets),
                    name(s.condition().right(), uses, named, lets)), name(s.then(), uses, named, lets),
                    name(s.otherwise(), uses, named, lets));
            case Literal _, Symbol _ -> e;
        };
        if (uses.get(e) < 2) {
            return inner;
        }
        Symbol symbol = new Symbol("c" + (lets.size() + 1) + "'");
        named.put(e, symbol);
        lets.add(new Definition(symbol.name(), inner));
        return symbol;
    }
}
