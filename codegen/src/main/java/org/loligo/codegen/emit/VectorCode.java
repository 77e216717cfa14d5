package org.loligo.codegen.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.SourceVersion;
import org.loligo.codegen.Block;
import org.loligo.codegen.Body;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Call;
import org.loligo.expr.Expr.Literal;
import org.loligo.expr.Expr.Select;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Function;
import org.loligo.expr.Operator;
import org.loligo.expr.Trees;
import org.loligo.model.Definition;

/**
 * The body of one method: a loop over vectors of elements that loads what a piece of code uses, evaluates it and stores the results. The
 * class around it imports {@code VectorOperators}.
 */
final class VectorCode {
    private static final Set<String> TAKEN = Set.of("states", "constants", "uniforms", "feeds", "slopes", "exports", "time", "from", "to",
            "i", "S");

    private final Block block;
    private final Body body;
    private final ClassName vector;
    private final TypeName real;
    private final TypeName array;
    private final int width;
    private final CodeBlock.Builder before = CodeBlock.builder();
    private final CodeBlock.Builder loop = CodeBlock.builder();
    private final Map<String, String> names = new HashMap<>();
    private final Map<Double, String> literals = new LinkedHashMap<>();
    private final Identifiers identifiers = Identifiers.of(SourceVersion::isKeyword, TAKEN);
    /** What is the same for all elements, and the names it has. */
    private final Map<Expr, String> hoisted = new HashMap<>();
    private final Set<String> uniforms = new HashSet<>();
    private int temporaries;

    VectorCode(Block block, Body body, ClassName vector, TypeName real, TypeName array, int width) {
        this.block = block;
        this.body = body;
        this.vector = vector;
        this.real = real;
        this.array = array;
        this.width = width;
        loads();
        for (Definition d : body.lets()) {
            String value = text(d.value());
            loop.addStatement("$T $L = $L", vector, identifier(d.name()), value);
        }
    }

    /** Stores a result in the {@code index}-th array of {@code results}. */
    void result(Expr e, String results, int index) {
        String value = text(e);
        String target = identifiers.fresh(results + index);
        before.addStatement("$T $L = ($T) $L[$L]", array, target, array, results, index);
        loop.addStatement("$L.intoArray($L, i)", value, target);
    }

    CodeBlock build() {
        CodeBlock.Builder all = CodeBlock.builder();
        literals.forEach((value, name) -> all.addStatement("$T $L = $T.broadcast(S, $L)", vector, name, vector, literal(value)));
        return all.add(before.build()).beginControlFlow("for (int i = from; i < to; i += $L)", width).add(loop.build()).endControlFlow()
                .build();
    }

    /** Numbers carry the precision of the kernel; what is out of its range is infinite. */
    private String literal(double value) {
        boolean single = real.equals(TypeName.FLOAT);
        double rounded = single ? (float) value : value;
        if (Double.isFinite(rounded)) {
            return single ? (float) value + "f" : Double.toString(value);
        }
        return Double.isNaN(rounded) ? "Float.NaN" : rounded > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
    }

    private void loads() {
        Set<String> used = body.freeNames();
        for (int k = 0; k < block.states().size(); k++) {
            load(used, block.states().get(k).name(), "states", k);
        }
        int uniform = 0;
        int varying = 0;
        for (Block.Constant c : block.constants()) {
            int at = c.values().isUniform() ? uniform++ : varying++;
            if (!c.values().isUniform()) {
                load(used, c.name(), "constants", at);
            } else if (used.contains(c.name())) {
                uniforms.add(c.name());
                before.addStatement("$T $L = $T.broadcast(S, ($T) uniforms[$L])", vector, identifier(c.name()), vector, real, at);
            }
        }
        for (int k = 0; k < block.feeds().size(); k++) {
            load(used, block.feeds().get(k).name(), "feeds", k);
        }
        if (used.contains("t")) {
            uniforms.add("t");
            before.addStatement("$T $L = $T.broadcast(S, ($T) time)", vector, identifier("t"), vector, real);
        }
    }

    private void load(Set<String> used, String name, String from, int index) {
        if (used.contains(name)) {
            String source = identifiers.fresh(name + "s");
            before.addStatement("$T $L = ($T) $L[$L]", array, source, array, from, index);
            loop.addStatement("$T $L = $T.fromArray(S, $L, i)", vector, identifier(name), vector, source);
        }
    }

    private String identifier(String name) {
        return names.computeIfAbsent(name, identifiers::fresh);
    }

