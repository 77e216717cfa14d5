package org.loligo.cli.experiment;

import java.util.function.Supplier;
import org.loligo.model.ModelException;

/** A mistake in what the user gave. The message is one sentence that begins with the place, where one is known. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A mistake that has no place in a file. */
    public InputException(String sentence) {
        super(sentence);
    }

    /** A mistake at a place. */
    public InputException(Place place, String sentence) {
        super(place + ": " + sentence);
    }

    /** What {@code action} gives; a refusal of the model behind it, which knows no files, is given the place. */
    public static <T> T at(Place place, Supplier<T> action) {
        try {
            return action.get();
        } catch (ModelException e) {
            throw new InputException(place, e.getMessage());
        }
    }

    /** What {@code action} gives; a refusal of the model behind it is given the place and the path of a node. */
    static <T> T at(Tree node, Supplier<T> action) {
        try {
            return action.get();
        } catch (ModelException e) {
            throw node.refuse(e.getMessage());
        }
    }
}
