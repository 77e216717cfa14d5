package org.loligo.codegen.pass;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.expr.Expr;
import org.loligo.expr.Expr.Binary;
import org.loligo.expr.Expr.Symbol;
import org.loligo.expr.Expressions;
import org.loligo.expr.Operator;
import org.loligo.expr.Printer;
import org.loligo.expr.Trees;
import org.loligo.model.Values;

/**
 * What is made of parameters alone is computed once, in double precision, and becomes a parameter itself: {@code V/C} is
 * {@code V*[1/C]}. Other values of the parameters need no other kernel. An expression of parameters that differ between elements or
 * instances takes memory for each; there only divisions, which cost most, are worth it.
 */
public final class ParameterExpressions implements Pass {
    @Override
    public String name() {
        return "parameters";
    }

    @Override
    public String doc() {
        return "compute expressions of parameters alone once, and multiply by their reciprocals instead of dividing";
    }

    @Override
    public StepProgram apply(StepProgram program) {
        return program.mapBlocks(b -> new Rewriting(b, program.instances()).rewritten());
    }

    private static final class Rewriting {
        private final Block.Draft draft;
        private final Map<String, Values> parameters = new HashMap<>();
        private final int count;
        private final int instances;

        Rewriting(Block block, int instances) {
            draft = block.draft();
            block.constants().forEach(c -> parameters.put(c.name(), c.values()));
            count = block.count();
            this.instances = instances;
        }

        Block rewritten() {
            draft.derivatives.replaceAll((_, e) -> Trees.replaceLargest(e, this::replacement));
            draft.exports.replaceAll((_, e) -> Trees.replaceLargest(e, this::replacement));
            draft.dropUnused();
            return draft.done();
        }

        /** What stands for a node, or null if it stays. */
        private Expr replacement(Expr node) {
            if (node instanceof Binary(Operator op, Expr x, Expr divisor) && op == Operator.DIVIDE && isParameter(divisor)
                    && !isUniform(node)) {
                return Trees.replaceLargest(x, this::replacement).times(parameter(Expressions.literal(1).over(divisor)));
            }
            return !(node instanceof Symbol) && isUniform(node) ? parameter(node) : null;
        }

        private boolean isParameter(Expr e) {
            Set<String> names = Trees.names(e);
            return !names.isEmpty() && parameters.keySet().containsAll(names);
        }

        private boolean isUniform(Expr e) {
            return isParameter(e) && Trees.names(e).stream().allMatch(n -> parameters.get(n).isUniform());
        }

        private Symbol parameter(Expr e) {
            return new Symbol(draft.constant("[" + Printer.print(e) + "]", Values.evaluate(e, parameters::get, count, instances)));
        }
    }
}
