package org.loligo.runtime.accelerator;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/** Libraries of the system, which come with the drivers of devices. */
public final class SystemLibrary {
    private SystemLibrary() {}

    /** Loads a library by its name; whether it is there. It stays loaded: whoever asks needs it next. */
    @SuppressWarnings("restricted")
    public static boolean isThere(String name) {
        try {
            SymbolLookup.libraryLookup(name, Arena.global());
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
