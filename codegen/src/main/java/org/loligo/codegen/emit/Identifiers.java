package org.loligo.codegen.emit;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Names in emitted source: they look like the user's, and each is given once. */
final class Identifiers {
    private final Predicate<String> reserved;
    private final Set<String> taken;

    private Identifiers(Predicate<String> reserved, Set<String> taken) {
        this.reserved = reserved;
        this.taken = taken;
    }

    /** None but these, and what the language reserves, is taken. */
    static Identifiers of(Predicate<String> reserved, Set<String> taken) {
        return new Identifiers(reserved, new HashSet<>(taken));
    }

    /** A scope inside this one: it sees what is taken here now. */
    Identifiers inner() {
        return new Identifiers(reserved, new HashSet<>(taken));
    }

    /** The name with an underscore for everything that cannot stand in an identifier. */
    static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9_]", "_");
    }

    /** An identifier that looks like the name and is not taken yet. */
    String fresh(String name) {
        String wanted = plain(name);
        // what is reserved for how it begins stays so whatever follows
        if (reserved.test(wanted) && reserved.test(wanted + "_")) {
            wanted = "my_" + wanted;
        }
        while (reserved.test(wanted) || !taken.add(wanted)) {
            wanted += "_";
        }
        return wanted;
    }
}
