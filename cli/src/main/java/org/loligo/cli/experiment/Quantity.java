package org.loligo.cli.experiment;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.loligo.model.ModelException;
import org.loligo.model.Unit;

/** Numbers, plain or with a unit as text, as exact decimals in the unit of the model. */
final class Quantity {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]{1,9})?");
    /** Far beyond what a double holds; beyond it exact arithmetic would fill the memory with zeros. */
    private static final int LARGEST_EXPONENT = 400;

    private Quantity() {}

    /** The exact number a text is, if it is one. */
    static Optional<BigDecimal> decimal(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text);
        boolean reasonable = number.signum() == 0 || Math.abs((long) number.precision() - number.scale()) <= LARGEST_EXPONENT
                && Math.abs((long) number.scale()) <= LARGEST_EXPONENT;
        return reasonable ? Optional.of(number) : Optional.empty();
    }

    /** The exact number a node gives in {@code unit}; {@code what} says what it is, as in {@code a time}. */
    static BigDecimal exact(Tree node, Unit unit, String what) {
        String expected = what + (unit.isOne() ? "" : " in " + unit);
        if (!(node instanceof Tree.Scalar scalar) || scalar.isNull()) {
            throw node.expected(expected);
        }
        Matcher number = NUMBER.matcher(scalar.text());
        if (!number.lookingAt()) {
            throw node.expected(expected);
        }
        BigDecimal value = decimal(number.group()).orElseThrow(() -> node.expected(expected + " that a computer can hold"));
        String written = scalar.text().substring(number.end()).strip();
        if (written.isEmpty()) {
            return value;
        }
        Unit given;
        try {
            given = Unit.parse(written);
        } catch (ModelException e) {
            throw node.refuse(scalar.description() + ": " + e.getMessage());
        }
        if (!given.sameDimension(unit)) {
            throw node.refuse(scalar.description() + " has the unit " + given + ", which does not fit; expected " + what
                    + (unit.isOne() ? ", a pure number" : " in " + unit));
        }
        return convert(value, given.in(unit));
    }

    /** The number a node gives in {@code unit}, rounded once. */
    static double number(Tree node, Unit unit, String what) {
        double value = exact(node, unit, what).doubleValue();
        if (!Double.isFinite(value)) {
            throw node.expected(what + " that a computer can hold");
        }
        return value;
    }

    /** SI prefixes differ by powers of ten, which move the decimal point exactly where a product of doubles would not. */
    private static BigDecimal convert(BigDecimal value, double factor) {
        int exponent = (int) Math.rint(Math.log10(factor));
        double power = Math.pow(10, exponent);
        return Math.abs(factor - power) <= 1e-9 * power ? value.scaleByPowerOfTen(exponent) : value.multiply(new BigDecimal(factor));
    }
}
