package org.loligo.codegen.pass;

import static org.loligo.expr.Expressions.exp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.loligo.codegen.Body;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expressions;
import org.loligo.expr.Function;
import org.loligo.expr.Trees;
import org.loligo.model.Precision;

/**
 * Exponentials whose arguments are affine in one quantity, with slopes that are integer multiples of one slope, become powers of one
 * exponential: of the six in a Hodgkin-Huxley cell two are left. {@code exprelr(x)} becomes x/(w − 1) with such a power w, and near x = 0,
 * where that would lose its digits, a series.
 *
 * <p>A power p multiplies the relative error of the exponential by p and adds that of at most five products. An exponential for which that
 * exceeds the {@link #budget} of the precision is left alone.
 */
public final class ExponentialLattice implements Pass {
    /** What an exponential costs, in products: some 10 as a call of a vector library on AVX2; an inlined one costs half as much. */
    private static final int EXPONENTIAL = 10;
    /** What a division costs, in products. */
    private static final int DIVISION = 3;
    /** Taken for the error of an exponential, in unit roundoffs. */
    private static final double FUNCTION = 4;
    private static final int LARGEST_POWER = 16;
    /** Powers are multiplied by what the arguments are apart; beyond e²⁰ single precision would run out of range. */
    private static final double LARGEST_OFFSET = 20;
    /** x/(eˣ − 1) = 1 − x/2 + x²/12 − x⁴/720 + x⁶/30240 …: the Bernoulli numbers over factorials. */
    private static final double[] SERIES = {1.0 / 12, -1.0 / 720};
    private static final double FIRST_OMITTED = 1.0 / 30_240;

    private final Precision precision;

    /** For kernels of a precision, which decides where the series begins and what error is too much. */
    public ExponentialLattice(Precision precision) {
        this.precision = precision;
    }

    @Override
    public String name() {
        return "lattice";
    }

    @Override
    public String doc() {
        return "make exponentials of one quantity powers of one exponential";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        return program.mapBlocks(b -> b.withCode(b.derivatives().stream().map(this::apply).toList(), apply(b.exports())));
    }

    /** The code with its exponentials merged where that is cheaper; code with definitions is left alone. */
    Body apply(Body body) {
        if (!body.lets().isEmpty()) {
            return body;
        }
        Map<Expr, Expr> replacements = replacements(exponentials(body.results().values()));
        return replacements.isEmpty() ? body : body.map(e -> Trees.rewrite(e, node -> replacements.getOrDefault(node, node)));
    }

    /** The largest relative error a merged exponential, or a quotient made of one, may have: 10⁻⁵ or 10⁻¹². */
    static double budget(Precision precision) {
        return precision == Precision.FLOAT32 ? 1e-5 : 1e-12;
    }

    /** Below it the series is as good as the precision. */
    double seriesBelow() {
        return Math.pow(precision.roundoff() / FIRST_OMITTED, 1.0 / 6);
    }

    private boolean isAccurate(Member m, int power) {
        double error = (FUNCTION * Math.abs(power) + 8) * precision.roundoff();
        return (m.quotient() ? error / seriesBelow() : error) <= budget(precision);
    }

    /**
     * An exponential.
     *
     * @param call     its call
     * @param along    the quantity its argument is affine in: what is not constant in it, over one coefficient
     * @param slope    that coefficient
     * @param constant the constant
     * @param quotient whether it is {@code exprelr}
     */
    private record Member(Call call, LinearForm along, double slope, double constant, boolean quotient) {
        static Member of(Call call) {
            LinearForm form = LinearForm.of(call.argument());
            return new Member(call, form.direction(), form.slope(), form.constant(), call.function() == Function.EXPRELR);
        }
    }

    /** The exponentials in some code, each once, by the quantity they are affine in. */
    private static Collection<List<Member>> exponentials(Collection<Expr> code) {
        Set<Call> calls = new LinkedHashSet<>();
        for (Expr e : code) {
            Trees.rewrite(e, node -> {
                if (node instanceof Call c && (c.function() == Function.EXP || c.function() == Function.EXPRELR)) {
                    calls.add(c);
                }
                return node;
            });
        }
        Map<LinearForm, List<Member>> byDirection = new LinkedHashMap<>();
        for (Call call : calls) {
            Member m = Member.of(call);
            if (m.slope != 0) {
                byDirection.computeIfAbsent(m.along, _ -> new ArrayList<>()).add(m);
            }
        }
        return byDirection.values();
    }

