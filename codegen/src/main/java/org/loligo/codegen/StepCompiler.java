package org.loligo.codegen;

import java.util.ArrayList;
import java.util.List;
import org.loligo.codegen.pass.Pass;
import org.loligo.model.ModelException;
import org.loligo.model.Names;
import org.loligo.model.Network;
import org.loligo.model.Precision;
import org.loligo.model.Projection;
import org.loligo.model.Storage;
import org.loligo.model.TimeGrid;

/** Compiles a network to a {@link StepProgram}: lowers it, runs the passes, chooses how projections are stored. */
public final class StepCompiler {
    private StepCompiler() {}

    /**
     * A compiled network and how it came to be.
     *
     * @param lowered the program as written, before any pass
     * @param program the program to run
     * @param traces  the program after each pass that changed it
     * @param passes  the names of the passes that ran
     */
    public record Compilation(StepProgram lowered, StepProgram program, List<Trace> traces, List<String> passes) {}

    /** The program after a pass. */
    public record Trace(Pass pass, boolean changed, StepProgram after) {}

    /** All passes. */
    public static List<String> allPasses() {
        return Pass.all(Precision.FLOAT64).stream().map(Pass::name).toList();
    }

    /** The passes the language itself needs: with them alone, the program is the oracle's. */
    public static List<String> oraclePasses() {
        return List.of("exprel");
    }

    /**
     * Compiles.
     *
     * @param passes names of {@link #allPasses()}; they run in their own order, {@code exprel} always
     * @throws ModelException for an unknown pass, values that do not fit, or a storage that is not possible
     */
    public static Compilation compile(Network network, TimeGrid time, Tableau tableau, int instances, long seed, Precision precision,
            List<String> passes) {
        for (String name : passes) {
            if (!allPasses().contains(name)) {
                throw new ModelException("there is no pass '" + name + "'" + Names.suggestion(name, allPasses()));
            }
        }
        StepProgram lowered = Lowering.lower(network, time, tableau, instances, seed);
        StepProgram program = lowered;
        List<Trace> traces = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        for (Pass pass : Pass.all(precision)) {
            if (passes.contains(pass.name()) || oraclePasses().contains(pass.name())) {
                StepProgram after = pass.apply(program);
                traces.add(new Trace(pass, !after.toString().equals(program.toString()), after));
                ran.add(pass.name());
                program = after;
            }
        }
        return new Compilation(lowered, withStorage(program, network, precision), traces, ran);
    }

    /**
     * Dense wins where the share of connected pairs is above this: summing a matrix row streams all entries through vector units, a sparse
     * row only those there are, one by one. Measured with 1000 neurons on AVX-512.
     */
    private static double denseAbove(Precision precision) {
        return precision == Precision.FLOAT32 ? 0.12 : 0.27;
    }

    /** A matrix larger than this leaves every cache, and is not chosen by itself. */
    private static final long LARGEST_MATRIX = 64L << 20;

    private static StepProgram withStorage(StepProgram program, Network network, Precision precision) {
        List<Sum> sums = new ArrayList<>();
        for (Sum s : program.sums()) {
            String name = s.feed().substring(0, s.feed().indexOf('.'));
            Projection projection = network.projections().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
            switch (s) {
                case Sum.Segments _ -> {
                    if (projection.storage() == Storage.DENSE && s.synapses().size() > 0) {
                        throw new ModelException("projection '" + name
                                + "': storage dense needs a current that is a weight times a value of"
                                + " the presynaptic neuron, but here each synapse has a state or current of its own; use sparse or auto");
                    }
                    sums.add(s);
                }
                case Sum.Weighted w -> {
                    long bytes = (long) w.synapses().preCount() * w.synapses().postCount() * precision.bytes();
                    Storage chosen = projection.storage() != Storage.AUTO ? projection.storage()
                            : w.synapses().density() > denseAbove(precision) && bytes <= LARGEST_MATRIX ? Storage.DENSE : Storage.SPARSE;
                    sums.add(new Sum.Weighted(w.block(), w.feed(), w.source(), w.export(), w.synapses(), w.weight(), chosen));
                }
            }
        }
        return program.with(program.blocks(), sums, program.variables());
    }
}
