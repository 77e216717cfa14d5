package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Computes in a thread of its own what is started, into two buffers of its own, as a device does. It is as far ahead as it may be: no
 * stretch is finished before all that is started has been computed. It notes what is asked of it, and holds the caller to what
 * {@link Engine} demands.
 */
final class RunningAheadEngine implements Engine {
    private final Engine inner;
    private final RunLayout layout;
    private final long maxSteps;
    private final long failingStep;
    private final ExecutorService device = Executors.newSingleThreadExecutor();
    private final Arena arena = Arena.ofShared();
    private final Chunk[] buffers;
    private final Deque<Stretch> underWay = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();
    private int started;
    private boolean closed;

    /** What was asked of the engine, in order. */
    record Call(boolean isStart, long from, long to) {}

    private record Stretch(Chunk buffer, Future<NetworkState> end) {}

    /**
     * @param inner       takes the steps
     * @param layout      what it records
     * @param maxSteps    the most steps of a stretch
     * @param failingStep the step in which the device breaks; −1 for none
     */
    RunningAheadEngine(Engine inner, RunLayout layout, long maxSteps, long failingStep) {
        this.inner = inner;
        this.layout = layout;
        this.maxSteps = maxSteps;
        this.failingStep = failingStep;
        long steps = Math.min(maxSteps, layout.time().steps());
        buffers = new Chunk[] {new Chunk(layout, steps, arena), new Chunk(layout, steps, arena)};
    }

    List<Call> calls() {
        return calls;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String schedule() {
        return inner.schedule();
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public long maxSteps() {
        return maxSteps;
    }

    @Override
    public void start(long fromStep, long toStep) {
        calls.add(new Call(true, fromStep, toStep));
        assertTrue(underWay.size() < 2, "a third stretch is started");
        assertTrue(toStep - fromStep <= maxSteps, () -> "from " + fromStep + " to " + toStep + " are more than " + maxSteps + " steps");
        Chunk buffer = buffers[started++ % 2];
        buffer.reset(fromStep, toStep);
        underWay.addLast(new Stretch(buffer, device.submit(() -> {
            if (fromStep <= failingStep && failingStep < toStep) {
                throw new DeviceException("the device is gone");
            }
            inner.start(fromStep, toStep);
            return inner.finish(buffer);
        })));
    }

    @Override
    public NetworkState finish(Chunk chunk) {
        calls.add(new Call(false, chunk.fromStep(), chunk.toStep()));
        Stretch oldest = underWay.removeFirst();
        assertEquals(oldest.buffer.fromStep(), chunk.fromStep());
        assertEquals(oldest.buffer.toStep(), chunk.toStep());
        await(device.submit(() -> null)); // comes after all that is started
        NetworkState end = await(oldest.end);
        for (int s = 0; s < layout.series().size(); s++) {
            chunk.data(s).copyFrom(oldest.buffer.data(s));
        }
        for (int p = 0; p < layout.spikes().size(); p++) {
            Spikes from = oldest.buffer.spikes(p);
            for (int k = 0; k < from.size(); k++) {
                chunk.spikes(p).add(from.instance(k), from.step(k), from.neuron(k));
            }
        }
        return end;
    }

    private static <T> T await(Future<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException r) {
                throw r;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public NetworkState state() {
        assertTrue(underWay.isEmpty(), "the state is asked for while it moves");
        return inner.state();
    }

    @Override
    public void restore(NetworkState state) {
        assertTrue(underWay.isEmpty(), "the state is changed while it moves");
        inner.restore(state);
    }

    @Override
    public void close() {
        device.close();
        inner.close();
        arena.close();
        closed = true;
    }
}
