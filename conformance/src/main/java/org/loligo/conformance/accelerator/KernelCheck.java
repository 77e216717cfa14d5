package org.loligo.conformance.accelerator;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.loligo.conformance.Require;
import org.loligo.runtime.DeviceException;
import org.loligo.runtime.accelerator.Accelerator;
import org.loligo.runtime.accelerator.Spent;

/** What the kernels of every accelerator do, and in which order; {@link Quotients} looks at how they compute. */
public enum KernelCheck {
    /** What one work item writes to shared memory, the others see behind a barrier; and all that memory can be used. */
    A_GROUP_MEETS_AT_BARRIERS(KernelCheck::aGroupMeetsAtBarriers),
    /** A launch that waits in the queue keeps the arguments it was given. */
    ARGUMENTS_ARE_THOSE_OF_THE_MOMENT_OF_THE_LAUNCH(KernelCheck::argumentsAreThoseOfTheMomentOfTheLaunch),
    /** A kernel can be had twice. */
    TWO_KERNELS_OF_ONE_NAME_HAVE_ARGUMENTS_OF_THEIR_OWN(KernelCheck::twoKernelsOfOneNameHaveArgumentsOfTheirOwn),
    /** However a device does that, it is as if each were launched. */
    LAUNCHES_ARE_REPEATED_IN_THEIR_ORDER(KernelCheck::launchesAreRepeatedInTheirOrder),
    /** Reading and computing go on at the same time. */
    READING_SEES_THE_MOMENT_OF_ITS_MARK_WHILE_THE_NEXT_CHUNK_IS_COMPUTED(KernelCheck::readingSeesTheMomentOfItsMark),
    /** A queue may be long. */
    A_HUNDRED_THOUSAND_LAUNCHES_NEED_NO_MARK(KernelCheck::aHundredThousandLaunchesNeedNoMark),
    /** A mark does not pass away. */
    MANY_MARKS_CAN_BE_READ_LATE(KernelCheck::manyMarksCanBeReadLate),
    /** The device was busy for most of the time in which only it had something to do. */
    TIMES_ARE_THOSE_OF_WHAT_WAS_DONE(KernelCheck::timesAreThoseOfWhatWasDone),
    /** It says which kernel, and what the driver said. */
    A_GROUP_THAT_IS_TOO_LARGE_IS_A_DEVICE_EXCEPTION(KernelCheck::aGroupThatIsTooLargeIsADeviceException),
    /** It says which kernel. */
    AN_ARGUMENT_THAT_IS_MISSING_IS_A_DEVICE_EXCEPTION(KernelCheck::anArgumentThatIsMissingIsADeviceException);

    private final Consumer<Subject> body;

    KernelCheck(Consumer<Subject> body) {
        this.body = body;
    }

    /** Checks an accelerator that was just opened. */
    public void on(Subject subject) {
        body.accept(subject);
    }

    private static void requireEqual(int[] expected, int[] actual) {
        Require.that(Arrays.equals(expected, actual), () -> "expected " + Arrays.toString(expected) + ", got " + Arrays.toString(actual));
    }

