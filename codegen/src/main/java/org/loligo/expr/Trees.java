package org.loligo.expr;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Comparison;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;

/** Walks over expression trees. */
public final class Trees {
    private Trees() {}

    /** The names that occur in an expression, in the order they are read. */
    public static Set<String> names(Expr e) {
        Set<String> names = new LinkedHashSet<>();
        collect(e, names);
        return names;
    }

    private static void collect(Expr e, Set<String> names) {
        switch (e) {
            case Literal _ -> { }
            case Symbol s -> names.add(s.name());
            case Binary b -> {
                collect(b.left(), names);
                collect(b.right(), names);
            }
            case Call c -> collect(c.argument(), names);
            case Select s -> {
                collect(s.condition().left(), names);
                collect(s.condition().right(), names);
                collect(s.then(), names);
                collect(s.otherwise(), names);
            }
        }
    }

    /** The expression with {@code change} applied to every node, leaves first. */
    public static Expr rewrite(Expr e, UnaryOperator<Expr> change) {
        Expr inner = switch (e) {
            case Literal l -> l;
            case Symbol s -> s;
            case Binary b -> {
                Expr left = rewrite(b.left(), change);
                Expr right = rewrite(b.right(), change);
                yield left == b.left() && right == b.right() ? b : new Binary(b.operator(), left, right);
            }
            case Call c -> {
                Expr argument = rewrite(c.argument(), change);
                yield argument == c.argument() ? c : new Call(c.function(), argument);
            }
            case Select s -> {
                Expr left = rewrite(s.condition().left(), change);
                Expr right = rewrite(s.condition().right(), change);
                Expr then = rewrite(s.then(), change);
                Expr otherwise = rewrite(s.otherwise(), change);
                boolean same = left == s.condition().left() && right == s.condition().right() && then == s.then()
                        && otherwise == s.otherwise();
                yield same ? s : new Select(new Comparison(s.condition().relation(), left, right), then, otherwise);
            }
        };
        return change.apply(inner);
    }

    /** The expression with names replaced: {@code replace} gives the new expression for a name, or null to keep it. */
    public static Expr substitute(Expr e, java.util.function.Function<String, Expr> replace) {
        return rewrite(e, node -> node instanceof Symbol s && replace.apply(s.name()) instanceof Expr r ? r : node);
    }
}
