package org.loligo.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.loligo.codegen.Block;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;
import org.loligo.model.Precision;
import org.loligo.model.Storage;

/**
 * How many bytes the parts of a run need.
 *
 * @param device     what the device holds
 * @param chunks     bytes of the two chunk buffers of the host
 * @param chunkSteps the most steps of a chunk
 */
record MemoryEstimate(List<MemoryUse> device, long chunks, long chunkSteps) {

    MemoryEstimate(List<MemoryUse> device, RunLayout layout, long chunkSteps) {
        this(device, chunks(layout, chunkSteps), chunkSteps);
    }

    /** What any device needs for a program: it keeps all arrays, and each connection once. */
    static List<MemoryUse> ofProgram(StepProgram program, Precision precision, RunLayout layout) {
        long state = 0;
        long scratch = 0;
        for (Block b : program.blocks()) {
            long bytes = Bytes.product(b.count(), program.instances(), precision.bytes());
            state = Bytes.sum(state, Bytes.product(bytes,
                    b.states().size() + b.constants().stream().filter(c -> !c.values().isUniform()).count()));
            scratch = Bytes.sum(scratch, Bytes.product(bytes,
                    b.states().size() * (1L + program.tableau().stages()) + b.feeds().size() + b.exports().results().size()));
        }
        List<MemoryUse> uses = new ArrayList<>(List.of(new MemoryUse("state and parameters", state),
                new MemoryUse("scratch of the stages", scratch), new MemoryUse("connectivity", connectivity(program, precision))));
        if (!layout.tallies().isEmpty()) {
            uses.add(new MemoryUse("summaries", layout.tallies().stream().mapToLong(t -> Bytes.product(t.registers().size(),
                    program.blocks().get(t.block()).count(), program.instances(),
                    t.isOfSpikes() ? Long.BYTES : precision.bytes())).reduce(0, Bytes::sum)));
        }
        return uses;
    }

    private static long connectivity(StepProgram program, Precision precision) {
        long bytes = 0;
        for (Sum s : program.sums()) {
            boolean dense = s instanceof Sum.Weighted w && w.storage() == Storage.DENSE;
            bytes = Bytes.sum(bytes, dense ? Bytes.product(s.synapses().preCount(), s.synapses().postCount(), precision.bytes())
                    : Bytes.product(s.synapses().size(), Integer.BYTES + precision.bytes()));
        }
        for (var d : program.deliveries()) {
            bytes = Bytes.sum(bytes, Bytes.product(d.synapses().size(), Integer.BYTES + Double.BYTES));
        }
        return bytes;
    }

    private static long chunks(RunLayout layout, long steps) {
        long bytes = 0;
        for (Series s : layout.series()) {
            bytes = Bytes.sum(bytes, Bytes.product(2, s.mostSamplesIn(steps), layout.instances(), s.count(), s.type().bytes()));
        }
        return bytes;
    }

    private static String line(String what, long bytes) {
        return String.format(Locale.ROOT, "%-28s %,18d bytes%n", what, bytes);
    }

    /** What the device needs, in a sentence: {@code state and parameters 80 bytes, connectivity 24 bytes}. */
    String inWords() {
        return device.stream().map(u -> u.what() + " " + u.bytes() + " bytes").collect(Collectors.joining(", "));
    }

    /** The plan as a table. */
    @Override
    public String toString() {
        long together = device.stream().mapToLong(MemoryUse::bytes).reduce(chunks, Bytes::sum);
        return device.stream().map(u -> line(u.what(), u.bytes())).collect(Collectors.joining()) + line("two chunk buffers", chunks)
                + line("together", together) + "a chunk holds up to " + chunkSteps + " steps\n";
    }
}
