package org.loligo.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loligo.codegen.emit.Schedule;
import org.loligo.conformance.AgainstOracle;
import org.loligo.conformance.Candidate;
import org.loligo.conformance.RandomNetworks;
import org.loligo.conformance.SameBits;
import org.loligo.conformance.accelerator.Integers;
import org.loligo.cuda.source.ReadyMade;
import org.loligo.runtime.Experiment;
import org.loligo.model.Precision;
import org.loligo.runtime.Chunk;
import org.loligo.runtime.Engine;
import org.loligo.runtime.Simulation;
import org.loligo.runtime.accelerator.Accelerator;
import org.loligo.runtime.accelerator.KernelCache;

/** In a JVM with a driver that has no device: does what the tests on a GPU do, and prints a line for each. */
final class Rehearsing {
    private Rehearsing() {}

    public static void main(String[] arguments) throws Exception {
        Path cache = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "device" -> System.out.println(new CudaBackend().preference() + " "
                    + new CudaBackend().devices().getFirst().description());
            case "memory" -> all(cache, MemoryTest.class);
            case "kernels" -> all(cache, KernelsTest.class);
            case "oracle" -> oracle(Long.parseLong(arguments[2]));
            case "graphs" -> graphs();
            case "compile" -> compileTwice(cache);
            case "failure" -> failure(cache, Integer.parseInt(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void all(Path cache, Class<?> tests) throws Exception {
        List<Method> methods = Arrays.stream(tests.getDeclaredMethods()).sorted(Comparator.comparing(Method::getName)).toList();
        for (Method method : methods) {
            if (method.isAnnotationPresent(Test.class)) {
                one(cache, tests, method);
            } else if (method.isAnnotationPresent(ValueSource.class)) {
                for (long value : method.getAnnotation(ValueSource.class).longs()) {
                    one(cache, tests, method, value);
                }
            } else if (method.isAnnotationPresent(EnumSource.class)) {
                // of the type of its argument, all
                for (Object value : method.getParameterTypes()[0].getEnumConstants()) {
                    one(cache, tests, method, value);
                }
            }
        }
    }

    private static void one(Path cache, Class<?> tests, Method method, Object... arguments) throws Exception {
        Object test = tests.getDeclaredConstructor().newInstance();
        tests.getDeclaredField("cache").set(test, cache);
        call(test, tests.getDeclaredMethod("open"));
        try {
            call(test, method, arguments);
        } finally {
            call(test, tests.getDeclaredMethod("close"));
        }
        System.out.println("passed " + method.getName() + " " + Arrays.toString(arguments));
    }

    private static void call(Object test, Method method, Object... arguments) throws Exception {
        try {
            method.setAccessible(true);
            method.invoke(test, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method.getName() + " " + Arrays.toString(arguments), e.getCause());
        }
    }

    private static void oracle(long seed) {
        for (Schedule schedule : Schedule.values()) {
            RandomNetworks networks = RandomNetworks.of(schedule).withNeurons(20);
            new AgainstOracle(FirstDevice.in(schedule), networks).check(seed);
            // long enough for graphs of many steps
            new SameBits(FirstDevice.in(schedule), FirstDevice.in(schedule), networks, 300).check(seed);
            System.out.println("passed " + schedule);
        }
    }

    /** The antennal lobe in stretches long and short, which must come to the same; and how many graphs were made for each. */
    private static void graphs() {
        Candidate candidate = FirstDevice.in(Schedule.STAGED);
        Experiment experiment = ReadyMade.antennalLobe(Precision.FLOAT64, 1, 1800);
        List<Object[]> expected = null;
        for (long length : new long[] {100, 450, 50, 300}) {
            int before = driver("rehearsal_graphs");
            try (Simulation simulation = Simulation.prepare(experiment, candidate.device(), candidate.options())) {
                Engine engine = simulation.load();
                long steps = experiment.time().steps();
                Chunk chunk = new Chunk(simulation.layout(), length, Arena.ofAuto());
                // each stretch is started before the one before is finished, as the host loop does it
                for (long from = 0; from <= steps; from += length) {
                    if (from < steps) {
                        engine.start(from, from + length);
                    }
                    if (from > 0) {
                        chunk.reset(from - length, from);
                        engine.finish(chunk);
                    }
                }
                List<Object[]> actual = engine.state().states();
                expected = expected == null ? actual : expected;
                System.out.println(length + " " + Arrays.deepEquals(expected.toArray(), actual.toArray()) + " "
                        + (driver("rehearsal_graphs") - before));
            }
        }
    }

    /** A function of the driver that a real one has not. */
    @SuppressWarnings("restricted")
    private static int driver(String function) {
        try {
            return (int) Linker.nativeLinker().downcallHandle(SymbolLookup.libraryLookup("libcuda.so.1", Arena.global()).find(function)
                    .orElseThrow(), FunctionDescriptor.of(ValueLayout.JAVA_INT)).invokeExact();
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static void compileTwice(Path cache) throws Exception {
        CudaCompiler compiler = CompilerSearch.ofThisMachine().requireFor(FirstDevice.get());
        String source = "extern \"C\" __global__ void put(int *a) { a[0] = 1; }";
        for (int i = 0; i < 2; i++) {
            try (Accelerator accelerator = FirstDevice.open(cache)) {
                accelerator.compile(source);
            }
        }
        try (Accelerator accelerator = FirstDevice.open(cache)) {
            accelerator.compile(source.replace("1", "2"));
        }
        // what a driver refuses is compiled anew
        new KernelCache(cache, 1 << 20).put(Compilation.key(compiler, new Capability(9, 0), source), new byte[100]);
        try (Accelerator accelerator = FirstDevice.open(cache)) {
            accelerator.compile(source);
        }
        System.out.println(Files.readAllLines(Path.of(compiler.place()).resolveSibling("compilations")).size());
    }

    /** Makes the device fail, and prints what the next calls say. */
    @SuppressWarnings("restricted")
    private static void failure(Path cache, int status) throws Exception {
        Accelerator accelerator = FirstDevice.open(cache);
        Accelerator.Memory memory = accelerator.allocate(4);
        try {
            Linker.nativeLinker().downcallHandle(SymbolLookup.libraryLookup("libcuda.so.1",
                    Arena.global()).find("rehearsal_fail").orElseThrow(),
                    FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)).invokeExact(status);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
        try {
            Integers.read(accelerator, accelerator.mark(), memory, 1);
        } catch (RuntimeException e) {
            System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
        }
        accelerator.close();
        accelerator.close();
        System.out.println("closed");
    }
}
