package org.loligo.conformance;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.loligo.model.Value;

/** Random numbers for networks in several instances. */
final class RandomValues {
    final RandomGenerator random;
    final int instances;

    /** @param most the most instances; 0 for up to three now and then */
    RandomValues(long seed, int most) {
        random = new Random(seed);
        boolean several = oneIn(3) || most > 0;
        instances = several ? 1 + random.nextInt(most > 0 ? most : 3) : 1;
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    static BigDecimal decimal(Object value) {
        return new BigDecimal(value.toString());
    }

    /** Of either sign, and not close to 0. */
    double number() {
        double wide = 0.2 + 2 * random.nextDouble();
        return Math.round((random.nextBoolean() ? wide : -wide) * 1000) / 1000.0;
    }

    /** A number of steps on grids of 0.05 ms, so that what it times falls on steps, as the decimal a user would write. */
    double time(int below) {
        return random.nextInt(below) * 5 / 100.0;
    }

    /** A value for so many elements. */
    Value value(int count) {
        return switch (random.nextInt(6)) {
            case 0 -> Value.of(number());
            case 1 -> new Value.Uniform(0.1, 1.3);
            case 2 -> new Value.Normal(0.5, 0.2);
            case 3 -> new Value.Linspace(0.2, 0.9);
            case 4 -> new Value.PerInstance(random.doubles(instances, 0.1, 1).toArray());
            default -> new Value.PerElement(random.doubles(count, 0.1, 1).toArray());
        };
    }

    /** Times for so many elements. */
    Value times(int count, int below) {
        return switch (random.nextInt(4)) {
            case 0 -> new Value.PerElement(random.ints(count, 0, below).mapToDouble(k -> k * 5 / 100.0).toArray());
            case 1 -> new Value.PerInstance(random.ints(instances, 0, below).mapToDouble(k -> k * 5 / 100.0).toArray());
            default -> Value.of(time(below));
        };
    }

    /** Some of so many indices, in any order, some more than once; or null, which is all. */
    int[] some(int count) {
        return count == 0 || random.nextBoolean() ? null : random.ints(1 + random.nextInt(count), 0, count).toArray();
    }
}
