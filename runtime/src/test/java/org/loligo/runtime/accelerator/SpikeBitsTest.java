package org.loligo.runtime.accelerator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.runtime.Spikes;

/** Bits are listed by step, then instance, then neuron. */
class SpikeBitsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void bitsBecomeAList(long seed) {
        Random random = new Random(seed);
        int instances = 1 + random.nextInt(4);
        int[] counts = {1 + random.nextInt(5), random.nextInt(3), 1 + random.nextInt(40)};
        int steps = 1 + random.nextInt(100);
        double rate = random.nextInt(3) * 0.2;
        long from = random.nextBoolean() ? 0 : 1L << 40;
        long row = (long) instances * (counts[0] + counts[1] + counts[2]);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bits = arena.allocate(ValueLayout.JAVA_INT, Math.ceilDiv(steps, 32) * row);
            long offset = 0;
            for (int count : counts) {
                List<String> expected = new ArrayList<>();
                for (int step = 0; step < steps; step++) {
                    for (int r = 0; r < instances; r++) {
                        for (int i = 0; i < count; i++) {
                            if (random.nextDouble() < rate) {
                                long word = step / 32 * row + offset + r * count + i;
                                bits.setAtIndex(ValueLayout.JAVA_INT, word,
                                        bits.getAtIndex(ValueLayout.JAVA_INT, word) | 1 << step % 32);
                                expected.add(from + step + ":" + r + ":" + i);
                            }
                        }
                    }
                }
                Spikes spikes = new Spikes();
                SpikeBits.decode(bits, steps, row, offset, count, instances, from, spikes);
                List<String> actual = new ArrayList<>();
                for (int k = 0; k < spikes.size(); k++) {
                    actual.add(spikes.step(k) + ":" + spikes.instance(k) + ":" + spikes.neuron(k));
                }
                assertEquals(expected, actual, "seed " + seed + ", " + count + " neurons");
                offset += (long) count * instances;
            }
        }
    }
}
