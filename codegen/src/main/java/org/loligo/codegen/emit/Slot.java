package org.loligo.codegen.emit;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an array begins in its arena: {@code fixed + scaled·instances} elements from the start, so that one source serves any number of
 * instances; or wherever the host says, so that it serves any number of synapses.
 *
 * @param told the entry of {@code plan} that says where, or −1
 */
public record Slot(long fixed, long scaled, int told) {
    /** From here on the index of an element might leave the range of an integer of 32 bits. */
    private static final long LARGE = 1 << 30;

    /** An element of the array, {@code element} being its index, as the index in the arena. */
    String element(String element) {
        List<String> terms = new ArrayList<>();
        if (told >= 0) {
            terms.add("plan[" + told + "]");
        }
        if (scaled > 0) {
            terms.add((scaled == 1 ? "" : scaled + " * ") + "instances");
        }
        if (fixed > 0) {
            terms.add((fixed < LARGE || !terms.isEmpty() ? "" : "(i64)") + fixed);
        }
        if (!element.equals("0") || terms.isEmpty()) {
            terms.add(element);
        }
        return String.join(" + ", terms);
    }
}
