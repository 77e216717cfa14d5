package org.loligo.codegen.emit;

import java.util.Set;
import java.util.regex.Pattern;

/** The words that OpenCL C, CUDA C and our own emitter keep to themselves. */
final class CWords {
    private static final Set<String> WORDS = Set.of("auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
            "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed",
            "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "bool", "complex",
            "imaginary", "half", "quad", "kernel", "global", "local", "constant", "private", "generic", "pipe", "uniform", "read_only",
            "write_only", "read_write", "true", "false", "this", "class", "new", "delete", "template", "typename", "operator", "namespace",
            "public", "protected", "virtual", "friend", "using", "try", "catch", "throw", "asm", "and", "or", "not", "xor", "export",
            "explicit", "mutable", "alignas", "alignof", "constexpr", "decltype", "noexcept", "nullptr", "typeid", "wchar_t", "warpSize",
            "threadIdx", "blockIdx", "blockDim", "gridDim", "NULL", "NAN", "INFINITY", "MAXFLOAT", "HUGE_VAL", "HUGE_VALF", "EOF", "BUFSIZ",
            "TRUE", "FALSE", "linux", "unix", "i386", "errno", "stdin", "stdout", "stderr", "vec_step", "typeof", "channel", "thread_local",
            "static_assert", "static_cast", "const_cast", "dynamic_cast", "reinterpret_cast", "and_eq", "bitand", "bitor", "compl",
            "not_eq", "or_eq", "xor_eq", "concept", "requires", "co_await", "co_return", "co_yield", "consteval", "constinit", "signbit",
            "assert",
            // what the emitted text itself calls or declares
            "real", "i64", "u32", "state", "memory", "constants", "indices", "plan", "input", "samples", "times", "spikes", "instances",
            "steps", "row", "shared", "instance", "item", "group", "element", "at", "e", "q", "j", "k", "end", "step", "tick", "bits",
            "fired", "exprelr", "quotient", "exponential", "minimum", "maximum", "exp", "expf", "log", "logf", "sqrt", "sqrtf", "tanh",
            "tanhf", "sin", "sinf", "cos", "cosf", "fabs", "fabsf", "pow", "powf", "expm1", "expm1f", "barrier");

    /** Vector types, and what OpenCL, CUDA and the C library build their own names with. */
    private static final Pattern SHAPES = Pattern.compile("(u?(char|short|int|long|longlong)|float|double|half|bool|real)\\d*"
            + "|u(char|short|int|long)"
            + "|(cl|CL|CLK|as|convert|get|atomic|atom|native|half|cu|CU|cuda|CUDA|work|mem|async|vload|vstore|shared)_.*"
            + "|[a-z0-9_]+_t"
            + "|__.*|_[A-Z].*|(M|FLT|DBL|HALF|INT|UINT|LONG|ULONG|SHRT|USHRT|CHAR|SCHAR|UCHAR|FP|SEEK|CUDART|RAND|PATH|LLONG|ULLONG)_.*"
            + "|cuda.*|cu[A-Z].*");

    private CWords() {}

    /** Whether a model's name must be written otherwise. */
    static boolean isReserved(String word) {
        return WORDS.contains(word) || SHAPES.matcher(word).matches();
    }
}
