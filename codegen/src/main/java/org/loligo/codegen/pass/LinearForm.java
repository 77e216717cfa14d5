package org.loligo.codegen.pass;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Function;

/**
 * An expression as {@code constant + Σ coefficient·term} with literal coefficients; a term is anything that is not itself a sum or a
 * literal multiple.
 *
 * @param constant     the constant
 * @param coefficients the coefficient of each term, none of them 0
 */
record LinearForm(double constant, Map<Expr, Double> coefficients) {

    static LinearForm of(Expr e) {
        return switch (e) {
            case Literal l -> new LinearForm(l.value(), Map.of());
            case Call(Function f, Expr x) when f == Function.NEGATE -> of(x).scaled(-1);
            case Binary b -> switch (b.operator()) {
                case ADD -> of(b.left()).plus(of(b.right()), 1);
                case SUBTRACT -> of(b.left()).plus(of(b.right()), -1);
                case MULTIPLY -> {
                    LinearForm l = of(b.left());
                    LinearForm r = of(b.right());
                    yield l.isConstant() ? r.scaled(l.constant) : r.isConstant() ? l.scaled(r.constant) : term(e);
                }
                case DIVIDE -> {
                    LinearForm r = of(b.right());
                    yield r.isConstant() && r.constant != 0 ? of(b.left()).scaled(1 / r.constant) : term(e);
                }
                default -> term(e);
            };
            default -> term(e);
        };
    }

    private static LinearForm term(Expr e) {
        return new LinearForm(0, Map.of(e, 1.0));
    }

    boolean isConstant() {
        return coefficients.isEmpty();
    }

    /** The same without its constant, over one of its coefficients: equal, and written equally, for forms that differ in a factor. */
    LinearForm direction() {
        double slope = slope();
        Map<Expr, Double> scaled = new LinkedHashMap<>();
        terms().forEach(e -> scaled.put(e, coefficients.get(e) / slope));
        return new LinearForm(0, scaled);
    }

    /** How many times its {@link #direction} it is; 0 if it is constant. */
    double slope() {
        return terms().findFirst().map(coefficients::get).orElse(0.0);
    }

    /** In an order that does not depend on how the form came to be. */
    private Stream<Expr> terms() {
        return coefficients.keySet().stream().sorted(Comparator.comparing(Expr::toString));
    }

    /** Written out again. */
    Expr expression() {
        Expr sum = null;
        for (Map.Entry<Expr, Double> c : coefficients.entrySet()) {
            double size = Math.abs(c.getValue());
            Expr term = size == 1 ? c.getKey() : c.getKey().times(size);
            sum = c.getValue() > 0 ? sum == null ? term : sum.plus(term) : sum == null ? term.negate() : sum.minus(term);
        }
        return sum == null ? new Literal(constant) : constant == 0 ? sum : constant > 0 ? sum.plus(constant) : sum.minus(-constant);
    }

    private LinearForm scaled(double factor) {
        if (factor == 0) {
            return new LinearForm(0, Map.of());
        }
        Map<Expr, Double> scaled = new LinkedHashMap<>();
        coefficients.forEach((e, c) -> scaled.put(e, c * factor));
        return new LinearForm(constant * factor, scaled);
    }

    private LinearForm plus(LinearForm other, double sign) {
        Map<Expr, Double> sum = new LinkedHashMap<>(coefficients);
        other.coefficients.forEach((e, c) -> sum.merge(e, sign * c, Double::sum));
        sum.values().removeIf(c -> c == 0);
        return new LinearForm(constant + sign * other.constant, sum);
    }

    /** The number k for which this is k times {@code other}, if there is one, up to the rounding of the literals. */
    Optional<Double> ratioTo(LinearForm other) {
        if (isConstant() || !coefficients.keySet().equals(other.coefficients.keySet())) {
            return Optional.empty();
        }
        Expr first = coefficients.keySet().iterator().next();
        double k = coefficients.get(first) / other.coefficients.get(first);
        boolean same = near(constant, k * other.constant)
                && coefficients.entrySet().stream().allMatch(c -> near(c.getValue(), k * other.coefficients.get(c.getKey())));
        return same ? Optional.of(k) : Optional.empty();
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) <= 1e-14 * Math.max(Math.abs(a), Math.abs(b));
    }
}
