package org.loligo.conformance.accelerator;

import java.util.regex.Pattern;
import org.loligo.codegen.emit.Dialect;
import org.loligo.runtime.accelerator.Accelerator;

/**
 * An accelerator as its checks take it, which leave closing it to whoever opened it.
 *
 * @param accelerator what is checked
 * @param dialect     the C that its kernels are written in
 * @param kernel      how a kernel begins that runs in work-groups of any size; that of the dialect says the size
 * @param complaints  what the backend says where it refuses something
 */
public record Subject(Accelerator accelerator, Dialect dialect, String kernel, Complaints complaints) {
    private static final Pattern SHARED = Pattern.compile("SHARED\\((\\d+)\\)");

    /**
     * The words in which a backend refuses.
     *
     * @param backend         what it calls its devices
     * @param noRoom          a pattern for what follows "no room for another ... bytes" when 1000 are taken; {@code %1$d} is the memory of
     *                        the device in bytes, {@code %2$d} the most at once
     * @param groupTooLarge   the error of the driver for a work-group larger than the device allows
     * @param argumentMissing what follows the name of a kernel that is launched, as one group of one, without its arguments
     */
    public record Complaints(String backend, String noRoom, String groupTooLarge, String argumentMissing) {}

    /**
     * Compiles a program in which GLOBAL, BARRIER, GROUP and ITEM stand for the dialect's words, and SHARED(n) declares n integers, called
     * {@code shared}. A kernel begins with KERNEL, or with KERNEL_64 or KERNEL_128 where its work-groups have that size.
     */
    Accelerator.Program compile(String source) {
        String declared = SHARED.matcher(source).replaceAll(m -> dialect.region().formatted("int", Integer.parseInt(m.group(1))));
        return accelerator.compile(dialect.prologue() + declared.replace("KERNEL_128", dialect.kernel().formatted(128))
                .replace("KERNEL_64", dialect.kernel().formatted(64)).replace("KERNEL", kernel).replace("GLOBAL ", dialect.global())
                .replace("BARRIER", dialect.barrier()).replace("GROUP", dialect.group())
                .replace("ITEM", dialect.item()));
    }

    /** Takes memory for these numbers. */
    Accelerator.Memory written(int... numbers) {
        return Integers.write(accelerator, numbers);
    }

    /** The first integers of some memory, after all that is queued. */
    int[] integers(Accelerator.Memory memory, int count) {
        return Integers.read(accelerator, accelerator.mark(), memory, count);
    }
}
