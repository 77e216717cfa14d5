package org.loligo.codegen.emit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between the dialects of C that kernels are written in. Everything else is the same text.
 *
 * @param name      its name, for people
 * @param prologue  what stands before the program: extensions, and the types {@code i64} and {@code u32}
 * @param kernel    how a kernel begins; {@code %d} is the size of its work-groups
 * @param function  how a function that kernels call begins
 * @param global    the address space of memory all work-groups see, with a blank after it, or nothing
 * @param local     likewise that of memory one work-group shares
 * @param region    all that memory, an array called {@code shared}, declared: {@code %1$s} is the type of its elements, {@code %2$d} how
 *                  many they are, where the launch does not say it
 * @param barrier   waits for the whole work-group, for what it wrote to shared and to global memory
 * @param group     the index of the work-group
 * @param item      the index of the work item in its group
 * @param restrict  the word for a pointer to what no other pointer points to
 * @param suffixed  whether functions of float have names of their own: {@code expf}
 * @param fast      the functions of float {@code quotient} and {@code exponential}, by name, that take the place of division and
 *                  {@code exp}, each without what {@code function} says; empty where the language's own are used
 */
public record Dialect(String name, String prologue, String kernel, String function, String global, String local, String region,
        String barrier, String group, String item, String restrict, boolean suffixed, Map<String, String> fast) {

    /** OpenCL C 1.2 (Khronos, The OpenCL Specification 1.2). */
    public static final Dialect OPENCL_C = new Dialect("OpenCL C", """
            #ifdef cl_khr_fp64
            #pragma OPENCL EXTENSION cl_khr_fp64 : enable
            #endif
            typedef long i64;
            typedef uint u32;
            """, "__kernel __attribute__((reqd_work_group_size(%d, 1, 1))) void", "static", "__global ", "__local ",
            "__local %1$s shared[%2$d]", "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)", "get_group_id(0)", "get_local_id(0)",
            "restrict", false, Map.of());

    /**
     * CUDA C++ (NVIDIA, CUDA C++ Programming Guide). NVRTC has no {@code <math.h>}, so infinity is made of its bits; as a float it is
     * infinite in double precision too.
     */
    public static final Dialect CUDA_C = new Dialect("CUDA C", """
            typedef long long i64;
            typedef unsigned int u32;
            #undef INFINITY
            #define INFINITY __int_as_float(0x7f800000)
            #undef NAN
            #define NAN __int_as_float(0x7fffffff)
            """, "extern \"C\" __global__ void __launch_bounds__(%d)", "static __device__", "", "", "extern __shared__ %1$s shared[]",
            "__syncthreads()", "blockIdx.x", "threadIdx.x", "__restrict__", true, Map.of());

    /**
     * CUDA C++ in single precision with the special function unit alone (NVIDIA, Parallel Thread Execution ISA). Errors:
     * {@link org.loligo.interpreter.Accuracy#FAST}. Only these two instructions flush to zero, so that no option of a compiler is needed.
     */
    private static final Dialect FAST_CUDA_C = CUDA_C.with("quotient", """
            (real x, real y) {
                real z;
                asm("div.approx.ftz.f32 %%0, %%1, %%2;" : "=f"(z) : "f"(x), "f"(y));
                return z;
            }""").with("exponential", """
            (real x) {
                real z;
                asm("ex2.approx.ftz.f32 %%0, %%1;" : "=f"(z) : "f"(x * 1.442695041f));
                return z;
            }""");

    private Dialect with(String name, String definition) {
        Map<String, String> more = new LinkedHashMap<>(fast);
        more.put(name, definition);
        return new Dialect(this.name, prologue, kernel, function, global, local, region, barrier, group, item, restrict, suffixed,
                Collections.unmodifiableMap(more));
    }

    /** The same language with fast functions of single precision, where they are known and their errors stated. */
    public Optional<Dialect> fastMath() {
        return equals(CUDA_C) ? Optional.of(FAST_CUDA_C) : Optional.empty();
    }
}
