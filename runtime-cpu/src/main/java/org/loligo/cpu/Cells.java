package org.loligo.cpu;

import java.util.ArrayList;
import java.util.List;
import org.loligo.codegen.Block;
import org.loligo.codegen.Feed;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.feed.Drive;
import org.loligo.codegen.feed.LastSpikes;
import org.loligo.codegen.feed.Ticks;
import org.loligo.model.Precision;
import org.loligo.model.Values;
import org.loligo.runtime.Arrangement;

/**
 * The arrays of one block, structure of arrays, each arranged alike. Padding holds copies of other elements, so that kernels need neither
 * tail nor mask.
 */
final class Cells {
    /** Every array is a multiple of this, the most elements any vector holds. */
    static final int PADDING = 16;

    final Block block;
    final int count;
    final Arrangement arrangement;
    final int length;
    /** Two of each: the state at the start of the step and the one being made; they change places after each step. */
    final Object[][] states;
    final Object[][] slopes;
    final Object[] constants;
    final double[] uniforms;
    final Object[] feeds;
    final Object[] exports;
    final List<String> exportNames;
    final List<StimulusFeed> stimuli = new ArrayList<>();
    final int[] windows;
    final Object threshold;
    final LastSpikes spikes;
    private final Precision precision;

    /** A stimulus: its array among the feeds and its values in time. */
    record StimulusFeed(int feed, Drive drive) {}

    /** @param lanes how many instances stand side by side */
    Cells(Block block, StepProgram program, Precision precision, Ticks ticks, int lanes) {
        this.block = block;
        this.precision = precision;
        count = block.count();
        // neurons that see nothing of each other need no padding between instances
        int stride = lanes > 1 ? Math.multiplyExact(count, lanes) : program.isCoupled() ? padded(count) : count;
        arrangement = new Arrangement(count, program.instances(), lanes, stride);
        length = padded(arrangement.length());
        int n = block.states().size();
        states = new Object[2][n];
        slopes = new Object[program.tableau().stages()][n];
        for (int s = 0; s < n; s++) {
            states[0][s] = filled(block.states().get(s).initial());
            states[1][s] = precision.allocate(length);
            for (Object[] slope : slopes) {
                slope[s] = precision.allocate(length);
            }
        }
        List<Object> varying = new ArrayList<>();
        List<Double> uniform = new ArrayList<>();
        for (Block.Constant c : block.constants()) {
            if (c.values().isUniform()) {
                uniform.add(c.values().at(0, 0));
            } else {
                varying.add(filled(c.values()));
            }
        }
        constants = varying.toArray();
        uniforms = uniform.stream().mapToDouble(Double::doubleValue).toArray();
        feeds = new Object[block.feeds().size()];
        List<Integer> windowFeeds = new ArrayList<>();
        for (int f = 0; f < feeds.length; f++) {
            feeds[f] = precision.allocate(length);
            if (block.feeds().get(f) instanceof Feed.Stimulated s && !s.stimuli().isEmpty()) {
                stimuli.add(new StimulusFeed(f, new Drive(s.stimuli(), ticks)));
            }
            if (block.feeds().get(f) instanceof Feed.Window) {
                windowFeeds.add(f);
            }
        }
        windows = windowFeeds.stream().mapToInt(Integer::intValue).toArray();
        exportNames = List.copyOf(block.exports().results().keySet());
        exports = new Object[exportNames.size()];
        for (int e = 0; e < exports.length; e++) {
            exports[e] = precision.allocate(length);
        }
        threshold = block.firing().map(f -> filled(f.threshold())).orElse(null);
        spikes = block.firing().isPresent() ? new LastSpikes(block, program.instances(), ticks) : null;
    }

    static int padded(int n) {
        return Math.multiplyExact(Math.ceilDiv(n, PADDING), PADDING);
    }

    private Object filled(Values values) {
        Object array = precision.allocate(length);
        for (int at = 0; at < length; at++) {
            int k = arrangement.copied(at);
            precision.set(array, at, values.at(k / count, k % count));
        }
        return array;
    }

    int export(String name) {
        return exportNames.indexOf(name);
    }
}