    /** A name for an operand that is needed more than once. */
    private String temporary(Expr e) {
        String value = text(e);
        String name = identifiers.fresh("r" + ++temporaries);
        (isUniform(e) ? before : loop).addStatement("$T $L = $L", vector, name, value);
        return name;
    }

    private String number(double value) {
        return literals.computeIfAbsent(value, v -> identifiers.fresh("n" + org.loligo.expr.Printer.number(v)));
    }

    private String text(Expr e) {
        return e instanceof Literal || e instanceof Symbol || !isUniform(e) ? operation(e) : hoisted(e);
    }

    private String hoisted(Expr e) {
        String known = hoisted.get(e);
        if (known != null) {
            return known;
        }
        String value = operation(e);
        String name = identifiers.fresh("u" + (hoisted.size() + 1));
        before.addStatement("$T $L = $L", vector, name, value);
        hoisted.put(e, name);
        return name;
    }

    /** Whether it is the same for all elements, so that it is computed before the loop. */
    private boolean isUniform(Expr e) {
        return uniforms.containsAll(Trees.names(e));
    }

    private String operation(Expr e) {
        return switch (e) {
            case Literal l -> number(l.value());
            case Symbol s -> identifier(s.name());
            case Binary b -> fused(b).orElseGet(() -> {
                String x = text(b.left());
                String y = text(b.right());
                return switch (b.operator()) {
                    case ADD -> x + ".add(" + y + ")";
                    case SUBTRACT -> x + ".sub(" + y + ")";
                    case MULTIPLY -> x + ".mul(" + y + ")";
                    case DIVIDE -> x + ".div(" + y + ")";
                    case MIN -> x + ".min(" + y + ")";
                    case MAX -> x + ".max(" + y + ")";
                    case POWER -> x + ".lanewise(VectorOperators.POW, " + y + ")";
                };
            });
            case Call c -> call(c.function(), c.argument());
            case Select s -> {
                String x = text(s.condition().left());
                String y = text(s.condition().right());
                String then = text(s.then());
                String otherwise = text(s.otherwise());
                String relation = switch (s.condition().relation()) {
                    case LESS -> "LT";
                    case LESS_EQUAL -> "LE";
                    case GREATER -> "GT";
                    case GREATER_EQUAL -> "GE";
                };
                yield otherwise + ".blend(" + then + ", " + x + ".compare(VectorOperators." + relation + ", " + y + "))";
            }
        };
    }

    /** A product and a sum in one operation that rounds once. A product is subtracted so only where its sign costs nothing. */
    private Optional<String> fused(Binary b) {
        if (b.operator() == Operator.ADD) {
            return product(b.left()).map(p -> fma(text(p.left()), p.right(), text(b.right())))
                    .or(() -> product(b.right()).map(p -> fma(text(p.left()), p.right(), text(b.left()))));
        }
        if (b.operator() != Operator.SUBTRACT) {
            return Optional.empty();
        }
        if (b.right() instanceof Literal(double value)) {
            return product(b.left()).map(p -> fma(text(p.left()), p.right(), number(-value)));
        }
        return product(b.right()).flatMap(p -> p.left() instanceof Literal(double factor)
                ? Optional.of(fma(number(-factor), p.right(), text(b.left())))
                : p.right() instanceof Literal(double factor) ? Optional.of(fma(number(-factor), p.left(), text(b.left())))
                : Optional.empty());
    }

    /** The factors of a product that is not computed before the loop. */
    private Optional<Binary> product(Expr e) {
        return e instanceof Binary b && b.operator() == Operator.MULTIPLY && !isUniform(b) ? Optional.of(b) : Optional.empty();
    }

    private String fma(String x, Expr y, String sum) {
        return x + ".fma(" + text(y) + ", " + sum + ")";
    }

    private String call(Function f, Expr x) {
        return switch (f) {
            case NEGATE -> text(x) + ".neg()";
            case ABS -> text(x) + ".abs()";
            case SQRT -> text(x) + ".sqrt()";
            case EXP, LOG, TANH, SIN, COS -> text(x) + ".lanewise(VectorOperators." + f.name() + ")";
            case EXPRELR -> {
                String argument = temporary(x);
                yield argument + ".div(" + argument + ".lanewise(VectorOperators.EXPM1)).blend(" + number(1) + ", " + argument
                        + ".compare(VectorOperators.EQ, " + number(0) + "))";
            }
        };
    }
}
