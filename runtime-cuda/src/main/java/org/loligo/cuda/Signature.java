package org.loligo.cuda;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many arguments a kernel takes. Drivers can be asked that only from CUDA 12.4 on, and one that is given too few reads on beyond them.
 */
final class Signature {
    private Signature() {}

    /**
     * The number of parameters that a source declares for a kernel. None of them is a pointer to a function.
     *
     * @throws IllegalArgumentException if there is no such kernel
     */
    static int parameters(String source, String kernel) {
        Matcher declared = Pattern.compile("__global__[^;{}]*?\\b" + Pattern.quote(kernel) + "\\s*\\(([^)]*)\\)").matcher(source);
        if (!declared.find()) {
            throw new IllegalArgumentException("the source has no kernel '" + kernel + "'");
        }
        String parameters = declared.group(1).strip();
        return parameters.isEmpty() || parameters.equals("void") ? 0 : parameters.split(",").length;
    }
}
