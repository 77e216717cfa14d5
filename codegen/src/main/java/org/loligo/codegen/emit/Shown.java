package org.loligo.codegen.emit;

import java.util.HashSet;
import java.util.Set;
import org.loligo.codegen.Block;
import org.loligo.codegen.Body;
import org.loligo.codegen.Feed;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Sum;

/**
 * What blocks show that some equation uses. A pass may have simplified an equation so far that it no longer needs what it gathers, and a
 * projection may have no synapses.
 */
final class Shown {
    private record Export(String block, String name) {}

    private final StepProgram program;
    private final Set<Export> used = new HashSet<>();

    private Shown(StepProgram program) {
        this.program = program;
    }

    /** Looks at a program. */
    static Shown in(StepProgram program) {
        Shown shown = new Shown(program);
        int before;
        do {
            before = shown.used.size();
            program.blocks().stream().filter(b -> b.count() > 0).forEach(shown::look);
        } while (shown.used.size() > before);
        return shown;
    }

    private void look(Block block) {
        Set<String> names = new HashSet<>(of(block).freeNames());
        block.derivatives().forEach(d -> names.addAll(d.freeNames()));
        for (Feed feed : block.feeds()) {
            if (!names.contains(feed.name())) {
                continue;
            }
            if (feed instanceof Feed.Gathered g) {
                used.add(new Export(g.block(), g.export()));
            }
            for (Sum sum : program.sums()) {
                if (feed instanceof Feed.Summed && sum.block().equals(block.name()) && sum.feed().equals(feed.name())) {
                    used.add(new Export(sum.source(), sum.export()));
                }
            }
        }
    }

    /** The exports of a block that are used, with the definitions they need. */
    Body of(Block block) {
        return StageCode.only(block.exports(), name -> used.contains(new Export(block.name(), name)));
    }
}
