package org.loligo.codegen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.loligo.expr.Printer;
import org.loligo.model.Storage;
import org.loligo.model.TimeGrid;

/**
 * One step of a network, ready to be interpreted or emitted: blocks of elements with equations, and what flows between them. A stage of
 * the Runge-Kutta step is: exports of populations; gathers, exports and derivatives of synapses; sums; derivatives of populations.
 *
 * @param tableau    the Runge-Kutta method
 * @param time       the grid of steps
 * @param instances  how many copies of the network there are
 * @param blocks     populations in their order, then projections that kept states or code of their own
 * @param sums       the sums over synapses
 * @param deliveries what spikes add to states
 * @param variables  where each variable a user can record is found, by {@code owner.variable}
 */
public record StepProgram(Tableau tableau, TimeGrid time, int instances, List<Block> blocks, List<Sum> sums, List<Delivery> deliveries,
        Map<String, Location> variables) {

    /**
     * Where a variable is kept.
     *
     * @param block the block
     * @param state the state
     * @param index the element of the block for each element of the variable, or null when they are the same
     */
    public record Location(String block, String state, int[] index) {}

    /** Keeps copies. */
    public StepProgram {
        blocks = List.copyOf(blocks);
        sums = List.copyOf(sums);
        deliveries = List.copyOf(deliveries);
        variables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** The block with this name. */
    public Block block(String name) {
        return blocks.get(blockIndex(name));
    }

    /** The index of the block with this name. */
    public int blockIndex(String name) {
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no block " + name);
    }

    /** Whether elements see each other: through synapses, sums or spikes. */
    public boolean isCoupled() {
        return !sums.isEmpty() || !deliveries.isEmpty() || blocks.stream().anyMatch(Block::isSynapses);
    }

    /** Whether an equation uses the time itself. */
    public boolean usesTime() {
        return blocks.stream().anyMatch(b -> b.exports().freeNames().contains("t")
                || b.derivatives().stream().anyMatch(d -> d.freeNames().contains("t")));
    }

    /** The storage of each projection that sums a current. */
    public Map<String, Storage> storage() {
        Map<String, Storage> storage = new LinkedHashMap<>();
        for (Sum s : sums) {
            String projection = s.feed().substring(0, s.feed().indexOf('.'));
            storage.put(projection, s instanceof Sum.Weighted w ? w.storage() : Storage.SPARSE);
        }
        for (Delivery d : deliveries) {
            storage.putIfAbsent(d.toSynapses() ? d.block() : d.state().substring(0, d.state().indexOf('.')), Storage.SPARSE);
        }
        return storage;
    }

    /** The program with every block changed. */
    public StepProgram mapBlocks(UnaryOperator<Block> change) {
        return new StepProgram(tableau, time, instances, blocks.stream().map(change).toList(), sums, deliveries, variables);
    }

    /** The program for another number of instances. */
    public StepProgram withInstances(int n) {
        return new StepProgram(tableau, time, n, blocks, sums, deliveries, variables);
    }

    /** The program with other blocks, by name, and other sums and variables. */
    public StepProgram with(List<Block> newBlocks, List<Sum> newSums, Map<String, Location> newVariables) {
        return new StepProgram(tableau, time, instances, newBlocks, newSums, deliveries, newVariables);
    }

    /** The program as text: every block with its equations, every sum and delivery. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add("step program: " + tableau + ", " + tableau.stages() + (tableau.stages() == 1 ? " stage, " : " stages, ") + instances
                + (instances == 1 ? " instance" : " instances"));
        for (Block b : blocks) {
            lines.add("");
            lines.add((b.isSynapses() ? "synapses " : "population ") + b.name() + " [" + b.count() + "]");
            b.states().forEach(s -> lines.add("  state " + s.name() + " = " + s.initial()));
            b.constants().forEach(c -> lines.add("  constant " + c.name() + " = " + c.values()));
            for (Feed f : b.feeds()) {
                lines.add("  feed " + f.name() + " = " + switch (f) {
                    case Feed.Stimulated s -> s.stimuli().size() + (s.stimuli().size() == 1 ? " stimulus" : " stimuli");
                    case Feed.Window w -> "1 while " + w.delay() + " < t - last_spike < " + w.delay() + " + " + w.duration() + ", else 0";
                    case Feed.Summed _ -> "sum, see below";
                    case Feed.Gathered g -> g.block() + "." + g.export() + "[index]";
                });
            }
            b.exports().lets().forEach(d -> lines.add("  let " + d.name() + " = " + Printer.print(d.value())));
            b.exports().results().forEach((name, e) -> lines.add("  export " + name + " = " + Printer.print(e)));
            for (int part = 0; part < b.derivatives().size(); part++) {
                if (b.derivatives().size() > 1) {
                    lines.add("  part " + (part + 1));
                }
                Body body = b.derivatives().get(part);
                body.lets().forEach(d -> lines.add("  let " + d.name() + " = " + Printer.print(d.value())));
                body.results().forEach((name, e) -> lines.add("  d " + name + "/dt = " + Printer.print(e)));
            }
            b.firing().ifPresent(f -> lines.add("  fires when " + f.state() + (f.level() ? " > " : " crosses ") + f.threshold()
                    + (f.level() ? ", at most every " + f.refractory() + " ms" : "")));
        }
        if (!sums.isEmpty() || !deliveries.isEmpty()) {
            lines.add("");
        }
        for (Sum s : sums) {
            String what = s.source() + "." + s.export();
            lines.add("sum " + s.block() + "." + s.feed() + " = " + switch (s) {
                case Sum.Segments _ -> "Σ " + what + "[synapse], sparse, " + s.synapses();
                case Sum.Weighted w -> "Σ weight·" + what + "[pre], " + w.storage() + ", weight " + w.weight() + ", " + s.synapses();
            });
        }
        for (Delivery d : deliveries) {
            lines.add("spikes of " + d.source() + " add " + d.amount() + " to " + d.block() + "." + d.state()
                    + (d.toSynapses() ? "[synapse]" : "[post]") + ", " + d.synapses());
        }
        return String.join("\n", lines) + "\n";
    }
}
