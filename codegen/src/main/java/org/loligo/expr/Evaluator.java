package org.loligo.expr;

import java.util.function.ToDoubleFunction;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;

/** The value of an expression in double precision. */
public final class Evaluator {
    private Evaluator() {}

    /** The value of {@code e} where {@code valueOf} gives the value of each name. */
    public static double evaluate(Expr e, ToDoubleFunction<String> valueOf) {
        return switch (e) {
            case Literal l -> l.value();
            case Symbol s -> valueOf.applyAsDouble(s.name());
            case Binary b -> b.operator().apply(evaluate(b.left(), valueOf), evaluate(b.right(), valueOf));
            case Call c -> c.function().apply(evaluate(c.argument(), valueOf));
            case Select s -> s.condition().relation()
                    .holds(evaluate(s.condition().left(), valueOf), evaluate(s.condition().right(), valueOf))
                    ? evaluate(s.then(), valueOf)
                    : evaluate(s.otherwise(), valueOf);
        };
    }
}
