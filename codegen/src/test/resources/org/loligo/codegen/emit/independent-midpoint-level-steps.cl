// midpoint, float64, independent: A[3]
#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif
typedef long i64;
typedef uint u32;
typedef double real;

__kernel __attribute__((reqd_work_group_size(128, 1, 1))) void independent_0(
    __global real *restrict state, __global i64 *restrict memory, __global const real *restrict constants,
    __global const int *restrict indices, __global const i64 *restrict plan, __global const real *restrict input,
    __global real *restrict samples, __global i64 *restrict times, __global u32 *restrict spikes, const int steps
) {
    const i64 instances = plan[1];
    // A
    const int at = get_group_id(0) * 128 + get_local_id(0);
    if (at >= 3 * instances) return;
    const int e = at % 3;
    const int instance = at / 3;
    const real _1_tau_ = constants[0];
    const real threshold = constants[1];
    real V = state[at];
    i64 last_spike = memory[at];
    i64 may_fire = memory[3 * instances + at];
    int k = -1;
    // V, if a sample is due
    if (plan[5 + 5 * (k + 1)] >= 0) {
        samples[plan[5 + 5 * (k + 1)] + instance * plan[3] + e] = V;
    }
    // last_spike, if a sample is due
    if (plan[6 + 5 * (k + 1)] >= 0 && indices[3 + e] >= 0) {
        times[plan[6 + 5 * (k + 1)] + instance * plan[4] + indices[3 + e]] = last_spike;
    }
    for (k = 0; k < steps; k++) {
        const real h0 = input[2 * k];
        const real h1 = input[1 + 2 * k];
        real V_stage;
        // stage 1 of 2
        {
            const real I = input[plan[7 + 5 * k] + indices[e]];
            const real d_V = (I - V) * _1_tau_;
            V_stage = V + h0 * d_V;
        }
        // stage 2 of 2
        {
            const real I = input[plan[8 + 5 * k] + indices[e]];
            const real d_V = (I - V_stage) * _1_tau_;
            V = V + h1 * d_V;
        }
        // events
        {
            const int fired = V > threshold && plan[0] + k >= may_fire;
            if (fired) {
                last_spike = plan[0] + k;
                may_fire = plan[0] + k + plan[9 + 5 * k];
            }
            if (fired || (k & 31) == 0) {
                const i64 word = (k >> 5) * (3 * instances) + at;
                spikes[word] = ((k & 31) == 0 ? 0 : spikes[word]) | (u32)fired << (k & 31);
            }
        }
        // V, if a sample is due
        if (plan[5 + 5 * (k + 1)] >= 0) {
            samples[plan[5 + 5 * (k + 1)] + instance * plan[3] + e] = V;
        }
        // last_spike, if a sample is due
        if (plan[6 + 5 * (k + 1)] >= 0 && indices[3 + e] >= 0) {
            times[plan[6 + 5 * (k + 1)] + instance * plan[4] + indices[3 + e]] = last_spike;
        }
    }
    state[at] = V;
    memory[at] = last_spike;
    memory[3 * instances + at] = may_fire;
}
