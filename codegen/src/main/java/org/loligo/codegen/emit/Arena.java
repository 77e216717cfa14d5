package org.loligo.codegen.emit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One piece of device memory that holds many arrays, one after the other. Kernels take few arguments so, however large the model.
 *
 * @param <C> what describes the content of an array
 */
public final class Arena<C> {
    private record Length(long fixed, long scaled) {
        long of(long instances) {
            return Math.addExact(fixed, Math.multiplyExact(scaled, instances));
        }
    }

    private final Map<C, Slot> slots = new LinkedHashMap<>();
    private final Map<C, Length> lengths = new LinkedHashMap<>();
    private long fixed;
    private long scaled;

    /** The place of an array, of {@code fixedLength + scaledLength·instances} elements; taken anew if there is none with this content. */
    Slot place(C content, long fixedLength, long scaledLength) {
        Slot known = slots.get(content);
        if (known != null) {
            return known;
        }
        Slot slot = new Slot(fixed, scaled, -1);
        slots.put(content, slot);
        lengths.put(content, new Length(fixedLength, scaledLength));
        fixed = Math.addExact(fixed, fixedLength);
        scaled = Math.addExact(scaled, scaledLength);
        return slot;
    }

    /** An array that comes after all others, at a place that {@code plan} holds in its entry {@code told}. */
    void placeLast(C content, long fixedLength, long scaledLength, int told) {
        slots.put(content, new Slot(0, 0, told));
        lengths.put(content, new Length(fixedLength, scaledLength));
    }

    /** Every array. */
    public Map<C, Slot> slots() {
        return Collections.unmodifiableMap(slots);
    }

    /** Where an array begins. */
    public long at(C content, long instances) {
        Slot slot = slots.get(content);
        if (slot.told() < 0) {
            return new Length(slot.fixed(), slot.scaled()).of(instances);
        }
        long at = new Length(fixed, scaled).of(instances);
        for (Map.Entry<C, Slot> other : slots.entrySet()) {
            if (other.getValue().told() >= 0 && other.getValue().told() < slot.told()) {
                at = Math.addExact(at, lengths.get(other.getKey()).of(instances));
            }
        }
        return at;
    }

    /** The elements of an array. */
    public long length(C content, long instances) {
        return lengths.get(content).of(instances);
    }

    /** The elements of all arrays together. */
    public long size(long instances) {
        return lengths.values().stream().mapToLong(l -> l.of(instances)).reduce(0, Math::addExact);
    }
}
