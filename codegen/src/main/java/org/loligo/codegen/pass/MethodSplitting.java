package org.loligo.codegen.pass;

import java.util.ArrayList;
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
import org.loligo.expr.Function;

/**
 * Divides the derivatives of a large block into parts, each small enough for one method that the JIT compiler takes whole: it compiles
 * methods of some 2,500 bytecodes well and larger ones badly or never. A part computes whole derivatives, those together that share most;
 * what two parts share is computed in both.
 */
public final class MethodSplitting implements Pass {
    /** The most operations in a part; an operation on vectors is some ten bytecodes. */
    static final int BUDGET = 170;

    @Override
    public String name() {
        return "split";
    }

    @Override
    public String doc() {
        return "divide the derivatives of a large block into parts the JIT compiler takes whole";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        return program.mapBlocks(b -> b.withCode(b.derivatives().stream().flatMap(d -> split(d).stream()).toList(), b.exports()));
    }

    private static List<Body> split(Body body) {
        if (body.results().size() < 2 || operations(body) <= BUDGET) {
            return List.of(body);
        }
        List<Body> parts = new ArrayList<>();
        Map<String, Expr> left = new LinkedHashMap<>(body.results());
        while (!left.isEmpty()) {
            Map<String, Expr> part = new LinkedHashMap<>();
            for (String next = left.keySet().iterator().next(); next != null; next = cheapest(part, left)) {
                part.put(next, left.remove(next));
            }
            parts.add(Body.of(part));
        }
        return parts;
    }

    /** What adds least to a part, being made of what is there already, or null if nothing fits. */
    private static String cheapest(Map<String, Expr> part, Map<String, Expr> left) {
        String cheapest = null;
        int least = BUDGET;
        for (Map.Entry<String, Expr> candidate : left.entrySet()) {
            Map<String, Expr> larger = new LinkedHashMap<>(part);
            larger.put(candidate.getKey(), candidate.getValue());
            int operations = operations(Body.of(larger));
            if (operations < least || operations == BUDGET && cheapest == null) {
                cheapest = candidate.getKey();
                least = operations;
            }
        }
        return cheapest;
    }

    /** The operations of the code once common subexpressions are shared, loads of names included. */
    static int operations(Body body) {
        Body shared = CommonSubexpressions.share(body);
        int operations = 2 * shared.results().size() + shared.freeNames().size();
        for (var d : shared.lets()) {
            operations += operations(d.value());
        }
        for (Expr e : shared.results().values()) {
            operations += operations(e);
        }
        return operations;
    }

    private static int operations(Expr e) {
        return switch (e) {
            case Literal _ -> 1;
            case Symbol _ -> 0;
            case Binary b -> 1 + operations(b.left()) + operations(b.right());
            case Call c -> (c.function() == Function.EXPRELR ? 4 : 1) + operations(c.argument());
            case Select s -> 2 + operations(s.condition().left()) + operations(s.condition().right()) + operations(s.then())
                    + operations(s.otherwise());
        };
    }
}
