package org.loligo.model;

import java.util.function.Function;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;

/**
 * The unit of an expression. Literal numbers fit any unit, as in {@code V − 50}, where 50 is a voltage; so a product or a quotient with a
 * literal has an unknown unit that fits everything, and what is found are mistakes between named quantities.
 */
final class UnitCheck {
    private final String where;
    private final Function<String, Unit> unitOf;

    UnitCheck(String where, Function<String, Unit> unitOf) {
        this.where = where;
        this.unitOf = unitOf;
    }

    /** Refuses an expression whose unit is known and does not fit {@code expected}. */
    void require(Expr e, Unit expected, String what) {
        Unit found = unit(e);
        if (found != null && !found.fits(expected)) {
            throw new ModelException(where + ": " + what + " has the unit " + found + ", expected " + expected + "; it is " + e);
        }
    }

    /** The unit, or null when literals leave it open. */
    Unit unit(Expr e) {
        return switch (e) {
            case Literal _ -> null;
            case Symbol s -> unitOf.apply(s.name());
            case Call c -> {
                Unit x = unit(c.argument());
                yield switch (c.function()) {
                    case NEGATE, ABS -> x;
                    case SQRT -> x != null && x.isOne() ? x : null;
                    case EXP, LOG, TANH, SIN, COS, EXPRELR -> {
                        if (x != null && !x.isOne()) {
                            throw new ModelException(where + ": the argument of " + c.function().text() + " must be a pure number, but "
                                    + c.argument() + " has the unit " + x);
                        }
                        yield Unit.ONE;
                    }
                };
            }
            case Select s -> {
                common(s.condition().left(), s.condition().right(), s.condition().toString());
                yield common(s.then(), s.otherwise(), s.toString());
            }
            case Binary b -> switch (b.operator()) {
                case ADD, SUBTRACT, MIN, MAX -> common(b.left(), b.right(), b.toString());
                case MULTIPLY -> {
                    Unit l = unit(b.left());
                    Unit r = unit(b.right());
                    yield l == null || r == null ? null : l.times(r);
                }
                case DIVIDE -> {
                    Unit l = unit(b.left());
                    Unit r = unit(b.right());
                    yield l == null || r == null ? null : l.over(r);
                }
                case POWER -> power(b);
            };
        };
    }

    private Unit power(Binary b) {
        Unit base = unit(b.left());
        Unit exponent = unit(b.right());
        if (exponent != null && !exponent.isOne()) {
            throw new ModelException(where + ": the exponent of " + b + " must be a pure number, but has the unit " + exponent);
        }
        if (base == null || base.isOne()) {
            return base;
        }
        if (b.right() instanceof Literal l && l.value() == Math.rint(l.value()) && Math.abs(l.value()) < 100) {
            return base.pow((int) l.value());
        }
        throw new ModelException(where + ": " + b.left() + " has the unit " + base
                + " and can only be raised to an integer power; it is " + b);
    }

    private Unit common(Expr left, Expr right, String whole) {
        Unit l = unit(left);
        Unit r = unit(right);
        if (l != null && r != null && !l.fits(r)) {
            throw new ModelException(where + ": in " + whole + " the units " + l + " and " + r + " do not fit");
        }
        return l != null ? l : r;
    }
}