    private static void aGroupMeetsAtBarriers(Subject subject) {
        // each round, every item takes the number of its neighbour: after n rounds all are where they were
        int most = Math.toIntExact(subject.accelerator().sharedMemoryBytes() / Integer.BYTES);
        Accelerator.Kernel kernel = subject.compile("""
                KERNEL_128 turn(GLOBAL int *a, int rounds) {
                    SHARED(%1$d);
                    int i = %1$d - 128 + ITEM;
                    shared[ITEM] = 0;
                    shared[i] = a[GROUP * 128 + ITEM];
                    BARRIER;
                    for (int r = 0; r < rounds; r++) {
                        int next = shared[%1$d - 128 + (ITEM + 1) %% 128];
                        BARRIER;
                        shared[i] = next;
                        BARRIER;
                    }
                    a[GROUP * 128 + ITEM] = shared[i];
                }
                """.formatted(most)).kernel("turn");
        kernel.share((long) most * Integer.BYTES);
        Require.that(kernel.maxGroupSize() >= 128, () -> "at most " + kernel.maxGroupSize());
        int[] numbers = new Random(3).ints(5 * 128).toArray();
        int[] expected = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            expected[i] = numbers[i / 128 * 128 + (i + 300) % 128];
        }
        Accelerator.Memory memory = subject.written(numbers);
        kernel.set(0, memory);
        kernel.set(1, 300);
        subject.accelerator().launch(kernel, 5, 128);
        requireEqual(expected, subject.integers(memory, numbers.length));
    }

    private static Accelerator.Kernel adder(Subject subject) {
        return subject.compile("""
                KERNEL add(GLOBAL int *a, GLOBAL const int *b, int c) {
                    a[ITEM] += (b ? b[ITEM] : 0) + c;
                }
                """).kernel("add");
    }

    private static void argumentsAreThoseOfTheMomentOfTheLaunch(Subject subject) {
        Accelerator accelerator = subject.accelerator();
        Accelerator.Kernel add = adder(subject);
        Accelerator.Memory a = subject.written(0);
        Accelerator.Memory b = subject.written(1000);
        add.set(0, a);
        add.set(1, (Accelerator.Memory) null);
        for (int i = 0; i < 10; i++) {
            add.set(2, i / 2);
            accelerator.launch(add, 1, 1);
        }
        add.set(1, b);
        accelerator.launch(add, 1, 1);
        add.set(1, (Accelerator.Memory) null);
        accelerator.launch(add, 1, 1);
        requireEqual(new int[] {20 + 1004 + 4}, subject.integers(a, 1));
    }

    private static void twoKernelsOfOneNameHaveArgumentsOfTheirOwn(Subject subject) {
        Accelerator accelerator = subject.accelerator();
        Accelerator.Program program = subject.compile("KERNEL put(GLOBAL int *a, int b) { a[ITEM] = b; }");
        Accelerator.Memory a = subject.written(0);
        Accelerator.Memory b = subject.written(0);
        Accelerator.Kernel one = program.kernel("put");
        Accelerator.Kernel two = program.kernel("put");
        one.set(0, a);
        one.set(1, 1);
        two.set(0, b);
        two.set(1, 2);
        accelerator.launch(one, 1, 1);
        accelerator.launch(two, 1, 1);
        Accelerator.Mark mark = accelerator.mark();
        requireEqual(new int[] {1}, Integers.read(accelerator, mark, a, 1));
        requireEqual(new int[] {2}, Integers.read(accelerator, mark, b, 1));
    }

    private static void launchesAreRepeatedInTheirOrder(Subject subject) {
        Accelerator accelerator = subject.accelerator();
        Accelerator.Program program = subject.compile("""
                KERNEL take(GLOBAL int *sum, GLOBAL int *log, GLOBAL const int *base, int factor, int k) {
                    log[base[1] + k] = sum[0] + factor;
                }
                KERNEL move(GLOBAL int *sum, GLOBAL int *log, GLOBAL const int *base, int factor, int k) {
                    sum[0] = (int)((u32)sum[0] * (u32)factor) + log[base[1] + k] + base[1] + k;
                }
                """);
        List<Accelerator.Kernel> kernels = List.of(program.kernel("take"), program.kernel("move"));
        List<Accelerator.Launch> launches = kernels.stream().map(k -> new Accelerator.Launch(k, 1, 1)).toList();
        int most = 5000;
        Accelerator.Memory sum = subject.written(1);
        // two sets of buffers take turns, as those of the engine, and are read while the other is in use
        Accelerator.Memory[] logs = {subject.written(new int[most]), subject.written(new int[most])};
        Accelerator.Memory[] bases = {subject.written(-1, 0), subject.written(-1, 0)};
        Accelerator.Mark[] marks = new Accelerator.Mark[2];
        int[] times = {3000, 1, 0, most, 2049, 1024, 3000, 3000};
        int[][] expected = new int[2][];
        int total = 1;
        for (int i = 0; i <= times.length; i++) {
            int now = i % 2;
            if (i < times.length) {
                if (marks[now] != null) {
                    requireEqual(expected[now], Integers.read(accelerator, marks[now], logs[now], expected[now].length));
                    try (Arena arena = Arena.ofConfined()) {
                        accelerator.write(bases[now], 0, arena.allocateFrom(ValueLayout.JAVA_INT, -1, 0));
                    }
                }
                // of the same buffers too, the arguments change
                int factor = i < 6 ? 5 : 7;
                for (Accelerator.Kernel k : kernels) {
                    k.set(0, sum);
                    k.set(1, logs[now]);
                    k.set(2, bases[now]);
                    k.set(3, factor);
                }
                accelerator.repeat(launches, new Accelerator.Counter(4, bases[now], Integer.BYTES), times[i]);
                marks[now] = accelerator.mark();
                expected[now] = new int[times[i]];
                for (int k = 0; k < times[i]; k++) {
                    expected[now][k] = total + factor;
                    total = total * factor + expected[now][k] + k;
                }
            } else {
                requireEqual(new int[] {total}, subject.integers(sum, 1));
                requireEqual(expected[1 - now], Integers.read(accelerator, marks[1 - now], logs[1 - now], expected[1 - now].length));
            }
        }
    }

    private static void readingSeesTheMomentOfItsMark(Subject subject) {
        // two chunks take turns, as the engine does it; the state runs on in the meantime
        Accelerator accelerator = subject.accelerator();
        int width = 4096;
        Accelerator.Program program = subject.compile("""
                KERNEL advance(GLOBAL int *state, GLOBAL int *chunk, int at) {
                    int i = GROUP * 64 + ITEM;
                    state[i] = (int)(state[i] * 1664525u + 1013904223u + i);
                    chunk[at * WIDTH + i] = state[i];
                }
                """.replace("WIDTH", Integer.toString(width)));
        int steps = 50;
        Accelerator.Memory state = subject.written(new int[width]);
        Accelerator.Memory[] chunks = {accelerator.allocate(4L * width * steps), accelerator.allocate(4L * width * steps)};
        Accelerator.Kernel step = program.kernel("advance");
        Accelerator.Mark[] marks = new Accelerator.Mark[2];
        int[] expected = new int[width];
        step.set(0, state);
        for (int chunk = 0; chunk <= 12; chunk++) {
            if (chunk < 12) {
                step.set(1, chunks[chunk % 2]);
                for (int s = 0; s < steps; s++) {
                    step.set(2, s);
                    accelerator.launch(step, width / 64, 64);
                }
                marks[chunk % 2] = accelerator.mark();
            }
            if (chunk > 0) {
                int before = chunk - 1;
                int[] read = Integers.read(accelerator, marks[before % 2], chunks[before % 2], width * steps);
                for (int k = 0; k < read.length; k++) {
                    int at = k;
                    int i = at % width;
                    expected[i] = expected[i] * 1664525 + 1013904223 + i;
                    Require.equal(expected[i], read[at], () -> "chunk " + before + ", step " + at / width + ", element " + i);
                }
            }
        }
    }

    private static void aHundredThousandLaunchesNeedNoMark(Subject subject) {
        Accelerator.Kernel add = adder(subject);
        Accelerator.Memory a = subject.written(0);
        add.set(0, a);
        add.set(1, (Accelerator.Memory) null);
        add.set(2, 1);
        for (int i = 0; i < 100_000; i++) {
            subject.accelerator().launch(add, 1, 1);
        }
        requireEqual(new int[] {100_000}, subject.integers(a, 1));
    }

    private static void manyMarksCanBeReadLate(Subject subject) {
        Accelerator accelerator = subject.accelerator();
        Accelerator.Kernel add = adder(subject);
        Accelerator.Memory a = subject.written(0);
        add.set(0, a);
        add.set(1, (Accelerator.Memory) null);
        add.set(2, 1);
        Accelerator.Mark first = null;
        for (int i = 0; i < 1000; i++) {
            accelerator.launch(add, 1, 1);
            Accelerator.Mark mark = accelerator.mark();
            first = first == null ? mark : first;
        }
        requireEqual(new int[] {1000}, subject.integers(a, 1));
        requireEqual(new int[] {1000}, Integers.read(accelerator, first, a, 1));
    }

    private static void timesAreThoseOfWhatWasDone(Subject subject) {
        Accelerator accelerator = subject.accelerator();
        Accelerator.Kernel spin = subject.compile("""
                KERNEL spin(GLOBAL int *a, int n) {
                    u32 x = a[0];
                    for (int i = 0; i < n; i++) {
                        x = x * 1664525u + i;
                    }
                    a[0] = (int)x;
                }
                """).kernel("spin");
        Accelerator.Memory a = subject.written(1);
        spin.set(0, a);
        spin.set(1, 1000);
        accelerator.launch(spin, 1, 1);
        subject.integers(a, 1);
        Spent before = accelerator.spent();
        spin.set(1, 20_000_000);
        long start = System.nanoTime();
        accelerator.launch(spin, 1, 1);
        accelerator.launch(spin, 1, 1);
        subject.integers(a, 1);
        long elapsed = System.nanoTime() - start;
        Spent after = accelerator.spent();
        long computing = after.computing() - before.computing();
        Require.that(computing > elapsed / 2 && computing <= elapsed, () -> "computing took " + computing + " ns of " + elapsed);
        Require.that(after.launching() > before.launching() && after.launching() - before.launching() < elapsed,
                () -> "launching took " + (after.launching() - before.launching()) + " ns of " + elapsed);
        Require.that(after.transferring() >= before.transferring(), () -> "transferring took less than nothing");
    }

    private static void requireFailure(Subject subject, Runnable launch, String what) {
        String message = Require.thrown(DeviceException.class, launch, () -> "launching").getMessage();
        Require.equal("the " + subject.complaints().backend() + " device " + subject.accelerator().name()
                + " failed while launching kernel 'add'" + what, message, () -> "the message");
    }

    private static void aGroupThatIsTooLargeIsADeviceException(Subject subject) {
        Accelerator.Kernel add = adder(subject);
        add.set(0, subject.written(0));
        add.set(1, (Accelerator.Memory) null);
        add.set(2, 0);
        int tooLarge = subject.accelerator().maxGroupSize() * 2;
        requireFailure(subject, () -> subject.accelerator().launch(add, 1, tooLarge),
                " with 1 groups of " + tooLarge + ": " + subject.complaints().groupTooLarge());
    }

    private static void anArgumentThatIsMissingIsADeviceException(Subject subject) {
        Accelerator.Kernel add = adder(subject);
        requireFailure(subject, () -> subject.accelerator().launch(add, 1, 1), subject.complaints().argumentMissing());
    }
}
