package org.loligo.runtime.accelerator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacingTest {
    private final List<FakeMark> marks = new ArrayList<>();
    private final Pacing<FakeMark> pacing = new Pacing<>(() -> {
        marks.add(new FakeMark());
        return marks.getLast();
    });

    /** A mark that the device passes only when the host waits for it. */
    private static final class FakeMark implements Pacing.TimedMark {
        private boolean isReached;
        private int settled;

        @Override
        public boolean isReached() {
            return isReached;
        }

        @Override
        public void await() {
            isReached = true;
        }

        @Override
        public long settle() {
            settled++;
            return 10;
        }
    }

    private void queue(int commands) {
        IntStream.range(0, commands).forEach(_ -> pacing.queued());
    }

    private List<Integer> settled() {
        return marks.stream().map(m -> m.settled).toList();
    }

    @Test
    void manyCommandsGetMarks() {
        queue(2047);
        assertEquals(0, marks.size());
        queue(1);
        assertEquals(1, marks.size());
        queue(2048);
        assertEquals(List.of(0, 0), settled());
    }

    @Test
    void theHostWaitsForTheOldestMarkWhenTooManyCommandsAreQueued() {
        queue(4 * 2048);
        assertEquals(List.of(0, 0, 0, 0), settled());
        queue(1);
        pacing.mark();
        assertEquals(List.of(1, 0, 0, 0, 0), settled());
        assertEquals(marks.subList(1, 5), pacing.open().toList());
    }

    @Test
    void theHostWaitsForTheOldestMarkWhenTooManyAreOpen() {
        IntStream.range(0, 257).forEach(_ -> pacing.mark());
        assertEquals(1, marks.getFirst().settled);
        assertEquals(256, pacing.open().count());
    }

    @Test
    void theTimeOfReachedMarksAddsUp() {
        pacing.launched(System.nanoTime() - 1000);
        pacing.mark();
        pacing.queued();
        pacing.mark();
        pacing.mark();
        marks.get(0).await();
        marks.get(1).await();
        Spent spent = pacing.spent(7);
        assertEquals(20, spent.computing());
        assertEquals(7, spent.transferring());
        assertTrue(spent.launching() >= 1000, () -> "launching: " + spent.launching());
        assertEquals(20, pacing.spent(7).computing());
        assertEquals(List.of(1, 1, 0), settled());
    }
}
