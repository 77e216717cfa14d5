package org.loligo.runtime;

import java.util.Locale;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;
import org.loligo.model.Storage;

/** How many bytes the parts of a run need. */
record MemoryEstimate(long state, long scratch, long connectivity, long chunks, long chunkSteps) {

    MemoryEstimate(StepProgram program, RunLayout layout, long chunkSteps) {
        this(perElement(program, layout, false), perElement(program, layout, true), connectivity(program, layout), chunks(layout, chunkSteps),
                chunkSteps);
    }

    private static long perElement(StepProgram program, RunLayout layout, boolean scratch) {
        long bytes = 0;
        for (Block b : program.blocks()) {
            long varying = b.constants().stream().filter(c -> !c.values().isUniform()).count();
            long arrays = scratch ? b.states().size() * (1L + program.tableau().stages()) + b.feeds().size() + b.exports().results().size()
                    : b.states().size() + varying;
            bytes += arrays * b.count() * program.instances() * layout.precision().bytes();
        }
        return bytes;
    }

    private static long connectivity(StepProgram program, RunLayout layout) {
        long bytes = 0;
        for (Sum s : program.sums()) {
            boolean dense = s instanceof Sum.Weighted w && w.storage() == Storage.DENSE;
            bytes += dense ? (long) s.synapses().preCount() * s.synapses().postCount() * layout.precision().bytes()
                    : (long) s.synapses().size() * (Integer.BYTES + layout.precision().bytes());
        }
        for (var d : program.deliveries()) {
            bytes += (long) d.synapses().size() * (Integer.BYTES + Double.BYTES);
        }
        return bytes;
    }

    private static long chunks(RunLayout layout, long steps) {
        long bytes = 0;
        for (Series s : layout.series()) {
            bytes += 2 * (Math.min(steps / s.every() + 2, s.samples())) * layout.instances() * s.count() * s.type().bytes();
        }
        return bytes;
    }

    private static String line(String what, long bytes) {
        return String.format(Locale.ROOT, "%-28s %,18d bytes%n", what, bytes);
    }

    /** What each part needs, in a line. */
    String inWords() {
        return "state and parameters need " + state + " bytes, the stages " + scratch + ", the connectivity " + connectivity;
    }

    /** The plan as a table. */
    @Override
    public String toString() {
        return line("state and parameters", state) + line("scratch of the stages", scratch) + line("connectivity", connectivity)
                + line("two chunk buffers", chunks) + line("together", state + scratch + connectivity + chunks)
                + "a chunk holds up to " + chunkSteps + " steps\n";
    }
}
