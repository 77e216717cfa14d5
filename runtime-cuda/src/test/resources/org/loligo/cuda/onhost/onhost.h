// CUDA C on the processor, for tests: what kernels call. Included before a source that knows nothing of it; each of its kernels is then
// named to ONHOST_KERNEL, which makes a function that launches it. The threads of a block are fibres, see onhost.cpp; blocks run one
// after the other.
#pragma once
#include <math.h>

#define __global__
#define __device__
#define __launch_bounds__(threads)
#define __shared__ static __attribute__((section("onhost_shared")))
#define __syncthreads() onhost::barrier(__LINE__)
#define threadIdx onhost::place.thread
#define blockIdx onhost::place.block
#define blockDim onhost::place.threads
#define gridDim onhost::place.blocks

// the linker names the ends of the section with all that is __shared__; a source may have nothing in it
extern "C" __attribute__((weak, visibility("hidden"))) char __start_onhost_shared[], __stop_onhost_shared[];

namespace onhost {
struct Index {
    unsigned int x;
};
struct Place {
    Index thread, block, threads, blocks;
};
extern Place place;

struct Launch {
    void (*kernel)(void **);
    int blocks;
    int threads;
    int reverse;
    void **arguments;
    char *shared;
    long sharedBytes;
    // of what a launch gives
    int dynamicBytes;
};

/** The memory that a block shares and that the launch gives; a source that declares it without a size is made to ask here. */
void *dynamic();

/** Waits until all threads of the block wait at this line. */
void barrier(int line);

/** Runs a kernel; what went wrong, or null. */
const char *launch(const Launch &launch);

template <int... I> struct Indices {};
template <int N, int... I> struct UpTo : UpTo<N - 1, N - 1, I...> {};
template <int... I> struct UpTo<0, I...> {
    typedef Indices<I...> type;
};
template <typename... A, int... I> void call(void (*kernel)(A...), void **arguments, Indices<I...>) {
    kernel(*static_cast<A *>(arguments[I])...);
}
/** Calls a kernel with arguments as cuLaunchKernel takes them: a pointer to each. */
template <typename... A> void call(void (*kernel)(A...), void **arguments) {
    call(kernel, arguments, typename UpTo<sizeof...(A)>::type());
}
}

static inline float __int_as_float(int bits) {
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

// Instructions of a GPU that are as far from the exact result as NVIDIA says they may be, 2 units in the last place: to which side, the
// arguments decide.
namespace onhost {
static inline float flushed(float x) {
    return fabsf(x) < 0x1p-126f ? copysignf(0, x) : x;
}
static inline float off(double exact, float argument) {
    float nearest = (float)exact;
    if (nearest == 0 || !isfinite(nearest)) {
        return nearest;
    }
    unsigned int bits;
    __builtin_memcpy(&bits, &argument, sizeof bits);
    float to = bits * 2654435761u >> 31 ? INFINITY : -INFINITY;
    float unit = nextafterf(fabsf(nearest), INFINITY) - fabsf(nearest);
    float far = nextafterf(nextafterf(nearest, to), to);
    return flushed(fabs(far - exact) <= 2 * (double)unit ? far : nextafterf(nearest, to));
}
static inline float ex2_approx_ftz(float x) {
    return off(exp2((double)flushed(x)), x);
}
static inline float div_approx_ftz(float x, float y) {
    x = flushed(x);
    y = flushed(y);
    if (fabsf(y) > 0x1p126f && isfinite(y)) {
        return x * copysignf(0, y);
    }
    return off((double)x / y, x + y);
}
}

#define ONHOST_KERNEL(name) \
    extern "C" const char *onhost_launch_##name(int blocks, int threads, int reverse, int dynamic, void **arguments) { \
        return onhost::launch({[](void **given) { onhost::call(name, given); }, blocks, threads, reverse, arguments, \
                __start_onhost_shared, __stop_onhost_shared - __start_onhost_shared, dynamic}); \
    }
