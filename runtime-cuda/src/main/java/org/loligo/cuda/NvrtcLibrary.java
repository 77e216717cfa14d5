package org.loligo.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** The functions of NVRTC (NVIDIA, NVRTC documentation). Those that return a status throw {@link NvrtcException} unless it is success. */
@SuppressWarnings("restricted")
final class NvrtcLibrary {
    private final MethodHandle version;
    private final MethodHandle archCount;
    private final MethodHandle archs;
    private final MethodHandle createProgram;
    private final MethodHandle compileProgram;
    private final MethodHandle cubinSize;
    private final MethodHandle cubin;
    private final MethodHandle logSize;
    private final MethodHandle log;
    private final MethodHandle destroyProgram;
    private final MethodHandle errorString;

    /** @throws IllegalArgumentException where a function is missing: before version 11.2 there were fewer */
    NvrtcLibrary(SymbolLookup library) {
        version = status(library, "nvrtcVersion", ADDRESS, ADDRESS);
        archCount = status(library, "nvrtcGetNumSupportedArchs", ADDRESS);
        archs = status(library, "nvrtcGetSupportedArchs", ADDRESS);
        createProgram = status(library, "nvrtcCreateProgram", ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
        compileProgram = status(library, "nvrtcCompileProgram", ADDRESS, JAVA_INT, ADDRESS);
        cubinSize = status(library, "nvrtcGetCUBINSize", ADDRESS, ADDRESS);
        cubin = status(library, "nvrtcGetCUBIN", ADDRESS, ADDRESS);
        logSize = status(library, "nvrtcGetProgramLogSize", ADDRESS, ADDRESS);
        log = status(library, "nvrtcGetProgramLog", ADDRESS, ADDRESS);
        destroyProgram = status(library, "nvrtcDestroyProgram", ADDRESS);
        errorString = function(library, "nvrtcGetErrorString", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    }

    private static MethodHandle status(SymbolLookup library, String name, MemoryLayout... arguments) {
        return function(library, name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor type) {
        MemorySegment address = library.find(name).orElseThrow(() -> new IllegalArgumentException("it has no function " + name));
        return Linker.nativeLinker().downcallHandle(address, type);
    }

    /** Its version: major, minor. */
    int[] version() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment major = arena.allocate(JAVA_INT);
            MemorySegment minor = arena.allocate(JAVA_INT);
            check((int) version.invokeExact(major, minor));
            return new int[] {major.get(JAVA_INT, 0), minor.get(JAVA_INT, 0)};
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** What it compiles for. */
    Set<Capability> capabilities() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            check((int) archCount.invokeExact(count));
            MemorySegment numbers = arena.allocate(JAVA_INT, count.get(JAVA_INT, 0));
            check((int) archs.invokeExact(numbers));
            Set<Capability> capabilities = new TreeSet<>();
            for (int number : numbers.toArray(JAVA_INT)) {
                capabilities.add(Capability.of(number));
            }
            return capabilities;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Makes a program of a source, to be {@link #destroy destroyed}. */
    MemorySegment create(String source, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment program = arena.allocate(ADDRESS);
            check((int) createProgram.invokeExact(program, arena.allocateFrom(source), arena.allocateFrom(name), 0, MemorySegment.NULL,
                    MemorySegment.NULL));
            return program.get(ADDRESS, 0);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Compiles a program; the log says what is wrong if this throws {@link NvrtcException#isOfTheSource such} an exception. */
    void compile(MemorySegment program, String... options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment texts = arena.allocate(ADDRESS, options.length);
            for (int i = 0; i < options.length; i++) {
                texts.setAtIndex(ADDRESS, i, arena.allocateFrom(options[i]));
            }
            check((int) compileProgram.invokeExact(program, options.length, texts));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The code. */
    byte[] cubin(MemorySegment program) {
        return bytes(cubinSize, cubin, program);
    }

    /** What the compiler says, as far as that can be had. */
    String log(MemorySegment program) {
        return new String(bytes(logSize, log, program), StandardCharsets.UTF_8).replace("\0", "");
    }

    private byte[] bytes(MethodHandle sizeOf, MethodHandle content, MemorySegment program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(JAVA_LONG);
            check((int) sizeOf.invokeExact(program, size));
            MemorySegment bytes = arena.allocate(Math.max(1, size.get(JAVA_LONG, 0)));
            check((int) content.invokeExact(program, bytes));
            return bytes.asSlice(0, size.get(JAVA_LONG, 0)).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void destroy(MemorySegment program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(ADDRESS);
            pointer.set(ADDRESS, 0, program);
            check((int) destroyProgram.invokeExact(pointer));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private void check(int status) throws Throwable {
        if (status != 0) {
            MemorySegment text = (MemorySegment) errorString.invokeExact(status);
            throw new NvrtcException(status, text.reinterpret(Long.MAX_VALUE).getString(0));
        }
    }

    private static RuntimeException unexpected(Throwable t) {
        return switch (t) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(t);
        };
    }
}
