package org.loligo.model;

/**
 * Counter-based random numbers, Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011). A number is a
 * function of (seed, instance, purpose, index) alone, so it is the same on every backend and in any order of evaluation.
 */
public final class Philox {
    private static final int M0 = 0xD2511F53;
    private static final int M1 = 0xCD9E8D57;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;

    private final long key;
    private final int instance;

    private Philox(long key, int instance) {
        this.key = key;
        this.instance = instance;
    }

    /**
     * The stream of one purpose in one instance.
     *
     * @param seed     the seed of the experiment
     * @param instance the instance of the network
     * @param purpose  what the numbers are for, e.g. {@code PN.initial.V}
     */
    public static Philox stream(long seed, int instance, String purpose) {
        // FNV-1a over the purpose, mixed with the seed by the finaliser of SplitMix64 so that near seeds give unrelated keys
        long hash = 0xcbf29ce484222325L;
        for (byte b : purpose.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        long z = hash ^ (seed * 0x9E3779B97F4A7C15L);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return new Philox(z ^ (z >>> 31), instance);
    }

    /** A number in [0, 1) with 53 random bits. */
    public double uniform(long index) {
        int[] r = block(new int[] {(int) index, (int) (index >>> 32), instance, 0}, (int) key, (int) (key >>> 32));
        return toUnit(r[0], r[1]);
    }

    /** A standard normal number, by the method of Box and Muller. */
    public double normal(long index) {
        int[] r = block(new int[] {(int) index, (int) (index >>> 32), instance, 1}, (int) key, (int) (key >>> 32));
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - toUnit(r[0], r[1])));
        return radius * StrictMath.cos(2 * StrictMath.PI * toUnit(r[2], r[3]));
    }

    private static double toUnit(int high, int low) {
        return ((((long) high << 32) | (low & 0xffffffffL)) >>> 11) * 0x1p-53;
    }

    /** Ten rounds of Philox4x32 over a counter of four words. */
    static int[] block(int[] counter, int key0, int key1) {
        int c0 = counter[0];
        int c1 = counter[1];
        int c2 = counter[2];
        int c3 = counter[3];
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < 10; round++) {
            long p0 = (M0 & 0xffffffffL) * (c0 & 0xffffffffL);
            long p1 = (M1 & 0xffffffffL) * (c2 & 0xffffffffL);
            int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c1 = (int) p1;
            c3 = (int) p0;
            c0 = n0;
            c2 = n2;
            k0 += W0;
            k1 += W1;
        }
        return new int[] {c0, c1, c2, c3};
    }
}
