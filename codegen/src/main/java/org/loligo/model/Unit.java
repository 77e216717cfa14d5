package org.loligo.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A physical unit: a text such as {@code uA/cm^2}, its factor to SI and the exponents of metre, kilogram, second, ampere, mole and kelvin.
 * Two units fit when their exponents and their factors are the same, so that a model's equations need no hidden conversions.
 */
public final class Unit {
    // stands before the constants that are parsed with it
    private static final Pattern FACTOR = Pattern.compile("\\s*([*/·]?)\\s*([A-Za-zµμΩ%°]+|1)(?:\\^?(-?[0-9]{1,2}))?");

    /** A pure number. */
    public static final Unit ONE = new Unit("1", 1, new int[6]);
    /** The unit of time everywhere. */
    public static final Unit MILLISECOND = parse("ms");

    private final String text;
    private final double factor;
    private final int[] exponents;

    private Unit(String text, double factor, int[] exponents) {
        this.text = text;
        this.factor = factor;
        this.exponents = exponents;
    }

    private static final class Table {
        // exponents of m, kg, s, A, mol, K
        static final Map<String, Unit> BASE = new LinkedHashMap<>();
        static final Map<String, Double> PREFIX = new LinkedHashMap<>();

        static {
            base("m", 1, 1, 0, 0, 0, 0, 0);
            base("g", 1e-3, 0, 1, 0, 0, 0, 0);
            base("s", 1, 0, 0, 1, 0, 0, 0);
            base("A", 1, 0, 0, 0, 1, 0, 0);
            base("mol", 1, 0, 0, 0, 0, 1, 0);
            base("K", 1, 0, 0, 0, 0, 0, 1);
            base("Hz", 1, 0, 0, -1, 0, 0, 0);
            base("V", 1, 2, 1, -3, -1, 0, 0);
            base("S", 1, -2, -1, 3, 2, 0, 0);
            base("F", 1, -2, -1, 4, 2, 0, 0);
            base("Ohm", 1, 2, 1, -3, -2, 0, 0);
            base("C", 1, 0, 0, 1, 1, 0, 0);
            base("M", 1e3, -3, 0, 0, 0, 1, 0);
            PREFIX.putAll(Map.of("f", 1e-15, "p", 1e-12, "n", 1e-9, "u", 1e-6, "µ", 1e-6, "μ", 1e-6, "m", 1e-3, "c", 1e-2, "k", 1e3,
                    "M", 1e6));
            PREFIX.put("G", 1e9);
        }

        private static void base(String symbol, double factor, int... exponents) {
            BASE.put(symbol, new Unit(symbol, factor, exponents));
        }

        static Unit find(String symbol) {
            if (symbol.equals("1")) {
                return ONE;
            }
            Unit plain = BASE.get(symbol.equals("Ω") ? "Ohm" : symbol);
            if (plain != null) {
                return plain;
            }
            Double prefix = PREFIX.get(symbol.substring(0, 1));
            Unit base = prefix == null ? null : BASE.get(symbol.substring(1));
            return base == null ? null : new Unit(symbol, prefix * base.factor, base.exponents);
        }
    }

    /**
     * The unit a text names: SI symbols with prefixes, {@code *}, {@code /} and {@code ^} with integer exponents; each {@code /} divides
     * by the next symbol only.
     *
     * @throws ModelException when the text is not a unit
     */
    public static Unit parse(String text) {
        Matcher m = FACTOR.matcher(text);
        int end = 0;
        Unit result = new Unit(text, 1, new int[6]);
        while (end < text.length() && m.find(end) && m.start() == end) {
            Unit unit = Table.find(m.group(2));
            if (unit == null || (end == 0) != m.group(1).isEmpty()) {
                throw unknown(text);
            }
            int power = (m.group(3) == null ? 1 : Integer.parseInt(m.group(3))) * (m.group(1).equals("/") ? -1 : 1);
            result = result.times(unit.pow(power));
            end = m.end();
        }
        if (end == 0 || !text.substring(end).isBlank()) {
            throw unknown(text);
        }
        return new Unit(text.strip(), result.factor, result.exponents);
    }

    private static ModelException unknown(String text) {
        return new ModelException("'" + text
                + "' is not a unit; expected SI symbols such as mV, uA/cm^2, mS/cm^2, uF/cm^2, nS, pF or 1/ms");
    }

    /** The product of two units. */
    public Unit times(Unit other) {
        int[] sum = new int[6];
        Arrays.setAll(sum, i -> exponents[i] + other.exponents[i]);
        return new Unit(join(text, "*", other.text), factor * other.factor, sum);
    }

    /** The quotient of two units. */
    public Unit over(Unit other) {
        Unit product = times(other.pow(-1));
        return new Unit(join(text, "/", other.text), product.factor, product.exponents);
    }

    private static String join(String a, String operator, String b) {
        if (b.equals("1")) {
            return a;
        }
        if (a.equals("1") && operator.equals("*")) {
            return b;
        }
        return a + operator + (operator.equals("/") && (b.contains("/") || b.contains("*")) ? "(" + b + ")" : b);
    }

    /** An integer power of a unit. */
    public Unit pow(int power) {
        int[] scaled = new int[6];
        Arrays.setAll(scaled, i -> exponents[i] * power);
        return new Unit(power == 1 ? text : "(" + text + ")^" + power, Math.pow(factor, power), scaled);
    }

    /** Whether a value in one unit can stand where the other is expected, without conversion. */
    public boolean fits(Unit other) {
        return sameDimension(other) && Math.abs(factor - other.factor) <= 1e-9 * Math.abs(factor);
    }

    /** Whether values in one unit can be converted into the other. */
    public boolean sameDimension(Unit other) {
        return Arrays.equals(exponents, other.exponents);
    }

    /** How many of {@code target} one of this unit is; both must have the same dimension. */
    public double in(Unit target) {
        return factor / target.factor;
    }

    /** Whether it is a pure number without a factor. */
    public boolean isOne() {
        return fits(ONE);
    }

    /** The text it was made from. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Unit u && fits(u);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(exponents);
    }
}
