package org.loligo.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.loligo.expr.Expressions.exp;
import static org.loligo.expr.Expressions.literal;
import static org.loligo.expr.Expressions.select;
import static org.loligo.expr.Expressions.symbol;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Walks over expression trees. */
class TreesTest {
    private final Expr a = symbol("a");
    private final Expr b = symbol("b");

    @Test
    void namesInReadingOrderOnce() {
        Expr e = select(symbol("V").below(symbol("theta")), exp(b).plus(a), b.over(symbol("c")));
        assertEquals(List.of("V", "theta", "b", "a", "c"), List.copyOf(Trees.names(e)));
        assertEquals(List.of(), List.copyOf(Trees.names(literal(1).plus(2))));
    }

    @Test
    void rewriteVisitsLeavesFirst() {
        List<String> seen = new ArrayList<>();
        Trees.rewrite(a.plus(b.times(2)), e -> {
            seen.add(e.toString());
            return e;
        });
        assertEquals(List.of("a", "b", "2", "b*2", "a + b*2"), seen);
    }

    @Test
    void rewriteWithoutChangeKeepsTheTree() {
        Expr e = select(a.below(b), exp(a), a.negate().pow(3));
        assertSame(e, Trees.rewrite(e, node -> node));
    }

    @Test
    void rewriteReachesEveryPlace() {
        Expr e = select(a.below(a), exp(a), a.times(a));
        assertEquals(select(b.below(b), exp(b), b.times(b)), Trees.rewrite(e, node -> node.equals(a) ? b : node));
    }

    @Test
    void substituteReplacesOnceOnly() {
        assertEquals(b.plus(a), Trees.substitute(a.plus(b), name -> name.equals("a") ? b : a));
        assertEquals(a.plus(1).times(b), Trees.substitute(a.times(b), name -> name.equals("a") ? a.plus(1) : null));
    }
}
