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
        return change.apply(mapOperands(e, x -> rewrite(x, change)));
    }

    /** The expression with the largest parts replaced for which {@code replace} has something; it gives null for the others. */
    public static Expr replaceLargest(Expr e, UnaryOperator<Expr> replace) {
        Expr replaced = replace.apply(e);
        return replaced != null ? replaced : mapOperands(e, x -> replaceLargest(x, replace));
    }

    private static Expr mapOperands(Expr e, UnaryOperator<Expr> change) {
        return switch (e) {
            case Literal l -> l;
            case Symbol s -> s;
            case Binary b -> {
                Expr left = change.apply(b.left());
                Expr right = change.apply(b.right());
                yield left == b.left() && right == b.right() ? b : new Binary(b.operator(), left, right);
            }
            case Call c -> {
                Expr argument = change.apply(c.argument());
                yield argument == c.argument() ? c : new Call(c.function(), argument);
            }
            case Select s -> {
                Expr left = change.apply(s.condition().left());
                Expr right = change.apply(s.condition().right());
                Expr then = change.apply(s.then());
                Expr otherwise = change.apply(s.otherwise());
                boolean same = left == s.condition().left() && right == s.condition().right() && then == s.then()
                        && otherwise == s.otherwise();
                yield same ? s : new Select(new Comparison(s.condition().relation(), left, right), then, otherwise);
            }
        };
    }

    /** The expression with names replaced: {@code replace} gives the new expression for a name, or null to keep it. */
    public static Expr substitute(Expr e, java.util.function.Function<String, Expr> replace) {
        return rewrite(e, node -> node instanceof Symbol s && replace.apply(s.name()) instanceof Expr r ? r : node);
    }
}
