package org.loligo.runtime;

/** Sizes that are planned, not allocated: what is more than a long can count is {@link Long#MAX_VALUE}, never a small number. */
final class Bytes {
    private Bytes() {}

    /** The product of numbers that are not negative. */
    static long product(long... factors) {
        long product = 1;
        for (long f : factors) {
            if (f == 0) {
                return 0;
            }
            product = product > Long.MAX_VALUE / f ? Long.MAX_VALUE : product * f;
        }
        return product;
    }

    /** The sum of two numbers that are not negative. */
    static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
