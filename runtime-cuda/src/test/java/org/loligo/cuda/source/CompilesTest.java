package org.loligo.cuda.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.loligo.codegen.emit.Schedule;
import org.loligo.cuda.InstalledNvrtc;
import org.loligo.model.Precision;

/**
 * Every source compiles for a GPU without a warning, and single precision stays single: on most GPUs one double instruction costs as much
 * as 64. But for the compiler's own {@code sinf} and {@code cosf}, which multiply two doubles where the angle is beyond 105615.
 */
class CompilesTest {
    /** The doubles of an angle: from an integer, times a constant, to float. */
    private static final List<Cubin.Kind> ANGLE = List.of(Cubin.Kind.I2F64, Cubin.Kind.DMUL, Cubin.Kind.F2F64);
    /** Each takes nvcc some seconds. */
    private static final int SHORT = 16;

    /** The day decides which sources the short test looks at; any can be had again by its number. */
    private static long firstSeed() {
        return Long.getLong("loligo.seed", LocalDate.now().toEpochDay()) * 1000;
    }

    private static Stream<CudaSource> random(LongStream seeds) {
        return seeds.boxed().flatMap(s -> Stream.of(Schedule.values())
                .flatMap(schedule -> Stream.of(Precision.values()).map(p -> CudaSource.random(s, schedule, p))));
    }

    static Stream<CudaSource> some() {
        List<CudaSource> all = new ArrayList<>(random(LongStream.range(firstSeed(), firstSeed() + 5)).toList());
        for (Precision p : Precision.values()) {
            CudaSource.readyMade(p).forEach(all::add);
        }
        CudaSource.readyMadeFast().forEach(all::add);
        Collections.shuffle(all, new Random(firstSeed()));
        return all.stream().limit(SHORT);
    }

    static Stream<CudaSource> many() {
        return random(LongStream.range(0, 200));
    }

    @ParameterizedTest
    @MethodSource("some")
    void someSources(CudaSource source) {
        compile(source);
    }

    /** What a block shares may be more than 48 KiB, which sources must not declare with a size. */
    @ParameterizedTest
    @EnumSource
    void muchSharedMemory(Precision precision) {
        compile(CudaSource.of(ReadyMade.ring(precision, 8000, 1000), Schedule.RESIDENT));
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource
    void allReadyMade(Precision precision) {
        CudaSource.readyMade(precision).forEach(CompilesTest::compile);
    }

    @Tag("full")
    @Test
    void allReadyMadeInFastMath() {
        CudaSource.readyMadeFast().forEach(CompilesTest::compile);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("many")
    void manyRandomNetworks(CudaSource source) {
        compile(source);
    }

    /** The compiler in the process is of the same makers, and knows fewer headers. */
    @ParameterizedTest
    @MethodSource("some")
    void someSourcesWithNvrtc(CudaSource source) {
        requireSingle(source, Cubin.kernels(InstalledNvrtc.compile(source.text())));
    }

    private static void compile(CudaSource source) {
        requireSingle(source, Cubin.kernels(NvidiaCompiler.get().compile(source).cubin()));
    }

    private static void requireSingle(CudaSource source, Map<String, Cubin> kernels) {
        if (source.precision() == Precision.FLOAT32) {
            boolean angles = source.text().contains("sinf(") || source.text().contains("cosf(");
            kernels.forEach((name, kernel) -> {
                List<Cubin.Kind> doubles = kernel.doubles();
                int reductions = angles ? Collections.frequency(doubles, Cubin.Kind.DMUL) : 0;
                assertEquals(Collections.nCopies(reductions, ANGLE).stream().flatMap(List::stream).sorted().toList(),
                        doubles.stream().sorted().toList(), () -> name + " of " + source + "\n" + source.text());
            });
        }
    }
}
