package org.loligo.model;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.loligo.expr.Expr;
import org.loligo.expr.Trees;

/** What both kinds of model are checked for: every name declared once and used, units that fit, a derivative for every state. */
final class ModelCheck {
    private final String where;
    private final boolean dimensionless;
    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();
    private final UnitCheck unitCheck;

    ModelCheck(String where, boolean dimensionless) {
        this.where = where;
        this.dimensionless = dimensionless;
        this.unitCheck = new UnitCheck(where, units::get);
        units.put("t", dimensionless ? Unit.ONE : Unit.MILLISECOND);
        kinds.put("t", "the time");
    }

    ModelException refuse(String what) {
        return new ModelException(where + ": " + what);
    }

    void declare(String name, Unit unit, String kind) {
        if (kinds.containsKey(name)) {
            throw refuse("'" + name + "' is declared twice, as " + kinds.get(name) + " and as " + kind);
        }
        kinds.put(name, kind);
        units.put(name, unit);
    }

    Set<String> declared(String kind) {
        Set<String> names = new LinkedHashSet<>();
        kinds.forEach((name, k) -> {
            if (k.equals(kind)) {
                names.add(name);
            }
        });
        return names;
    }

    /** Checks definitions (each declares its name) and derivatives. A state needs no use: its derivative is its reason. */
    void equations(List<Definition> definitions, List<State> states, Map<String, Expr> derivatives) {
        for (Definition d : definitions) {
            use(d.value(), "the definition of '" + d.name() + "'");
            Unit unit = unitCheck.unit(d.value());
            declare(d.name(), unit, "definition");
        }
        for (State s : states) {
            Expr derivative = derivatives.get(s.name());
            if (derivative == null) {
                throw refuse("state '" + s.name() + "' has no derivative");
            }
            String what = "the derivative of '" + s.name() + "'";
            use(derivative, what);
            unitCheck.require(derivative, dimensionless ? s.unit() : s.unit().over(Unit.MILLISECOND), what);
            used.add(s.name());
        }
        for (String name : derivatives.keySet()) {
            if (states.stream().noneMatch(s -> s.name().equals(name))) {
                throw refuse("a derivative is given for '" + name + "', which is not a state" + Names.suggestion(name, declared("state")));
            }
        }
    }

    /** Marks the names of an expression as used, refusing unknown ones. */
    void use(Expr e, String what) {
        for (String name : Trees.names(e)) {
            if (!kinds.containsKey(name)) {
                throw refuse(what + " uses '" + name + "', which is not declared" + Names.suggestion(name, kinds.keySet()));
            }
            used.add(name);
        }
    }

    void unit(Expr e, Unit expected, String what) {
        unitCheck.require(e, expected, what);
    }

    /** Checks an expression that may use only the given constants. */
    void constant(Expr e, Unit unit, Set<String> constants, String what) {
        use(e, what);
        for (String name : Trees.names(e)) {
            if (!constants.contains(name)) {
                throw refuse(what + " uses '" + name + "', which is not a parameter it may use" + Names.suggestion(name, constants));
            }
        }
        unit(e, unit, what);
    }

    void everythingUsed() {
        kinds.forEach((name, kind) -> {
            if (!used.contains(name) && !name.equals("t")) {
                throw refuse(kind + " '" + name + "' is not used");
            }
        });
    }

    /** The expression with definitions written out, the last first, since each uses only those before it. */
    static Expr expand(Expr e, List<Definition> definitions) {
        Map<String, Expr> written = new LinkedHashMap<>();
        for (Definition d : definitions) {
            written.put(d.name(), Trees.substitute(d.value(), written::get));
        }
        return Trees.substitute(e, written::get);
    }
}
