package org.loligo.model;

import java.util.Arrays;

/** What an experiment says about the values of a parameter or an initial state. */
public sealed interface Value {

    /** The same number for every element. */
    record Constant(double value) implements Value {}

    /** A number for each element: neuron, or synapse by post, then pre, then input order. */
    record PerElement(double[] values) implements Value {}

    /** Equally spaced numbers over the elements, both ends included. */
    record Linspace(double from, double to) implements Value {}

    /** Normal numbers, drawn for each element of each instance. */
    record Normal(double mean, double standardDeviation) implements Value {}

    /** Uniform numbers in [from, to), drawn for each element of each instance. */
    record Uniform(double from, double to) implements Value {}

    /** A number for each instance of a sweep, the same for every element. */
    record PerInstance(double[] values) implements Value {}

    /** A number. */
    static Value of(double value) {
        return new Constant(value);
    }

    /** A number for each element. */
    static Value each(double... values) {
        return new PerElement(values.clone());
    }

    /**
     * The numbers.
     *
     * @param what      the name of what they are for, e.g. {@code PN.initial.V}: it keys the random numbers and stands in messages
     * @param count     the number of elements
     * @param instances the number of instances
     * @param seed      the seed of the experiment
     * @throws ModelException when the number of given values is not the number of elements, or one is not finite
     */
    default Values resolve(String what, int count, int instances, long seed) {
        Values values = draw(what, count, instances, seed);
        if (!Arrays.stream(values.data()).allMatch(Double::isFinite)) {
            throw new ModelException(what + " holds a value that is not finite");
        }
        return values;
    }

    /** Like {@link #resolve} for times of events, where −∞ is "never". */
    default Values resolveTimes(String what, int count, int instances, long seed) {
        Values values = draw(what, count, instances, seed);
        if (!Arrays.stream(values.data()).allMatch(t -> t < Double.POSITIVE_INFINITY)) {
            throw new ModelException(what + " holds a time that is neither finite nor -inf, which is never");
        }
        return values;
    }

    private Values draw(String what, int count, int instances, long seed) {
        return switch (this) {
            case Constant c -> Values.uniform(c.value(), count);
            case PerElement p -> {
                if (p.values().length != count) {
                    throw new ModelException(what + " has " + p.values().length + " values, expected " + count);
                }
                yield Values.perElement(p.values());
            }
            case Linspace l -> Values.generate(1, count,
                    _ -> i -> count == 1 ? l.from() : i == count - 1 ? l.to() : l.from() + i * ((l.to() - l.from()) / (count - 1)));
            case Normal n -> Values.generate(instances, count, r -> {
                Philox random = Philox.stream(seed, r, what);
                return i -> n.mean() + n.standardDeviation() * random.normal(i);
            });
            case Uniform u -> Values.generate(instances, count, r -> {
                Philox random = Philox.stream(seed, r, what);
                return i -> u.from() + (u.to() - u.from()) * random.uniform(i);
            });
            case PerInstance p -> {
                if (p.values().length != instances) {
                    throw new ModelException(what + " has " + p.values().length + " values, expected one for each of the " + instances
                            + " instances");
                }
                yield instances == 1 ? Values.uniform(p.values()[0], count) : new Values(true, false, count, p.values());
            }
        };
    }
}