    private Map<Expr, Expr> replacements(Collection<List<Member>> groups) {
        Map<Expr, Expr> replacements = new HashMap<>();
        for (List<Member> group : groups) {
            List<Member> left = new ArrayList<>(group);
            for (Lattice best = best(left); best != null; best = best(left)) {
                Lattice chosen = best;
                chosen.powers.forEach((m, p) -> replacements.put(m.call, replacement(m, chosen, p)));
                left.removeAll(chosen.powers.keySet());
            }
        }
        return replacements;
    }

    /**
     * Exponentials that become powers of one.
     *
     * @param slope  the slope of the one
     * @param origin where along the quantity its argument is 0
     * @param powers the power each is
     */
    private record Lattice(double slope, double origin, Map<Member, Integer> powers) {
        /** What is gained over computing each, in products. */
        int gain() {
            Set<Integer> squares = new LinkedHashSet<>();
            int products = 0;
            boolean inverse = false;
            for (int p : new LinkedHashSet<>(powers.values())) {
                inverse |= p < 0;
                for (int q = 2; q <= Math.abs(p); q *= 2) {
                    squares.add(Integer.signum(p) * q);
                }
                products += Integer.bitCount(Math.abs(p)) - 1;
            }
            return EXPONENTIAL * (powers.size() - 1) - products - squares.size() - (inverse ? DIVISION : 0);
        }
    }

    /** The lattice that gains most, or null if none gains anything. */
    private Lattice best(List<Member> members) {
        return members.stream().flatMap(m -> java.util.stream.IntStream.rangeClosed(1, LARGEST_POWER)
                        .mapToObj(q -> lattice(members, m.slope / q)))
                .filter(l -> l.powers.size() > 1 && l.gain() > 0)
                // of several slopes with the same gain the steepest, whose powers are lowest
                .max(Comparator.comparingInt(Lattice::gain).thenComparingDouble(l -> Math.abs(l.slope))).orElse(null);
    }

    private Lattice lattice(List<Member> members, double slope) {
        Map<Member, Integer> powers = new LinkedHashMap<>();
        for (Member m : members) {
            double power = m.slope / slope;
            int p = (int) Math.rint(power);
            if (p != 0 && Math.abs(p) <= LARGEST_POWER && Math.abs(power - p) <= 1e-14 * Math.abs(p) && isAccurate(m, p)) {
                powers.put(m, p);
            }
        }
        double[] zeros = powers.keySet().stream().mapToDouble(m -> -m.constant / m.slope).sorted().toArray();
        double origin = zeros.length == 0 ? 0 : zeros[zeros.length / 2];
        powers.keySet().removeIf(m -> Math.abs(m.constant + m.slope * origin) > LARGEST_OFFSET);
        return new Lattice(slope, origin, powers);
    }

    private Expr replacement(Member m, Lattice lattice, int power) {
        // the argument of the one exponential, written as the quantity minus the origin: that loses least
        Expr distance = new LinearForm(-lattice.origin, m.along.coefficients()).expression();
        Expr w = exp(lattice.slope == 1 ? distance : distance.times(lattice.slope));
        Expr product = power(power > 0 ? w : Expressions.literal(1).over(w), Math.abs(power));
        double offset = Math.exp(m.constant + m.slope * lattice.origin);
        Expr value = offset == 1 ? product : product.times(offset);
        if (!m.quotient) {
            return value;
        }
        Expr x = m.call.argument();
        return new Select(Expressions.abs(x).below(seriesBelow()), series(x), x.over(value.minus(1)));
    }

    private static Expr series(Expr x) {
        Expr y = x.times(x);
        Expr sum = new Literal(SERIES[SERIES.length - 1]);
        for (int k = SERIES.length - 2; k >= 0; k--) {
            sum = sum.times(y).plus(SERIES[k]);
        }
        return sum.times(y).plus(x.times(-0.5).plus(1));
    }

    /** Squares times squares: equal ones are computed once. */
    private static Expr power(Expr base, int exponent) {
        Expr result = null;
        Expr square = base;
        for (int p = exponent; p > 0; p >>= 1) {
            if ((p & 1) == 1) {
                result = result == null ? square : square.times(result);
            }
            square = square.times(square);
        }
        return result;
    }
}
