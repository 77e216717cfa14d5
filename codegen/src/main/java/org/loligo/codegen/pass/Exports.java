package org.loligo.codegen.pass;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.loligo.codegen.Block;
import org.loligo.codegen.Feed;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;

/** What blocks show to each other. */
final class Exports {
    private Exports() {}

    /** The program without exports nobody reads and without blocks of synapses that have nothing left to compute. */
    static StepProgram dropUnused(StepProgram program) {
        Set<String> read = new HashSet<>();
        for (Block b : program.blocks()) {
            for (Feed f : b.feeds()) {
                if (f instanceof Feed.Gathered g) {
                    read.add(g.block() + "\n" + g.export());
                }
            }
        }
        for (Sum s : program.sums()) {
            read.add(s.source() + "\n" + s.export());
        }
        List<Block> blocks = program.blocks().stream().map(b -> {
            Block.Draft draft = b.draft();
            draft.exports.keySet().removeIf(e -> !read.contains(b.name() + "\n" + e));
            return draft.done();
        }).toList();
        List<Block> kept = blocks.stream().filter(b -> !b.isSynapses() || !b.states().isEmpty() || !b.exports().results().isEmpty())
                .toList();
        StepProgram next = program.with(kept, program.sums(), program.variables());
        // a dropped block may have been the only reader of another export
        return kept.size() == blocks.size() ? next : dropUnused(next);
    }
}
