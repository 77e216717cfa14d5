package org.loligo.runtime;

import java.util.List;
import org.loligo.model.Precision;

/**
 * A part of a run that one process computed. All but {@code fromStep} fix the bits of what is computed; legs that are equal in all but
 * that give the same bits as one.
 *
 * @param fromStep  the step it began with
 * @param backend   the backend's name
 * @param device    the device's name
 * @param schedule  how the program was laid on the device
 * @param precision of state and arithmetic
 * @param passes    the compiler passes that ran
 * @param fastMath  whether division and {@code exp} were less accurate than elsewhere
 * @param width     elements computed at once
 * @param program   SHA-256 of the text of the program
 */
public record Leg(long fromStep, String backend, String device, String schedule, Precision precision, List<String> passes, boolean fastMath,
        int width, String program) {

    /** Keeps a copy. */
    public Leg {
        passes = List.copyOf(passes);
    }

    /** Whether another leg goes on with the same bits. */
    public boolean computesLike(Leg other) {
        return equals(new Leg(fromStep, other.backend, other.device, other.schedule, other.precision, other.passes, other.fastMath,
                other.width, other.program));
    }
}
