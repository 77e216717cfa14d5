package org.loligo.codegen.pass;

import java.util.List;
import java.util.Random;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Comparison;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Relation;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Function;
import org.loligo.expr.Operator;

/** Random expressions of x, y and z with everything the language has, the same for the same seed; their values may be anything. */
final class RandomExpressions {
    private static final List<Double> SPECIAL = List.of(0.0, 1.0, -1.0, 2.0, 0.5, 3.0, -2.0, 4.0, -0.5, 2.5, 7.0);
    private static final List<String> NAMES = List.of("x", "y", "z");

    private final Random random;

    RandomExpressions(long seed) {
        random = new Random(seed);
    }

    /** An expression of at most this depth. */
    Expr next(int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return random.nextInt(5) < 2 ? literal() : new Symbol(NAMES.get(random.nextInt(NAMES.size())));
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Call(Function.values()[random.nextInt(Function.values().length)], next(depth - 1));
            case 2 -> new Select(new Comparison(Relation.values()[random.nextInt(4)], next(depth - 1), next(depth - 1)), next(depth - 1),
                    next(depth - 1));
            case 3 -> new Binary(Operator.POWER, next(depth - 1), literal());
            default -> new Binary(Operator.values()[random.nextInt(Operator.values().length)], next(depth - 1), next(depth - 1));
        };
    }

    private Literal literal() {
        return new Literal(random.nextInt(4) > 0 ? SPECIAL.get(random.nextInt(SPECIAL.size())) : random.nextDouble() * 4 - 2);
    }

    /** A place to evaluate at: a value for each name. */
    Place place() {
        return new Place(random.nextDouble() * 4 - 2, random.nextDouble() * 4 - 2, random.nextDouble() * 4 - 2);
    }

    /** Values of the names. */
    record Place(double x, double y, double z) {
        double valueOf(String name) {
            return switch (name) {
                case "x" -> x;
                case "y" -> y;
                case "z" -> z;
                default -> throw new IllegalArgumentException(name);
            };
        }
    }
}
