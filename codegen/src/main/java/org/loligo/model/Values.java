package org.loligo.model;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.loligo.expr.Evaluator;
import org.loligo.expr.Expr;
import org.loligo.expr.Trees;

/**
 * The numbers a {@link Value} stands for: one for all, one for each element (neuron or synapse), one for each instance, or one for each
 * element of each instance.
 *
 * @param byInstance whether instances differ
 * @param byElement  whether elements differ
 * @param count      the number of elements
 * @param data       {@code [instance][element]}, with an axis left out where it does not differ
 */
public record Values(boolean byInstance, boolean byElement, int count, double[] data) {

    /** The same number everywhere. */
    public static Values uniform(double value, int count) {
        return new Values(false, false, count, new double[] {value});
    }

    /** A number for each element, the same in every instance. */
    public static Values perElement(double... data) {
        return new Values(false, true, data.length, data);
    }

    /** Whether it is one number everywhere. */
    public boolean isUniform() {
        return !byInstance && !byElement;
    }

    /** The value of an element in an instance. */
    public double at(int instance, int element) {
        return data[(byInstance ? instance : 0) * (byElement ? count : 1) + (byElement ? element : 0)];
    }

    /** The values of other elements: element i of the result is element {@code index[i]} of this. */
    public Values gather(int[] index) {
        if (!byElement) {
            return new Values(byInstance, false, index.length, data);
        }
        int instances = data.length / count;
        double[] gathered = new double[Math.multiplyExact(instances, index.length)];
        for (int r = 0; r < instances; r++) {
            for (int i = 0; i < index.length; i++) {
                gathered[r * index.length + i] = data[r * count + index[i]];
            }
        }
        return new Values(byInstance, true, index.length, gathered);
    }

    /** The values of more elements: element {@code index[i]} of the result is element i of this, any other 0 if elements differ. */
    public Values scatter(int[] index, int newCount) {
        if (!byElement) {
            return new Values(byInstance, false, newCount, data);
        }
        int instances = data.length / count;
        double[] scattered = new double[Math.multiplyExact(instances, newCount)];
        for (int r = 0; r < instances; r++) {
            for (int i = 0; i < count; i++) {
                scattered[r * newCount + index[i]] = data[r * count + i];
            }
        }
        return new Values(byInstance, true, newCount, scattered);
    }

    /** The values of an expression whose names all have values; it differs where one of them does. */
    public static Values evaluate(Expr e, Function<String, Values> valuesOf, int count, int instances) {
        Set<String> names = Trees.names(e);
        boolean byInstance = names.stream().anyMatch(n -> valuesOf.apply(n).byInstance());
        boolean byElement = names.stream().anyMatch(n -> valuesOf.apply(n).byElement());
        int columns = byElement ? count : 1;
        double[] data = new double[Math.multiplyExact(byInstance ? instances : 1, columns)];
        for (int k = 0; k < data.length; k++) {
            int r = k / columns;
            int i = k % columns;
            data[k] = Evaluator.evaluate(e, n -> valuesOf.apply(n).at(r, i));
        }
        return new Values(byInstance, byElement, count, data);
    }

    /** The values with a function applied to the elements' indices in each instance. */
    static Values generate(int instances, int count, java.util.function.IntFunction<IntToDoubleFunction> instance) {
        double[] data = new double[Math.multiplyExact(instances, count)];
        for (int r = 0; r < instances; r++) {
            IntToDoubleFunction element = instance.apply(r);
            for (int i = 0; i < count; i++) {
                data[r * count + i] = element.applyAsDouble(i);
            }
        }
        return new Values(instances > 1, true, count, data);
    }

    /** How many different numbers are held; the text of a program shows it instead of the numbers. */
    @Override
    public String toString() {
        if (isUniform()) {
            return org.loligo.expr.Printer.number(data[0]);
        }
        return (byInstance ? "per instance" : "") + (byInstance && byElement ? " and " : "") + (byElement ? "per element" : "");
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Values v && byInstance == v.byInstance && byElement == v.byElement && count == v.count
                && Arrays.equals(data, v.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }
}
