package org.loligo.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.loligo.runtime.SmallExperiments.INTERPRETER;
import static org.loligo.runtime.SmallExperiments.experiment;
import static org.loligo.runtime.SmallExperiments.grid;
import static org.loligo.runtime.SmallExperiments.record;
import static org.loligo.runtime.SmallExperiments.spiking;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.loligo.codegen.Tableau;

/** An engine takes steps in order, two stretches at a time, and says so when it is used otherwise. */
class StretchesTest {

    /** What a test does with an engine at its first step. */
    private static void with(Consumer<Engine> test, Chunk[] into) {
        try (Arena arena = Arena.ofConfined(); Simulation simulation = Simulation.prepare(experiment(spiking(), grid("1", "0.01"),
                Tableau.RK4, 1, record("A", 1, null, "V")), INTERPRETER, RunOptions.DEFAULT)) {
            for (int i = 0; i < into.length; i++) {
                into[i] = new Chunk(simulation.layout(), 10, arena);
            }
            test.accept(simulation.load());
        }
    }

    private static void refused(String message, Executable use) {
        assertEquals(message, assertThrows(IllegalStateException.class, use).getMessage());
    }

    @Test
    void stretchesFollowEachOther() {
        with(engine -> {
            refused("steps 1 to 5 do not follow on step 0", () -> engine.start(1, 5));
            refused("steps 0 to -1 do not follow on step 0", () -> engine.start(0, -1));
            engine.start(0, 5);
            refused("steps 6 to 9 do not follow on step 5", () -> engine.start(6, 9));
        }, new Chunk[0]);
    }

    @Test
    void atMostTwoAreUnderWay() {
        Chunk[] chunks = new Chunk[1];
        with(engine -> {
            engine.start(0, 3);
            engine.start(3, 5);
            refused("2 stretches are started already, finish one first", () -> engine.start(5, 7));
            chunks[0].reset(0, 3);
            engine.finish(chunks[0]);
            engine.start(5, 7);
        }, chunks);
    }

    @Test
    void theyAreFinishedInOrderIntoTheirOwnChunks() {
        Chunk[] chunks = new Chunk[1];
        with(engine -> {
            Chunk chunk = chunks[0];
            chunk.reset(0, 3);
            refused("nothing is started", () -> engine.finish(chunk));
            engine.start(0, 3);
            engine.start(3, 5);
            chunk.reset(3, 5);
            refused("the chunk is that of steps 3 to 5, expected 0 to 3", () -> engine.finish(chunk));
            chunk.reset(0, 3);
            assertEquals(3, engine.finish(chunk).step());
            chunk.reset(3, 5);
            assertEquals(5, engine.finish(chunk).step());
        }, chunks);
    }

    @Test
    void theStateIsThatAtTheEndOfTheStretch() {
        Chunk[] chunks = new Chunk[1];
        with(engine -> {
            NetworkState begin = engine.state();
            chunks[0].reset(0, 3);
            engine.advance(chunks[0]);
            List<Object[]> third = engine.state().states();
            engine.restore(begin);
            engine.start(0, 3);
            engine.start(3, 5);
            assertArrayEquals(third.toArray(), engine.finish(chunks[0]).states().toArray());
        }, chunks);
    }

    @Test
    void theStateIsNotToBeHadWhileItMoves() {
        Chunk[] chunks = new Chunk[1];
        with(engine -> {
            NetworkState begin = engine.state();
            engine.start(0, 3);
            refused("steps up to 3 are started, finish them first", engine::state);
            refused("steps up to 3 are started, finish them first", () -> engine.restore(begin));
            chunks[0].reset(0, 3);
            engine.finish(chunks[0]);
            assertEquals(3, engine.state().step());
        }, chunks);
    }
}
