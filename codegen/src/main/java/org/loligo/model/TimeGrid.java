package org.loligo.model;

import java.math.BigDecimal;

/**
 * The times of the steps, in ms. Step n goes from {@code time(n)} to {@code time(n + 1)}. Times are exact decimals:
 * {@code time(n)} is the double nearest to the exact time, computed from the integer n, however long the run.
 */
public sealed interface TimeGrid {

    /** The number of steps; sample times are {@code time(0)} to {@code time(steps())}. */
    long steps();

    /** The exact time at which step n starts, 0 ≤ n ≤ steps(). */
    BigDecimal exactTime(long n);

    /** The time at which step n starts, rounded once from the exact time. */
    double time(long n);

    /** The length of step n. */
    double stepLength(long n);

    /** The exact time of a stage: {@code time(n) + c (time(n+1) − time(n))}. */
    default BigDecimal exactStageTime(long n, double c) {
        if (c == 0) {
            return exactTime(n);
        }
        BigDecimal from = exactTime(n);
        return from.add(exactTime(n + 1).subtract(from).multiply(new BigDecimal(c)));
    }

    /** The time of a stage, rounded to double. */
    double stageTime(long n, double c);

    /**
     * The first n, from 0 to {@code steps()}, whose exact time is no earlier than a time.
     *
     * @throws ModelException on a uniform grid, where the time must be that of a step
     */
    long firstStepFrom(BigDecimal time);

    /** Equally long steps: {@code start + n·step}, all three exact decimals; {@code stop − start} is a whole number of steps. */
    record Uniform(BigDecimal start, BigDecimal stop, BigDecimal step, long steps) implements TimeGrid {
        /** Exact in double. */
        private static final double[] POWERS_OF_TEN =
                java.util.stream.IntStream.rangeClosed(0, 22).mapToDouble(k -> BigDecimal.TEN.pow(k).doubleValue()).toArray();

        /** The number of steps follows from the times. */
        public Uniform {
            steps = wholeSteps(start, stop, step);
        }

        /** @throws ModelException when step is not positive, or stop − start is not a whole, non-negative number of steps */
        public Uniform(BigDecimal start, BigDecimal stop, BigDecimal step) {
            this(start, stop, step, 0);
        }

        private static long wholeSteps(BigDecimal start, BigDecimal stop, BigDecimal step) {
            if (step.signum() <= 0) {
                throw new ModelException("the time step must be positive, got " + step.toPlainString() + " ms");
            }
            BigDecimal span = stop.subtract(start);
            if (span.signum() < 0) {
                throw new ModelException("stop (" + stop.toPlainString() + " ms) is before start (" + start.toPlainString() + " ms)");
            }
            BigDecimal[] quotient = span.divideAndRemainder(step);
            if (quotient[1].signum() != 0) {
                BigDecimal below = start.add(step.multiply(quotient[0]));
                throw new ModelException("stop − start must be a whole number of steps of " + step.toPlainString()
                        + " ms; the nearest stop that fits is " + nearest(stop, below, below.add(step)));
            }
            return quotient[0].longValueExact();
        }

        private static String nearest(BigDecimal wanted, BigDecimal below, BigDecimal above) {
            boolean lower = wanted.subtract(below).compareTo(above.subtract(wanted)) <= 0;
            return (lower ? below : above).stripTrailingZeros().toPlainString();
        }

        @Override
        public BigDecimal exactTime(long n) {
            return start.add(step.multiply(BigDecimal.valueOf(n)));
        }

        @Override
        public double time(long n) {
            BigDecimal exact = exactTime(n);
            // a quotient of two numbers that are exact in double is rounded once, as doubleValue does, but far sooner
            return exact.precision() <= 15 && exact.scale() >= 0 && exact.scale() < POWERS_OF_TEN.length
                    ? exact.unscaledValue().longValue() / POWERS_OF_TEN[exact.scale()]
                    : exact.doubleValue();
        }

        @Override
        public double stepLength(long n) {
            return step.doubleValue();
        }

        @Override
        public double stageTime(long n, double c) {
            return exactStageTime(n, c).doubleValue();
        }

        @Override
        public long firstStepFrom(BigDecimal time) {
            return Math.clamp(stepsIn(time.subtract(start), "the time from the start to " + time.toPlainString() + " ms"), 0, steps);
        }

        /** How many steps a duration is, or the refusal that names the nearest duration that fits. */
        public long stepsIn(BigDecimal duration, String what) {
            BigDecimal[] quotient = duration.divideAndRemainder(step);
            if (quotient[1].signum() != 0) {
                BigDecimal below = step.multiply(quotient[0]);
                BigDecimal above = below.add(step.multiply(BigDecimal.valueOf(duration.signum())));
                throw new ModelException(what + " must be a whole number of steps of " + step.toPlainString() + " ms, got "
                        + duration.toPlainString() + "; the nearest that fits is "
                        + (duration.signum() < 0 ? nearest(duration, above, below) : nearest(duration, below, above)));
            }
            return quotient[0].longValueExact();
        }
    }

    /**
     * Given times, strictly increasing and finite, at least one; steps may differ in length. The exact time is the decimal that a user
     * writes for it, the shortest that rounds to the double, so that 0.3 ms is the 0.3 ms of a stimulus or a synapse.
     */
    record Explicit(double[] times) implements TimeGrid {

        /** @throws ModelException when the times are not finite and strictly increasing */
        public Explicit {
            if (times.length == 0) {
                throw new ModelException("a time grid needs at least one time");
            }
            times = times.clone();
            for (int i = 0; i < times.length; i++) {
                if (!Double.isFinite(times[i]) || i > 0 && times[i] <= times[i - 1]) {
                    throw new ModelException("the times of a grid must be finite and increasing; time " + i + " is " + times[i]
                            + (i > 0 ? " after " + times[i - 1] : ""));
                }
            }
        }

        @Override
        public long steps() {
            return times.length - 1L;
        }

        @Override
        public BigDecimal exactTime(long n) {
            return BigDecimal.valueOf(times[Math.toIntExact(n)]);
        }

        @Override
        public double time(long n) {
            return times[Math.toIntExact(n)];
        }

        @Override
        public double stepLength(long n) {
            return times[Math.toIntExact(n + 1)] - times[Math.toIntExact(n)];
        }

        @Override
        public double stageTime(long n, double c) {
            return exactStageTime(n, c).doubleValue();
        }

        @Override
        public long firstStepFrom(BigDecimal time) {
            long low = 0;
            long high = steps();
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (exactTime(middle).compareTo(time) >= 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }
}
